import { resumeConnection } from '@/lib/connections';
import { AppError } from '@/lib/core/errors';
import {
  acceptExport,
  archiveExport,
  decideMissing,
  refreshProject,
  rejectExport,
  restoreExport,
  retrieveExport,
  retryExport,
  sendExport,
} from '@/lib/exports';
import { linkRecord, unlinkRecord } from '@/lib/imports';
import type { ExportState } from '@/lib/lifecycle';
import { type Commitment, personTokens } from '@/lib/procore';
import { deliverWebhooks } from '@/lib/tasks/deliver-webhooks';
import { pollChanges } from '@/lib/tasks/poll-procore';
import { writeBack } from '@/lib/tasks/write-back';
import type { Ctx } from '@/lib/tenancy';
import { changeOrder, changeOrderLine } from '@/tests/factories/change-order';
import { commitment, commitmentLine, VENDOR_ID } from '@/tests/factories/commitment';
import { type Random, RIVERSIDE_ID } from '@/tests/simulators/world';
import { type Desk, qbIdOf, VENDOR_NAME } from '@/tests/support/desk';
import { outcomeOf } from '@/tests/support/outcome';
import { Cut } from '@/tests/support/planned-faults';
import type { Copy, Death } from './copy';
import type { Town } from './town';

export interface Diary {
  note(line: string): void;
  broken(line: string): void;
}

/** A company, its running copy, its chances, and where it is told what happens. */
export interface Place {
  readonly desk: Desk;
  readonly copy: Copy;
  readonly random: Random;
  readonly diary: Diary;
}

interface ExportRow {
  readonly id: string;
  readonly state: ExportState;
  readonly number: string;
}

/** What a pause rests on. */
interface PauseDetail {
  readonly missing?: readonly { readonly qbId: string; readonly sign: 'missing' | 'older' }[];
}

/** Where a company's commitments come from. */
interface Source {
  create(): Promise<void>;
  edit(): Promise<void>;
  remove(): Promise<void>;
}

/** What the people of one company do in the app, each act against the running copy, which may die of it. */
export class OfficeWork {
  /** How the next act ends for the copy; taken by the first that comes. */
  death: Death | null = null;
  hasDied = false;
  readonly desk: Desk;
  private readonly random: Random;
  private mayBeUnlinked = false;
  private changes = 0;

  constructor(
    private readonly place: Place,
    private readonly source: Source,
  ) {
    this.desk = place.desk;
    this.random = place.random;
  }

  async someActs(count: number): Promise<void> {
    for (let act = 0; act < count; act += 1) await this.oneAct();
  }

  /** Sees to it that something waits for QuickBooks. */
  async ensureQueued(): Promise<void> {
    const rows = await this.rows();
    if (rows.some(row => row.state === 'queued')) return;
    await this.source.create();
    const fresh = (await this.rows()).filter(row => row.state === 'ready_to_send').at(-1);
    if (fresh === undefined) return;
    await this.sendAndAccept(fresh);
  }

  /** Sees to it that a change of something exported waits for QuickBooks, where there is something. */
  async ensureChangeQueued(): Promise<void> {
    const before = new Set((await this.rows()).map(row => row.id));
    await this.changeOrder();
    const fresh = (await this.rows()).find(row => !before.has(row.id) && row.state === 'ready_to_send');
    if (fresh === undefined) return;
    await this.sendAndAccept(fresh);
  }

  /** An administrator looks at a file that is not written to, decides about what it lacks, and lets it go on; what is given back mostly goes out again. */
  async liftPause(): Promise<void> {
    const { desk } = this;
    const row = await this.pause();
    if (row === null) return;
    const there = new Set(desk.quickBooks.books.purchaseOrders().map(order => order.txnId));
    for (const { qbId, sign } of row.missing ?? []) {
      if (sign === 'missing' && there.has(qbId))
        this.place.diary.broken(`F26: ${qbId} is said to be missing, and is there`);
      const decision = sign === 'missing' && this.random.oneIn(2) ? 'export_again' : 'accept';
      const input = { connectionId: desk.connectionId, qbIds: [qbId], decision } as const;
      await this.verb(
        `decides about a missing order: ${decision}`,
        ctx => decideMissing(ctx, input),
        'admin',
      );
    }
    await this.verb('lets it go on', ctx => resumeConnection(ctx, desk.connectionId), 'admin');
    for (const row of await this.rows())
      if (row.state === 'unlinked' && this.random.oneIn(2)) await this.sendAndAccept(row);
  }

