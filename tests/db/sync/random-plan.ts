import type { FaultPoint } from '@/lib/core/env';
import { retryExport } from '@/lib/exports';
import { nextCommitment } from '@/tests/factories/commitment';
import { type Random, randomFrom } from '@/tests/simulators/world';
import type { Desk } from '@/tests/support/desk';
import { numberOf, WRITE } from '@/tests/support/outbox';
import { outcomeOf } from '@/tests/support/outcome';
import { queued } from '@/tests/support/paths';
import { cutAt, type PlannedFaults, untilCut } from '@/tests/support/planned-faults';
import { type Answer, authenticate, runUpdate, Visit } from '@/tests/support/web-connector';

const MINUTE = 60_000;
const POINTS: readonly FaultPoint[] = [
  'authenticate.committed',
  'send-request.claimed',
  'send-request.committed',
  'receive-response.parsed',
  'receive-response.committed',
];
/** Nothing ran: that is what it says. */
const REFUSED = '0x80040400';
const HRESULTS = ['0x80040402', '0x8004040D', '0x80040414', '0x80010105'];
const STATUSES = [3140, 3120, 3100, 3175, 3180, 1000, 3200, 3171, 3260];
const SPOILERS = [
  'cut-short',
  'not-xml',
  'empty',
  'dtd',
  'doubled',
  'other-request-ids',
  'unknown-elements',
] as const;
/** R1: five from the head of the queue, and one that takes over a session left open. */
const MOST_POLLS = 6;
const ADD = { element: 'PurchaseOrderAdd' };

/** A bad fortnight drawn from a seed: what people, QuickBooks, the PC, the line and our own process do, in any order. */
export class RandomPlan {
  readonly accepted: string[] = [];
  /** Deleted by hand in QuickBooks. */
  readonly deleted = new Set<string>();
  private readonly random: Random;
  private readonly late: { visit: Visit; answer: Answer }[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly faults: PlannedFaults,
    seed: number,
  ) {
    this.random = randomFrom(seed);
  }

  /** Trouble, then quiet. */
  async run(): Promise<void> {
    const { random } = this;
    const rounds = random.whole(3, 6);
    for (let round = 0; round < rounds; round += 1) {
      await this.people();
      this.quickBooks();
      await this.session();
      this.desk.env.advance(random.pick([0, 1, 6, 11, 61]) * MINUTE);
    }
    this.faults.clear();
    this.desk.quickBooks.moods.clear();
    this.desk.quickBooks.moods.startQuickBooks();
    this.desk.quickBooks.moods.openRightFile();
    for (let poll = 0; poll < MOST_POLLS && (await this.isUnderWay()); poll += 1) {
      this.desk.env.advance(61 * MINUTE);
      await this.desk.runUpdate();
    }
  }

  private async isUnderWay(): Promise<boolean> {
    const states = await Promise.all(this.accepted.map(id => this.desk.stateOf(id)));
    return states.some(state => ['queued', 'sent', 'outcome_unknown'].includes(state));
  }

  private async people(): Promise<void> {
    const { desk, random } = this;
    const count = random.whole(0, 3);
    for (let place = 0; place < count; place += 1) {
      const commitment = nextCommitment();
      // QuickBooks may have said that the connector may not write; nobody can send then.
      if ((await outcomeOf(queued(desk, commitment).then(id => this.accepted.push(id)))) === 'blocked')
        continue;
      if (random.oneIn(8)) {
        const change = { ...commitment, title: 'Edited', updatedAt: '2026-03-02T12:00:00.000Z' };
        await desk.stage(change);
      }
    }
    for (const id of this.accepted) {
      const state = await desk.stateOf(id);
      if (state === 'failed' && random.oneIn(2)) {
        const hash = await desk.hashOf(desk.approver, id);
        if (hash !== '') await retryExport(desk.approver, { id, hash });
      }
      if (random.oneIn(12)) await this.deleteByHand(id);
    }
  }

