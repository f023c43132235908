import type { OperationName } from '@/lib/qbwc';
import { QuickBooksError } from '@/tests/simulators/quickbooks';
import type { Random } from '@/tests/simulators/world';
import type { Desk } from '@/tests/support/desk';
import { Cut, cutAt } from '@/tests/support/planned-faults';
import { type Answer, authenticate, type Line, runUpdate, Visit } from '@/tests/support/web-connector';
import type { Copy, Death } from './copy';
import { type Kill, type Killed, POINTS, statementOf } from './coverage';
import type { Diary } from './office-work';

/** A document that a Web Connector took and has not handed to QuickBooks yet. */
interface Held {
  readonly visit: Visit;
  readonly xml: string;
}

interface PcOptions {
  readonly desk: Desk;
  readonly copy: Copy;
  readonly random: Random;
  readonly diary: Diary;
  /** Hands every write to QuickBooks once more under another id: the fault that the checks must notice. */
  readonly isDoubling: boolean;
  /** What people do while a run is held open for them. */
  readonly meanwhile: () => Promise<void>;
}

/** getLastError answers this to hold a run open: the Web Connector asks again after five seconds. */
const NO_OP = 'NoOp';
const NO_OP_MS = 5000;

/** A statement of an operation at which the copy died. */
export interface Died {
  readonly what: Killed;
  readonly statement: number;
}

const MOST_EXCHANGES = 40;
/** Message sets that change the books. */
const WRITE = /PurchaseOrder(Add|Mod)Rq/;
/** All but two of the characters of a set's id. */
const SET_ID = /newMessageSetID="..([^"]*)"/;

/** The PC of one company: its Web Connectors, the line from there to the app, and the ways in which they fail. */
export class Pc {
  readonly line: Line;
  died: Died | null = null;
  private readonly held: Held[] = [];
  private readonly stale: { readonly visit: Visit; readonly answer: Answer }[] = [];
  private readonly oldTickets: string[] = [];
  private plan: { readonly operation: OperationName; left: number; readonly death: Death } | null = null;

  constructor(private readonly options: PcOptions) {
    const { desk, copy } = options;
    this.line = {
      login: desk.login,
      stamp: desk.stamp,
      quickBooks: desk.quickBooks,
      call: async (operation, params) => {
        const death = this.deathAt(operation);
        try {
          const answer = await copy.run(() => desk.call(operation, params), death);
          if (operation === 'getLastError' && answer === NO_OP) await this.hold();
          return answer;
        } catch (thrown) {
          if (thrown instanceof Cut && death !== null) this.noteDeath(operation);
          throw thrown;
        }
      },
    };
  }

  /** One run, or what is left of it, as the kill has it. True when it came to what it was about. */
  async update(kill: Kill): Promise<boolean> {
    const { random } = this.options;
    this.died = null;
    switch (kill) {
      case 'line cut before':
      case 'line cut after':
        return await this.cutLine(kill === 'line cut before' ? 'before' : 'after');
      case 'PC vanishes':
      case 'PC stutters':
      case 'handed over late':
      case 'second PC':
        await this.untilCut(() => this.byHand(kill));
        return true;
      case 'between statements':
        return await this.killed('sendRequestXML', random.pick(POINTS));
      default:
        break;
    }
    const [operation = '', when = ''] = kill.split(': ');
    if (operation === 'a verb' || operation === 'a task' || operation === 'nobody dies') {
      await this.untilCut(() => this.whole(this.line));
      return true;
    }
    return await this.killed(operation as OperationName, {
      statement: statementOf(operation as Killed, random),
      when: when === 'after' ? 'after' : 'before',
    });
  }

  /** A run without trouble of ours. */
  async quiet(): Promise<void> {
    this.plan = null;
    await this.untilCut(() => this.whole(this.line));
  }

  /** Web Connectors that slept wake up: they hand over what they held, and bring what nobody waits for. */
  async wake(): Promise<void> {
    for (const { visit, xml } of this.held.splice(0)) {
      const answer = await visit.ask(xml);
      const told = await visit.bring(answer);
      this.note(`what was held is handed over late, and told ${told}`);
      if (told >= 0 && this.isOld(visit)) this.options.diary.broken('R12: a late answer was taken');
    }
    for (const { visit, answer } of this.stale.splice(0)) await visit.bring(answer);
  }

  /** The app was put back to an older day: what it handed out since is none of its business. */
  forget(): void {
    this.held.length = 0;
    this.stale.length = 0;
  }

  /** R12: every call under a ticket that opens nothing. */
  async knockWith(ticket: string): Promise<void> {
    const { line } = this;
    const calls: [OperationName, Record<string, string>][] = [
      ['sendRequestXML', { ticket, strHCPResponse: '', strCompanyFileName: '' }],
      ['receiveResponseXML', { ticket, response: '', hresult: '0x80040400', message: 'x' }],
      ['connectionError', { ticket, hresult: '0x80040408', message: 'x' }],
      ['getLastError', { ticket }],
      ['closeConnection', { ticket }],
    ];
    for (const [operation, params] of calls) await line.call(operation, params);
  }

