import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunningApp } from '@/tests/sandbox/app';
import { Line } from '../line';
import type { Row } from '../table';

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

/** Resident memory of a process and all it started, in MiB; null where `ps` is not known. */
export async function memoryOf(pid: number): Promise<number | null> {
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => null);
  if (listed === null) return null;
  const processes = listed.stdout
    .trim()
    .split('\n')
    .map(line =>
      line
        .trim()
        .split(/\s+/)
        .map(text => Number.parseInt(text, 10)),
    );
  const family = new Set([pid]);
  for (const one of family) {
    for (const [child = 0, parent] of processes) if (parent === one) family.add(child);
  }
  const kibibytes = processes
    .filter(([id = 0]) => family.has(id))
    .reduce((sum, [, , rss = 0]) => sum + rss, 0);
  return kibibytes / 1024;
}
