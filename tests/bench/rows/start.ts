import type { RunningApp } from '@/tests/sandbox/app';
import { Line } from '../line';
import type { Row } from '../table';
import { memoryOf } from './memory';

const BUDGET = { seconds: 2, mebibytes: 200 };

/** From the command to the first answer in SOAP, and the memory of an app that has done nothing else yet. */
export async function startRows(start: () => Promise<RunningApp>): Promise<{ app: RunningApp; rows: Row[] }> {
  const begun = performance.now();
  const app = await start();
  const line = new Line(`${app.url}/api/qbwc`, () => undefined);
  await line.call('serverVersion', {});
  const seconds = (performance.now() - begun) / 1000;
  line.close();
  const mebibytes = await memoryOf(app.pid);
  const rows: Row[] = [
    {
      what: 'start of the built app to its first answer',
      measured: `${seconds.toFixed(1)} s`,
      budget: `at most ${BUDGET.seconds} s`,
      isKept: seconds <= BUDGET.seconds,
    },
    {
      what: 'memory of the idle app',
      measured: mebibytes === null ? 'unknown on this system' : `${Math.round(mebibytes)} MiB`,
      budget: `at most ${BUDGET.mebibytes} MiB`,
      isKept: mebibytes === null ? null : mebibytes <= BUDGET.mebibytes,
    },
  ];
  return { app, rows };
}
