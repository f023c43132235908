import { type DatabaseWork, startCountingProxy } from '../counting-proxy';
import { Line } from '../line';
import { runSession } from '../machine';
import { alone, fill, readLists } from '../scene';
import type { Stage } from '../stage';
import type { Row } from '../table';

const MOST_STATEMENTS = 4;
const ORDERS = 6;

/** What each operation asks of the database, counted on the wire; the first sessions of all companies run here too. */
export async function statementRows(stage: Stage): Promise<Row[]> {
  const proxy = await startCountingProxy(stage.databaseUrl);
  const app = await stage.startApp(proxy.url);
  const works = new Map<string, DatabaseWork[]>();
  try {
    await readLists(stage, app);
    const [seat] = stage.seats;
    if (seat === undefined) return [];
    await fill(stage, [seat], ORDERS);
    await alone(stage, [seat]);
    proxy.take();
    const line = new Line(`${app.url}/api/qbwc`, ({ operation }) => {
      works.set(operation, [...(works.get(operation) ?? []), proxy.take()]);
    });
    await runSession({ ...seat, line });
    line.close();
  } finally {
    await app.stop();
    await proxy.close();
  }
  return [...works].map(([operation, all]) => rowOf(operation, all));
}

/** The most of a session: its first calls do what later ones need not. */
function rowOf(operation: string, works: readonly DatabaseWork[]): Row {
  const most = (of: (work: DatabaseWork) => number): number => Math.max(...works.map(of));
  const [transactions, statements] = [most(work => work.transactions), most(work => work.statements)];
  const usual = works.at(-1);
  const inTurn = works.length > 1 ? `; usually ${usual?.statements} in ${usual?.trips} trips` : '';
  return {
    what: `database work of ${operation}`,
    measured: `${transactions} transaction${transactions === 1 ? '' : 's'}, ${statements} statements in ${most(work => work.trips)} trips${inTurn}`,
    budget: `1, at most ${MOST_STATEMENTS}`,
    isKept: transactions <= 1 && statements <= MOST_STATEMENTS,
  };
}
