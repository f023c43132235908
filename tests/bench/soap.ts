import { ensureBuilt } from '@/tests/sandbox/build';
import { Ending } from './ending';
import { crowdRows } from './rows/crowd';
import { handOutRow } from './rows/hand-outs';
import { largeAnswerRows } from './rows/large-answer';
import { rateRows } from './rows/rates';
import { startRows } from './rows/start';
import { statementRows } from './rows/statements';
import { thousandRow } from './rows/thousand';
import { FULL, QUICK, type Scale } from './scene';
import { BARE, openStage, type Server, startBare, startServer } from './stage';
import { type Row, tableOf } from './table';

interface Wish {
  readonly isQuick: boolean;
  readonly databaseUrl: string | undefined;
  readonly print: (line: string) => void;
}

/**
 * Measures what a Web Connector sees, beside a bare route on the same PostgreSQL in the same run. False when something
 * was lost or written twice; slowness is only printed.
 */
export async function benchSoap({ isQuick, databaseUrl, print }: Wish): Promise<boolean> {
  const scale = isQuick ? QUICK : FULL;
  await ensureBuilt(print);
  await ensureBuilt(print, BARE);
  const ending = new Ending();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void ending.run().then(() => process.exit(1)));
  const rows: Row[] = [];
  try {
    const server = await startServer(databaseUrl, ending);
    print(`${server.said}; Node ${process.version}${isQuick ? '; quick, so of little weight' : ''}`);
    for await (const some of measure(server, scale, print)) rows.push(...some);
  } finally {
    print(`\n${tableOf(rows)}`);
    await ending.run();
  }
  return rows.every(row => row.isBroken !== true);
}

/** Rows as they are measured. */
async function* measure(server: Server, scale: Scale, print: (line: string) => void): AsyncGenerator<Row[]> {
  const stage = await openStage(server, scale.machines);
  print('Statements of each operation');
  const statements = await statementRows(stage);
  const { app, rows: starts } = await startRows(() => stage.startApp());
  const bare = await startBare(stage, scale.machines);
  const scene = { scale, stage, app, bareUrl: bare.url, print };
  print('Round trips a second');
  yield await rateRows(scene);
  await bare.stop();
  yield statements;
  print('A thousand exports');
  yield await thousandRow(scene);
  print('Two connectors on each login');
  yield await handOutRow(scene);
  yield starts;
  await app.stop();
  await stage.close();
  print('One large answer');
  yield await largeAnswerRows(server, scale);
  print('Beside long queues');
  yield await crowdRows(server, scale, print);
}