  async isPaused(): Promise<boolean> {
    return (await this.pause()) !== null;
  }

  private async pause(): Promise<PauseDetail | null> {
    const { desk } = this;
    const [row] = await desk.test.owner<{ status: string; detail: PauseDetail | null }[]>`
      select status, pause_detail as detail from connections where id = ${desk.connectionId}`;
    return row?.status === 'paused' ? (row.detail ?? {}) : null;
  }

  /** People find again what waited for them before, and send some of it anew. */
  async sendForgotten(): Promise<void> {
    for (const row of await this.rows())
      if (row.state === 'ready_to_send' && !this.random.oneIn(3)) await this.sendAndAccept(row);
  }

  private async sendAndAccept(row: ExportRow): Promise<void> {
    await this.send(row);
    await this.accept(row);
  }

  async rows(): Promise<ExportRow[]> {
    return await this.desk.test.owner<ExportRow[]>`
      select id, state, number from exports where company_id = ${this.desk.admin.company.id} order by created_at, number`;
  }

  private async oneAct(): Promise<void> {
    const { random } = this;
    const chance = random.whole(1, 20);
    if (chance <= 6) return await this.source.create();
    if (chance <= 8) return await this.source.edit();
    if (chance === 9) return await this.source.remove();
    if (chance === 10) return await this.relink();
    if (chance <= 13) return await this.changeOrder();
    const rows = (await this.rows()).filter(row => row.state !== 'synced' && row.state !== 'not_sendable');
    if (rows.length === 0) return await this.source.create();
    await this.decide(random.pick(rows));
  }

  /** A change order of a commitment that is in QuickBooks, as just read from Procore. */
  private async changeOrder(): Promise<void> {
    const { owner } = this.desk.test;
    const contracts = await owner<{ id: string; number: string }[]>`
      select procore_id::text as id, number from exports
      where company_id = ${this.desk.admin.company.id} and kind = 'commitment' and state = 'synced' order by number`;
    if (contracts.length === 0) return await this.source.create();
    const { id: commitmentId, number } = this.random.pick(contracts);
    this.changes += 1;
    const amount = `${100 + this.changes}.0`;
    const made = changeOrder({
      id: String(88_000 + this.changes),
      commitmentId,
      number: String(this.changes).padStart(3, '0'),
      grandTotal: amount,
      lines: [changeOrderLine({ id: String(95_000 + this.changes), amount })],
    });
    await this.verb(
      `reads change order ${made.number} of ${number}`,
      () => this.desk.stageChanges(made),
      'admin',
    );
  }

  private async decide(row: ExportRow): Promise<void> {
    const { random } = this;
    switch (row.state) {
      case 'ready_to_send':
      case 'retrieved':
      case 'rejected':
      case 'unlinked':
        return random.oneIn(8) ? await this.archive(row) : await this.send(row);
      case 'awaiting_approval':
        if (random.oneIn(5)) return await this.reject(row);
        return random.oneIn(5) ? await this.retrieve(row) : await this.accept(row);
      case 'failed':
      case 'needs_attention':
        return random.oneIn(4) ? await this.reject(row) : await this.retry(row);
      case 'archived':
        return await this.verb(`restores ${row.number}`, ctx => restoreExport(ctx, { id: row.id }), 'sender');
      default:
        return await this.reject(row);
    }
  }

  private send({ id, number }: ExportRow): Promise<void> {
    return this.verb(`sends ${number}`, ctx => sendExport(ctx, { id, consents: [] }), 'sender');
  }

  private archive({ id, number }: ExportRow): Promise<void> {
    return this.verb(`archives ${number}`, ctx => archiveExport(ctx, { id }), 'sender');
  }

  private retrieve({ id, number }: ExportRow): Promise<void> {
    return this.verb(`retrieves ${number}`, ctx => retrieveExport(ctx, { id }), 'sender');
  }

  private reject({ id, number }: ExportRow): Promise<void> {
    return this.verb(`rejects ${number}`, ctx => rejectExport(ctx, { id, comment: 'No' }), 'approver');
  }

  private async retry({ id, number }: ExportRow): Promise<void> {
    const hash = await this.desk.hashOf(this.desk.approver, id);
    await this.verb(`retries ${number}`, ctx => retryExport(ctx, { id, hash }), 'approver');
  }

