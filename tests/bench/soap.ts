import { ensureBuilt } from '@/tests/sandbox/build';
import { crowdRows } from './rows/crowd';
import { handOutRow } from './rows/hand-outs';
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
  const server = await startServer(databaseUrl);
  try {
    const rows = [...(await sceneRows(server, scale, print)), ...(await crowdRows(server, scale, print))];
    print(`\n${server.said}; Node ${process.version}${isQuick ? '; quick, so of little weight' : ''}`);
    print(tableOf(rows));
    return rows.every(row => row.isBroken !== true);
  } finally {
    await server.stop();
  }
}

/** The rows that share one database and one copy of the app. */
async function sceneRows(server: Server, scale: Scale, print: (line: string) => void): Promise<Row[]> {
  const stage = await openStage(server, scale.machines);
  const stops: (() => Promise<void>)[] = [() => stage.close()];
  try {
    print('Statements of each operation');
    const statements = await statementRows(stage);
    const { app, rows: starts } = await startRows(() => stage.startApp());
    stops.unshift(app.stop);
    const bare = await startBare(stage, scale.machines);
    stops.unshift(bare.stop);
    const scene = { scale, stage, app, bareUrl: bare.url, print };
    print('Round trips a second');
    const rates = await rateRows(scene);
    print('A thousand exports');
    const thousand = await thousandRow(scene);
    print('Two connectors on each login');
    const handOuts = await handOutRow(scene);
    return [...rates, ...statements, ...thousand, ...handOuts, ...starts];
  } finally {
    for (const stop of stops) await stop();
  }
}
