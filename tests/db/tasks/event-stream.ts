import { TASKS } from '@/lib/core/limits';
import { taskCtx } from '@/lib/tasks';
import { noteGap } from '@/lib/tasks/cursors';
import { deliverWebhooks } from '@/lib/tasks/deliver-webhooks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { pollDirectories } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { SOURCES } from '@/lib/tasks/sources';
import {
  HARBOR_PINE_ID,
  HARBOR_VIEW_ID,
  type Random,
  RIVERSIDE_ID,
  randomFrom,
} from '@/tests/simulators/world';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';
import { type Act, MoneyActs } from './money-acts';

const VENDORS = [598134326300871, 598134326300902];
const CODES = ['03-300', '03-350', null];
const STATUSES = { subcontract: ['Draft', 'Approved'], purchase_order: ['Draft', 'Approved', 'Closed'] };
/** Changes in one second are the hard ones. */
const PAUSES_MS = [0, 0, 0, 0, 0, 400, 1000, 61_000, 600_000];

/**
 * Two companies on two databases, each with a simulated Procore of the same world in which people do the same. The clean
 * one hears of every change at once, in order, and only once; the other hears badly.
 */
export class TwinOffices {
  private constructor(
    readonly clean: TaskOffice,
    readonly bad: TaskOffice,
  ) {}

  static async open(): Promise<TwinOffices> {
    const twins = new TwinOffices(await openTaskOffice(), await openTaskOffice());
    for (const office of [twins.clean, twins.bad]) {
      await ensureHooks(office.deps, office.desk.admin.company);
      while (await reconcile(office.deps, office.desk.admin.company));
    }
    return twins;
  }

  /** Both clocks stand at the same moment again, and go on by so much. */
  advance(ms: number): void {
    const clocks = [this.clean.desk.env, this.bad.desk.env];
    const latest = Math.max(...clocks.map(env => env.now().getTime()));
    for (const env of clocks) env.advance(latest - env.now().getTime() + ms);
  }

  async do(act: Act): Promise<number | undefined> {
    this.advance(0);
    const given = act(this.clean.office.procore.office);
    if (act(this.bad.office.procore.office) !== given) throw new RangeError('the two Procores drifted apart');
    await this.clean.office.procore.settleWebhooks();
    await deliverWebhooks(this.clean.deps, this.clean.desk.admin.company);
    return given;
  }

  /** No webhook tells of invoices, nor that a budget was locked: the clean one looks as well. */
  async lookWhereNothingIsTold(): Promise<void> {
    const { deps, desk, office } = this.clean;
    const ctx = taskCtx(deps, desk.admin.company, 'test');
    for (const projectId of [RIVERSIDE_ID, HARBOR_VIEW_ID].map(String))
      for (const source of [SOURCES.invoices, SOURCES.budgets])
        await source.readWhole(ctx, office.asService(), projectId);
  }

  async close(): Promise<void> {
    await this.clean.close();
    await this.bad.close();
  }
}

interface Record_ {
  readonly id: number;
  readonly kind: 'subcontract' | 'purchase_order';
  readonly lines: number[];
  /** An invoice shows much of its commitment, and changes with it unseen. */
  isBilled: boolean;
}

/** One stream of events about a few records, told as badly as Procore ever may, by a seed. */
export class EventStream {
  private readonly random: Random;
  private readonly records: Record_[] = [];
  private named = 0;
  private readonly money: MoneyActs;

  constructor(
    private readonly twins: TwinOffices,
    private readonly seed: number,
  ) {
    this.random = randomFrom(seed);
    this.money = new MoneyActs({
      random: this.random,
      name: what => this.name(what),
      perform: act => twins.do(act),
    });
  }

  async run(): Promise<void> {
    const { random, twins } = this;
    const { faults } = twins.bad.office.procore;
    Object.assign(faults.webhooks, {
      hold: true,
      duplicates: random.oneIn(2),
      disorder: random.oneIn(2),
      lossOneIn: random.pick([0, 1, 2, 2, 3, 5]),
    });
    for (let left = random.whole(5, 12); left > 0; left -= 1) {
      twins.advance(random.pick(PAUSES_MS));
      await this.act();
      if (random.oneIn(5)) this.troubleProcore();
      if (random.oneIn(4)) await twins.bad.office.procore.settleWebhooks();
      if (random.oneIn(2)) await this.workOff();
    }
    faults.clear();
    await this.comeToRest();
  }

  private troubleProcore(): void {
    const kind = this.random.pick(['server-error', 'half-body', 'drop-before'] as const);
    this.twins.bad.office.procore.faults.add({ kind, method: 'GET', times: this.random.whole(1, 5) });
  }

  /** A worker in one copy of the app, or two at once, or somebody's comparison in between. */
  private async workOff(): Promise<void> {
    const { deps, desk } = this.twins.bad;
    const { company } = desk.admin;
    await this.twins.bad.office.procore.settleWebhooks();
    const turns = [deliverWebhooks(deps, company)];
    if (this.random.oneIn(4)) turns.push(deliverWebhooks(deps, company));
    if (this.random.oneIn(4)) {
      await noteGap(taskCtx(deps, company, 'test'), 'everywhere');
      turns.push(reconcile(deps, company));
    }
    await Promise.all(turns);
  }