  private async accept({ id, number }: ExportRow): Promise<void> {
    const hash = await this.desk.hashOf(this.desk.approver, id);
    const isTwice = this.random.oneIn(5);
    if (!isTwice || this.death !== null)
      return await this.verb(`accepts ${number}`, ctx => acceptExport(ctx, { id, hash }), 'approver');
    await this.verb(
      `accepts ${number} in two windows at once`,
      async ctx => {
        // The same person, and nobody dies: whichever comes first, it is the same history.
        const both = await Promise.allSettled([ctx, ctx].map(one => acceptExport(one, { id, hash })));
        const done = both.filter(one => one.status === 'fulfilled').length;
        if (done > 1) this.place.diary.broken(`R14: ${number} was accepted ${done} times at once`);
        const [refusal] = both.flatMap(one => (one.status === 'rejected' ? [one.reason] : []));
        if (done === 0) throw refusal;
      },
      'approver',
    );
  }

  /** The vendor's link is taken away, and mostly put back. */
  private async relink(): Promise<void> {
    const { desk } = this;
    const link = { connectionId: desk.connectionId, kind: 'vendor', procoreId: VENDOR_ID } as const;
    this.mayBeUnlinked = true;
    await this.verb('unlinks the vendor', ctx => unlinkRecord(ctx, link), 'admin');
    if (this.random.oneIn(2)) await this.ensureLinked();
  }

  async ensureLinked(): Promise<void> {
    if (!this.mayBeUnlinked) return;
    this.mayBeUnlinked = false;
    const { desk } = this;
    const link = { connectionId: desk.connectionId, kind: 'vendor', procoreId: VENDOR_ID } as const;
    const qbId = await qbIdOf(desk, 'vendor', VENDOR_NAME);
    await this.verb('links the vendor', ctx => linkRecord(ctx, { ...link, qbId }), 'admin');
  }

  /** A refusal is an answer; anything else that is thrown is a fault of ours. */
  async verb(
    what: string,
    work: (ctx: Ctx) => Promise<unknown>,
    who: 'admin' | 'sender' | 'approver',
  ): Promise<void> {
    const death = this.death;
    this.death = null;
    try {
      await this.place.copy.run(() => work(this.desk[who]), death);
      this.place.diary.note(what);
    } catch (thrown) {
      if (thrown instanceof Cut) {
        this.hasDied = true;
        this.place.diary.note(`${what}: ${thrown.message}`);
      } else if (thrown instanceof AppError) this.place.diary.note(`${what}: ${thrown.code}`);
      else throw thrown;
    }
  }
}

/** Commitments handed over as if just read from Procore. */
export class HandedOver implements Source {
  private readonly known: Commitment[] = [];
  private edits = 0;

  constructor(private readonly place: Place) {}

  async create(): Promise<void> {
    const place = this.known.length + 1;
    const line = commitmentLine({ id: String(80_000 + place) });
    const id = String(598_134_328_000_000 + place);
    const made = commitment({ id, number: `SC-B-${place}`, title: `Package ${place}`, lines: [line] });
    this.known.push(made);
    await this.stage(made);
  }

  async edit(): Promise<void> {
    if (this.known.length === 0) return;
    const place = this.place.random.whole(0, this.known.length - 1);
    this.edits += 1;
    const updatedAt = new Date(Date.parse('2026-03-02T12:00:00Z') + this.edits * 1000).toISOString();
    await this.stage(this.change(place, { title: `Package, edit ${this.edits}`, updatedAt }));
  }

  async remove(): Promise<void> {
    if (this.known.length === 0) return;
    const deletedAt = this.place.desk.env.now().toISOString();
    await this.stage(this.change(this.place.random.whole(0, this.known.length - 1), { deletedAt }));
  }

  private change(place: number, patch: Partial<Commitment>): Commitment {
    const changed = commitment({ ...this.known[place], ...patch });
    this.known[place] = changed;
    return changed;
  }

  private async stage(one: Commitment): Promise<void> {
    try {
      await this.place.copy.run(() => this.place.desk.stage(one));
    } catch (thrown) {
      if (!(thrown instanceof Cut)) throw thrown;
      this.place.diary.note(`reading ${one.number}: ${thrown.message}`);
    }
  }
}

const PERSON = 'dana.ruiz@harborpine.example';
const LONG_AFTER_MS = 3 * 60 * 60_000;