  /** A ticket of a session that is over; null when there was none. */
  get oldTicket(): string | null {
    return this.oldTickets[0] ?? null;
  }

  private async hold(): Promise<void> {
    this.note('is held open');
    this.options.desk.env.advance(NO_OP_MS);
    await this.options.meanwhile();
  }

  private isOld(visit: Visit): boolean {
    return this.oldTickets.includes(visit.ticket);
  }

  private async killed(operation: OperationName, death: Death): Promise<boolean> {
    const left = this.options.random.whole(0, operation === 'sendRequestXML' ? 2 : 1);
    const isFirst = !['sendRequestXML', 'receiveResponseXML'].includes(operation);
    this.plan = { operation, left: isFirst ? 0 : left, death };
    await this.untilCut(() => this.whole(this.line));
    this.plan = null;
    return this.died !== null || typeof death === 'string';
  }

  private deathAt(operation: OperationName): Death | null {
    const { plan } = this;
    if (plan === null) return null;
    // A planned point names its own operation.
    if (typeof plan.death === 'string') return plan.death;
    if (plan.operation !== operation) return null;
    plan.left -= 1;
    if (plan.left >= 0) return null;
    return plan.death;
  }

  private noteDeath(operation: OperationName): void {
    const death = this.plan?.death;
    this.plan = null;
    if (death === undefined || typeof death === 'string') return;
    this.died = { what: operation as Killed, statement: death.statement };
  }

  private async cutLine(when: 'before' | 'after'): Promise<boolean> {
    let hasCut = false;
    const line = cutAt(this.line, this.options.random.whole(1, 9), when);
    await this.untilCut(async () => {
      try {
        await this.whole(line);
      } catch (thrown) {
        hasCut = thrown instanceof Cut;
        throw thrown;
      }
    });
    return hasCut;
  }

  private async whole(line: Line): Promise<void> {
    const run = await runUpdate(this.options.isDoubling ? this.doubled(line) : line);
    this.note(`a run ${run.status === '' ? `of ${run.sent.length} exchanges` : run.status}: ${run.closing}`);
  }

  /** A Web Connector that stops anywhere, says things twice, holds a document back, or meets another one. */
  private async byHand(kill: Kill): Promise<void> {
    const { random } = this.options;
    const { ticket, status } = await authenticate(this.line);
    if (status !== '') return;
    this.oldTickets.push(ticket);
    const visit = await Visit.begin(this.line, ticket).catch(refusal => {
      if (refusal instanceof QuickBooksError) return null;
      throw refusal;
    });
    if (visit === null) return;
    for (let exchange = 0; exchange < MOST_EXCHANGES; exchange += 1) {
      const xml = await visit.next();
      if (xml === '') {
        if ((await visit.lastError()) === NO_OP) continue;
        break;
      }
      const isWrite = WRITE.test(xml);
      if (kill === 'second PC') await this.secondPc();
      if (kill === 'handed over late' && (isWrite || random.oneIn(8))) {
        this.held.push({ visit, xml });
        return this.note('takes a document and falls asleep');
      }
      const answer = await visit.ask(xml);
      if (kill === 'PC vanishes' && (isWrite ? random.oneIn(2) : random.oneIn(6))) {
        this.stale.push({ visit, answer });
        return this.note('vanishes with the answer');
      }
      if (kill === 'PC stutters' && random.oneIn(5)) continue;
      const copies = kill === 'PC stutters' ? random.whole(1, 3) : 1;
      const told: number[] = [];
      for (let copy = 0; copy < copies; copy += 1) told.push(await visit.bring(answer));
      this.note(`brings an answer ${copies} times: ${told.join(', ')}`);
      if (told.some(percent => percent < 0 || percent >= 100)) break;
    }
    await visit.close();
  }

  /** Another PC with the same login, while a run is under way. */
  private async secondPc(): Promise<void> {
    const { ticket, status } = await authenticate(this.line);
    if (status !== 'busy') this.options.diary.broken(`R12: a second Web Connector was told “${status}”`);
    await this.line.call('sendRequestXML', { ticket, strHCPResponse: '', strCompanyFileName: '' });
  }

  private async untilCut(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Cut)) throw thrown;
      this.note(thrown.message);
    }
  }

  private doubled(line: Line): Line {
    const { quickBooks } = line;
    const beginSession: typeof quickBooks.beginSession = async input => {
      const session = await quickBooks.beginSession(input);
      return {
        end: () => session.end(),
        processRequest: async xml => {
          if (WRITE.test(xml)) await session.processRequest(xml.replace(SET_ID, 'newMessageSetID="zz$1"'));
          return await session.processRequest(xml);
        },
      };
    };
    const doubling = new Proxy(quickBooks, {
      get: (target, name) => {
        if (name === 'beginSession') return beginSession;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { ...line, quickBooks: doubling };
  }

  private note(line: string): void {
    this.options.diary.note(`PC: ${line}`);
  }
}
