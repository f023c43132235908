import { and, eq } from 'drizzle-orm';
import { qbLists } from '@/drizzle/schema';
import { inCompany } from '@/lib/tenancy';
import { answerText, queryOf, soapPieces } from '@/tests/support/large-answer';
import { personOf } from '../company';
import { Line } from '../line';
import { drive, type Machine, percentile, runSession } from '../machine';
import { alone, fill, type Scale, soapUrl } from '../scene';
import { openStage, type Seat, type Server, type Stage } from '../stage';
import type { Row } from '../table';
import { memoryOf } from './memory';

const BUDGET = { seconds: 2, mebibytes: 100 };
/** What is read page by page and has lines; the first that the app asks for. */
const KINDS = ['bill', 'purchase_order'] as const;
const SMALL_ORDERS = 30;
const LOOK_EVERY_MS = 50;

/** One answer of some 20 MB to a read, while another company goes on with small calls; in an app of its own. */
export async function largeAnswerRows(server: Server, scale: Scale): Promise<Row[]> {
  const stage = await openStage(server, 2);
  const app = await stage.startApp();
  try {
    const [reader, other] = stage.seats;
    if (reader === undefined || other === undefined) return [];
    const url = soapUrl(app);
    await drive(url, [other], machine => runSession(machine));
    await smallOrders(stage, other, url);
    const quiet = await smallOrders(stage, other, url);
    await fill(stage, [other], SMALL_ORDERS * 3);
    await alone(stage, [other]);
    const idle = await memoryOf(app.pid);
    const watch = new MemoryWatch(app.pid);
    const meanwhile: number[] = [];
    let isOver = false;
    const busy = drive(url, [other], async ({ line: _, ...seat }) => {
      const line = new Line(url, call => isOver || meanwhile.push(call.ms));
      await runSession({ ...seat, line });
      line.close();
    });
    const brought = await bringLarge({ ...reader, line: new Line(url, () => undefined) }, scale.large);
    isOver = true;
    const peak = await watch.stop();
    await busy;
    const stored = await storedOf(stage, reader);
    const growth = idle === null ? null : peak - idle;
    return [
      rowOf(brought, { stored, records: scale.large, growth }),
      {
        what: 'small calls while it comes in',
        measured: `p95 ${percentile(meanwhile, 0.95).toFixed(0)} ms of ${meanwhile.length} calls`,
        against: `p95 ${percentile(quiet, 0.95).toFixed(0)} ms before`,
        budget: 'answered',
        isKept: meanwhile.length > 0,
      },
    ];
  } finally {
    await app.stop();
    await stage.close();
  }
}

async function smallOrders(stage: Stage, seat: Seat, url: string): Promise<number[]> {
  await fill(stage, [seat], SMALL_ORDERS);
  await alone(stage, [seat]);
  const load = await drive(url, [seat], machine => runSession(machine));
  return load.calls.map(call => call.ms);
}

interface Brought {
  readonly bytes: number;
  readonly seconds: number;
}

/** A first session, whose reads of a list with lines are answered with as many records. @throws Error when refused */
async function bringLarge({ line, login, file }: Machine, records: number): Promise<Brought> {
  const [ticket = ''] = await line.call('authenticate', {
    strUserName: login.user,
    strPassword: login.password,
  });
  let firstCall = file.firstCall();
  for (;;) {
    const [qbxml = ''] = await line.call('sendRequestXML', { ticket, strHCPResponse: firstCall });
    firstCall = '';
    if (qbxml === '') throw new Error('No list with lines was asked for.');
    const answer = file.answer(qbxml);
    const large = withMany(qbxml, answer, records);
    if (large === null) {
      await line.call('receiveResponseXML', { ticket, response: answer, hresult: '', message: '' });
      continue;
    }
    const body = Buffer.concat([...soapPieces({ ticket, text: [large] })]);
    const begun = performance.now();
    const [progress = '-1'] = await line.send('receiveResponseXML', body);
    const seconds = (performance.now() - begun) / 1000;
    if (Number.parseInt(progress, 10) < 0) throw new Error('The large answer was not taken.');
    await line.call('closeConnection', { ticket });
    line.close();
    return { bytes: Buffer.byteLength(large), seconds };
  }
}

/** The answer with many records where the list with lines was asked for; null where it was not. */
function withMany(qbxml: string, answer: string, records: number): string | null {
  for (const kind of KINDS) {
    const [, requestID] = new RegExp(`<${queryOf(kind)}Rq requestID="([^"]*)"`).exec(qbxml) ?? [];
    if (requestID === undefined) continue;
    const part = new RegExp(`<${queryOf(kind)}Rs [^]*</${queryOf(kind)}Rs>`);
    const [many = ''] = part.exec([...answerText({ kind, requestID, records })].join('')) ?? [];
    return answer.replace(part, () => many);
  }
  return null;
}

async function storedOf(stage: Stage, seat: Seat): Promise<number> {
  const ctx = await personOf(stage.running, seat.number, 1);
  const counts = KINDS.map(kind =>
    inCompany(ctx, tx =>
      tx.$count(qbLists, and(eq(qbLists.companyId, ctx.company.id), eq(qbLists.kind, kind))),
    ),
  );
  return Math.max(...(await Promise.all(counts)));
}

function rowOf(
  { bytes, seconds }: Brought,
  { stored, records, growth }: { stored: number; records: number; growth: number | null },
): Row {
  const memory = growth === null ? 'memory unknown' : `idle + ${Math.round(growth)} MiB`;
  const isSmall = growth === null || growth <= BUDGET.mebibytes;
  return {
    what: `one answer of ${(bytes / 1e6).toFixed(1)} MB, ${records} records with lines`,
    measured: `${seconds.toFixed(2)} s, ${memory}, ${stored} stored`,
    budget: `at most ${BUDGET.seconds} s, idle + ${BUDGET.mebibytes} MiB`,
    isKept: seconds <= BUDGET.seconds && isSmall,
    isBroken: stored !== records,
  };
}

/** The most memory a process had, as far as looking now and then can tell. */
class MemoryWatch {
  private most = 0;
  private looking: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.timer = setInterval(() => {
      this.looking = this.look();
    }, LOOK_EVERY_MS);
  }

  async stop(): Promise<number> {
    clearInterval(this.timer);
    await this.looking;
    await this.look();
    return this.most;
  }

  private async look(): Promise<void> {
    this.most = Math.max(this.most, (await memoryOf(this.pid)) ?? 0);
  }
}