/** Commitments made and changed in Procore, which tells of it badly. */
export class ToldByProcore implements Source {
  death: Death | null = null;
  hasDied = false;
  private count = 0;

  constructor(
    private readonly town: Town,
    private readonly random: Random,
    private readonly diary: Diary,
  ) {}

  async create(): Promise<void> {
    this.count += 1;
    const number = `SC-A-${this.count}`;
    this.office.createCommitment({
      projectId: RIVERSIDE_ID,
      kind: 'subcontract',
      number,
      title: `Package ${number}`,
      vendorId: 598134326300871,
      contractDate: '2026-03-02',
      lines: [{ costCode: '03-300', description: 'Work', amount: `${1000 + this.count}.0` }],
    });
    this.diary.note(`${number} is made in Procore`);
    await this.hear();
  }

  async edit(): Promise<void> {
    const found = this.any();
    if (found === null) return;
    this.count += 1;
    this.office.updateCommitment(found.id, { title: `Edit ${this.count}` });
    this.diary.note(`${found.number} is edited in Procore`);
    await this.hear();
  }

  async remove(): Promise<void> {
    const found = this.any();
    if (found === null) return;
    this.office.deleteCommitment(found.id);
    this.diary.note(`${found.number} is deleted in Procore`);
    await this.hear();
  }

  /** Procore knocks, or does not; background work follows, in any order. */
  async hear(): Promise<void> {
    const { procore } = this.town.procore;
    const { webhooks } = procore.faults;
    const { random } = this;
    Object.assign(webhooks, { duplicates: random.oneIn(3), disorder: random.oneIn(3) });
    webhooks.lossOneIn = random.pick([0, 0, 2, 1]);
    if (random.oneIn(2)) await procore.settleWebhooks();
    if (random.oneIn(2)) await this.task('deliver webhooks', deliverWebhooks);
    if (random.oneIn(3)) await this.task('poll', pollChanges);
    if (random.oneIn(2)) await this.task('write back', writeBack);
    if (random.oneIn(3)) await this.refresh();
  }

  /** Somebody opens the project's page. */
  async refresh(): Promise<void> {
    const { first, procore } = this.town;
    await this.task('a person refreshes', async () => {
      await refreshProject(first.admin, procore.asService(), String(RIVERSIDE_ID));
    });
  }

  /** R16: a refresh that dies half-way shows itself at the next call: it works, or the person is asked to sign in. */
  async refreshToken(): Promise<void> {
    const { first, procore, copy, test } = this.town;
    const userId = first.sender.actor.kind === 'person' ? first.sender.actor.userId : '';
    const ask = (): Promise<string> => personTokens(procore.store, userId).token(null);
    await procore.signIn(userId, PERSON);
    first.env.advance(LONG_AFTER_MS);
    const statement = {
      statement: this.random.whole(1, 6),
      when: this.random.pick(['before', 'after'] as const),
    };
    const death = this.random.oneIn(2) ? ('token-refresh.answered' as const) : statement;
    const outcome = await outcomeOf(copy.run(ask, death)).catch(thrown => `${thrown}`);
    const next = await outcomeOf(copy.run(ask));
    this.diary.note(`a token is renewed: ${outcome}, then ${next}`);
    const [row] = await test.owner<{ status: string }[]>`
      select status from credentials where user_id = ${userId}`;
    if (next !== 'done' && !(next === 'unauthenticated' && row?.status === 'reconnect'))
      this.diary.broken(
        `R16: after a refresh that died, a person was told “${next}”, and the token is ${row?.status}`,
      );
  }

  async task(what: string, work: (...of: Parameters<typeof writeBack>) => Promise<unknown>): Promise<void> {
    const { copy, tasks, first } = this.town;
    const death = this.death;
    this.death = null;
    try {
      await copy.run(() => work(tasks, first.admin.company), death);
    } catch (thrown) {
      if (thrown instanceof Cut) this.hasDied = true;
      else if (!(thrown instanceof AppError)) throw thrown;
      this.diary.note(`${what}: ${thrown.message}`);
    }
  }

  private get office() {
    return this.town.procore.procore.office;
  }

  private any() {
    const own = this.town.procore.procore.records
      .commitments()
      .filter(one => one.number.startsWith('SC-A-') && one.deletedAt === null);
    return own.length === 0 ? null : this.random.pick(own);
  }
}