  /** What is still on its way arrives, and the clock does what it does within six hours. */
  private async comeToRest(): Promise<void> {
    const { twins } = this;
    const { deps, desk, office } = twins.bad;
    await office.procore.settleWebhooks();
    await deliverWebhooks(deps, desk.admin.company);
    twins.advance(TASKS.reconcileEveryMs);
    await pollDirectories(deps, desk.admin.company);
    while (await reconcile(deps, desk.admin.company));
    while (await deliverWebhooks(deps, desk.admin.company));
    await twins.lookWhereNothingIsTold();
  }

  private async act(): Promise<void> {
    const { random } = this;
    const record = this.records.length === 0 ? undefined : random.pick(this.records);
    if (record === undefined || (this.records.length < 3 && random.oneIn(5))) return await this.create();
    if (random.oneIn(2)) return await this.money.act(record);
    if (record.isBilled) return await this.changeVendor();
    const acts = [
      () => this.change(record),
      () => this.change(record),
      () => this.addLine(record),
      () => this.changeLine(record),
      () => this.removeLine(record),
      () => this.remove(record),
      () => this.changeVendor(),
    ];
    await random.pick(acts)();
  }

  private name(what: string): string {
    this.named += 1;
    return `${what} ${this.seed}.${this.named}`;
  }

  private async create(): Promise<void> {
    const kind = this.random.pick(['subcontract', 'purchase_order'] as const);
    const input = {
      projectId: this.random.pick([RIVERSIDE_ID, HARBOR_VIEW_ID]),
      kind,
      number: this.name('E'),
      title: this.name('Package'),
      vendorId: this.random.pick(VENDORS),
      contractDate: '2026-03-02',
    };
    const id = await this.twins.do(office => office.createCommitment(input));
    const record: Record_ = { id: id ?? 0, kind, lines: [], isBilled: false };
    this.records.push(record);
    if (this.random.oneIn(2)) await this.addLine(record);
  }

  private async change({ id, kind }: Record_): Promise<void> {
    const patch = this.random.pick([
      { title: this.name('Title') },
      { number: this.name('N') },
      { vendorId: this.random.pick(VENDORS) },
      { status: this.random.pick(STATUSES[kind]) },
    ]);
    await this.twins.do(office => void office.updateCommitment(id, patch));
  }

  private async addLine({ id, lines }: Record_): Promise<void> {
    const amount = `${this.random.whole(1, 9000)}.25`;
    const line = { costCode: this.random.pick(CODES), description: this.name('Line'), amount };
    const lineId = await this.twins.do(office => office.addLine(id, line));
    if (lineId !== undefined) lines.push(lineId);
  }

  private async changeLine({ lines }: Record_): Promise<void> {
    const lineId = lines.length === 0 ? undefined : this.random.pick(lines);
    const patch = { amount: `${this.random.whole(1, 9000)}.5` };
    if (lineId !== undefined) await this.twins.do(office => void office.updateLine(lineId, patch));
  }

  private async removeLine({ lines }: Record_): Promise<void> {
    const lineId = lines.pop();
    if (lineId !== undefined) await this.twins.do(office => void office.removeLine(lineId));
  }

  private async remove(record: Record_): Promise<void> {
    this.records.splice(this.records.indexOf(record), 1);
    this.money.forget(record.id);
    await this.twins.do(office => void office.deleteCommitment(record.id));
  }

  /** No renaming of those that records name: a record shows its vendor's name as of its last reading. */
  private async changeVendor(): Promise<void> {
    const id = this.random.pick(VENDORS);
    const input = { companyId: HARBOR_PINE_ID, name: this.name('Vendor') };
    const act = this.random.pick<Act>([
      office => void office.addVendor(input),
      office => void office.deactivateVendor(id),
      office => void office.reactivateVendor(id),
    ]);
    await this.twins.do(act);
  }
}

type Rows = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Everything a company knows of its Procore, by record. What was made and deleted unheard may be missing. When a budget
 * changed Procore does not tell, and what an invoice shows of its commitment is as of its last reading.
 */
export async function pictureOf({ desk }: TaskOffice): Promise<Rows> {
  const records = await desk.test.owner`
    select kind || ' ' || procore_id as key, number, amount, procore_status, snapshot_hash, blockers, state,
      procore_project_id, case when kind <> 'invoice' then title || ' for ' || vendor_name end as words,
      case when kind <> 'budget' then procore_updated_at end as updated_at
    from exports where deleted_in_procore_at is null`;
  const pictures = await desk.test.owner`
    select kind || ' ' || procore_id as key, amount, snapshot_hash, procore_project_id, commitment_id, procore_updated_at
    from pictures where deleted_in_procore_at is null`;
  const directory = await desk.test.owner`
    select kind || ' of the directory ' || procore_id as key, name, code, is_active from procore_records`;
  return Object.fromEntries(
    [...records, ...pictures, ...directory].map(({ key, ...row }) => [String(key), row]),
  );
}