  private async deleteByHand(id: string): Promise<void> {
    const number = await numberOf(this.desk, id);
    const { books, bookkeeper } = this.desk.quickBooks;
    if (!books.purchaseOrders().some(order => order.refNumber === number)) return;
    bookkeeper.deletePurchaseOrder(number);
    this.deleted.add(id);
  }

  private quickBooks(): void {
    const { random } = this;
    const { moods } = this.desk.quickBooks;
    const times = random.whole(1, 2);
    const moment = random.pick(['before', 'after'] as const);
    const acts = [
      () => moods.failProcessing({ hresult: REFUSED, when: 'before', times, ...ADD }),
      () => moods.failProcessing({ hresult: random.pick(HRESULTS), when: moment, times, ...ADD }),
      () => moods.failProcessing({ hresult: random.pick(HRESULTS), when: moment, times }),
      () => moods.spoilAnswers(random.pick(SPOILERS), { times, ...ADD }),
      () => moods.spoilAnswers(random.pick(SPOILERS), { times }),
      () => moods.answerStatus({ code: random.pick(STATUSES), times, ...ADD }),
      // Not 500: of a record asked for by its id that is the truth itself, it is gone.
      () => moods.answerStatus({ code: random.pick([3260, 1000, 3175]), element: 'PurchaseOrderQuery' }),
      () => moods.warn({ code: random.pick([530, 550]), ...ADD }),
      () => moods.cannotStoreAnswers(times),
      () => moods.forgetAnswers(times),
      () => moods.loseStoredAnswers(),
      () => moods.restartAfter(ADD),
      () => moods.failSession('0x80040408'),
      () =>
        moods.openOtherFile({
          path: 'C:\\Other.QBW',
          companyName: 'Other',
          fileId: '{11111111-2222-4333-8444-555555555555}',
        }),
      () => moods.openRightFile(),
      () => moods.openRightFile(),
    ];
    for (let act = random.whole(0, 3); act > 0; act -= 1) random.pick(acts)();
  }

  private async session(): Promise<void> {
    const { desk, random, faults } = this;
    const kind = random.pick(['whole', 'whole', 'killed', 'cut', 'vanishes', 'stutters'] as const);
    if (kind === 'whole') await desk.runUpdate();
    if (kind === 'killed') {
      faults.kill(random.pick(POINTS));
      await untilCut(() => runUpdate(random.oneIn(2) ? desk : faults.line(desk)));
    }
    if (kind === 'cut') {
      const line = cutAt(desk, random.whole(1, 8), random.pick(['before', 'after'] as const));
      await untilCut(() => runUpdate(line));
    }
    if (kind === 'vanishes' || kind === 'stutters') await untilCut(() => this.byHand(kind === 'stutters'));
    for (const { visit, answer } of this.late.splice(0)) await visit.bring(answer);
  }

  /** A session that stops anywhere, says things twice, or brings an answer when nobody waits for it any more. */
  private async byHand(isStuttering: boolean): Promise<void> {
    const { desk, random } = this;
    const { ticket, status } = await authenticate(desk);
    if (status !== '') return;
    const visit = await Visit.begin(desk, ticket).catch(() => null);
    if (visit === null) return;
    for (let exchange = 0; exchange < 12; exchange += 1) {
      const xml = await visit.next();
      if (xml === '') break;
      if (random.oneIn(isStuttering ? 5 : 3)) {
        const answer = await visit.ask(xml);
        if (xml.includes(WRITE)) this.late.push({ visit, answer });
        if (!isStuttering) return;
        continue;
      }
      const answer = await visit.ask(xml);
      const copies = isStuttering ? random.whole(1, 3) : 1;
      const told = await Promise.all(Array.from({ length: copies }, () => visit.bring(answer)));
      if (told.some(percent => percent < 0 || percent >= 100)) break;
    }
    await visit.close();
  }
}
