import { openDatabase } from '@/lib/db/client';
import { noteRestore } from '@/lib/runtime/restored';
import { pollChanges } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { type Random, randomFrom } from '@/tests/simulators/world';
import { backupDatabase, type DatabaseBackup } from '@/tests/support/restore-database';
import { type Failure, wordsForThrown } from '../print';
import { BooksWork } from './books-work';
import {
  brokenPromises,
  complaintsAbout,
  eventsTold,
  fingerprint,
  historyHash,
  isUnderWay,
  untoldByProcore,
} from './checks';
import {
  type Fault,
  type Kill,
  LETS_LATE_ONES_RUN,
  type ProductCoverage,
  pairFor,
  pairsOf,
  ROUNDS_A_SEED,
  statementOf,
} from './coverage';
import { type Diary, HandedOver, OfficeWork, type Place, ToldByProcore } from './office-work';
import { type Died, Pc } from './pc';
import type { Surveyor, Town } from './town';

export interface LifeOptions {
  readonly seed: number;
  readonly coverage?: ProductCoverage;
  /** Troubled rounds before the quiet; drawn unless told. */
  readonly rounds?: number;
  readonly isDoubling?: boolean;
  /** The second company does nothing at all. */
  readonly isAlone?: boolean;
}

export interface Life extends Failure {
  readonly rounds: number;
  /** Of each company's history, first and second. */
  readonly hashes: readonly string[];
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
const WEEK_MS = 7 * DAY_MS + MINUTE_MS;
/** Everything was compared with Procore by then. */
const RECONCILED_AFTER_MS = 7 * 60 * MINUTE_MS;
/** R1: five polls from the head of the queue, and one that takes over a session left open. */
const QUIET_POLLS = 6;
/** Once people have decided about a restored file, all of it is read back, which may show more of the same. */
const MOST_DECISIONS = 4;

/** Faults that befall what was exported before, or changes of it. */
const OF_EXPORTED: readonly Fault[] = [
  'answers a conflict',
  'an order deleted',
  'an order changed',
  'a window open',
];

/** Faults that take what was exported away, or what we know of it. */
const TAKES_AWAY: readonly Fault[] = ['an order deleted', 'a backup restored', 'our database restored'];

type Pair = ReturnType<typeof pairFor>;

const PAUSES_MS = [
  0,
  SECOND_MS,
  MINUTE_MS,
  6 * MINUTE_MS,
  11 * MINUTE_MS,
  61 * MINUTE_MS,
  61 * MINUTE_MS,
  DAY_MS,
  30 * DAY_MS,
];

/** One bad fortnight of two companies on one database, drawn from a seed; then quiet, and everything must come to its end. */
export async function tellLife(surveyor: Surveyor, options: LifeOptions): Promise<Life> {
  const town = await surveyor.open(options.seed);
  try {
    const teller = new LifeTeller(town, options);
    await teller.tell().catch(thrown => teller.broken(wordsForThrown(thrown)));
    const hashes = await Promise.all(
      [town.first, town.second].map(desk => historyHash(town.test, desk.admin.company.id)),
    );
    return {
      seed: options.seed,
      plan: teller.plan,
      broken: teller.complaints,
      trace: teller.trace,
      rounds: teller.rounds,
      hashes,
    };
  } finally {
    await town.close();
  }
}

/** Everything that happens at one company. */
interface Company {
  /** What one company draws never depends on what the other does. */
  readonly random: Random;
  readonly office: OfficeWork;
  readonly books: BooksWork;
  readonly pc: Pc;
}

function companyAt(place: Place, source: ToldByProcore | HandedOver, isDoubling: boolean): Company {
  const office = new OfficeWork(place, source);
  return {
    random: place.random,
    office,
    books: new BooksWork(place.desk, place.random, place.diary),
    pc: new Pc({
      ...place,
      isDoubling,
      meanwhile: async () => {
        if (place.random.oneIn(4)) await office.someActs(1);
      },
    }),
  };
}

class LifeTeller implements Diary {
  readonly trace: string[] = [];
  readonly complaints: string[] = [];
  rounds = 0;
  private readonly random: Random;
  private readonly procore: ToldByProcore;
  private readonly first: Company;
  private readonly second: Company;

  constructor(
    private readonly town: Town,
    private readonly options: LifeOptions,
  ) {
    const { seed } = options;
    this.random = randomFrom(seed);
    const { first, second, copy } = town;
    const isDoubling = options.isDoubling ?? false;
    const others = randomFrom(seed + 7_000_000);
    this.procore = new ToldByProcore(town, this.random, this);
    const here: Place = { desk: first, copy, random: this.random, diary: this };
    const there: Place = { desk: second, copy, random: others, diary: this };
    this.first = companyAt(here, this.procore, isDoubling);
    this.second = companyAt(there, new HandedOver(there), isDoubling);
    this.othersRandom = others;
    this.pairs = pairsOf(seed);
    this.mayRestore = this.pairs.some(pair => pair.fault === 'our database restored');
    this.isLookedThrough = this.pairs.some(({ fault }) => TAKES_AWAY.includes(fault));
    this.isSecondLate = !this.mayRestore && others.oneIn(2);
  }

  /** What each round has to meet. */
  private readonly pairs: readonly Pair[];
  private readonly mayRestore: boolean;
  private readonly isSecondLate: boolean;
  /** Reading everything takes its time: it is done where something was taken away. */
  private readonly isLookedThrough: boolean;
  private backup: DatabaseBackup | null = null;
  /** The statement at which a verb or a task is to die. */
  private armed: Died | null = null;
  /** R3 is told by acceptances; those made since a backup of ours are forgotten with it. */
  private hasForgotten = false;

  private readonly othersRandom: Random;

  async tell(): Promise<void> {
    // Drawn in any case, so that a shorter life is the beginning of the longer one.
    const drawn = this.random.whole(2, ROUNDS_A_SEED);
    const rounds = this.options.rounds ?? drawn;
    await this.procore.refresh();
    if (this.random.oneIn(3)) await this.goodDay(this.first);
    for (; this.rounds < rounds && this.complaints.length === 0; this.rounds += 1) await this.round();
    await this.quiet();
    for (const event of await eventsTold(this.town.test)) this.options.coverage?.tell(event);
    if (this.complaints.length > 0) return;
    this.complaints.push(
      ...(await complaintsAbout(this.first.books, this.isLookedThrough)),
      ...(await complaintsAbout(this.second.books)),
      ...this.first.books.vanished(),
      ...this.second.books.vanished(),
      ...(await brokenPromises(this.town)).filter(line => !(this.hasForgotten && line.startsWith('R3'))),
      ...(await untoldByProcore(this.town)),
    );
  }

  get plan(): string {
    return this.pairs.map(({ fault, kill }) => `${fault} with ${kill}`).join(', then ');
  }

  note(line: string): void {
    this.trace.push(`${this.rounds} ${line}`);
  }

  broken(line: string): void {
    this.complaints.push(line);
  }

  private async round(): Promise<void> {
    const { first, random } = this;
    const { fault, kill } = this.pairs[this.rounds] ?? { fault: 'nothing', kill: 'nobody dies' };
    this.note(`— ${fault}, ${kill}`);
    if (this.mayRestore && (this.backup === null || random.oneIn(3)))
      this.backup = await backupDatabase(this.town.test);
    this.arm(kill);
    await first.office.someActs(random.whole(1, 4));
    await this.procore.hear();
    if (random.oneIn(6)) await this.procore.refreshToken();
    await first.office.ensureLinked();
    if (random.oneIn(2)) await first.office.liftPause();
    await this.eveOf(fault, first);
    await first.office.ensureQueued();
    first.books.befall(fault);
    if (fault === 'our database restored') await this.restoreOurs();
    await this.updateFirst(fault, kill);
    first.books.calm();
    if (!this.options.isAlone && this.othersRandom.oneIn(2)) await this.roundOfTheSecond();
    await this.knock();
    this.pass(this.random.pick(PAUSES_MS));
    if (this.random.oneIn(2)) await this.first.pc.wake();
  }

  /** What has to have happened before the fault, for it to be one. */
  private async eveOf(fault: Fault, company: Company): Promise<void> {
    const { books, random } = company;
    if (fault === 'our database restored' && random.oneIn(2)) {
      // What waits in the backup is written after it, and waits again once that is put back.
      await company.office.ensureQueued();
      this.backup = await backupDatabase(this.town.test);
    } else if (fault === 'a backup restored') {
      if (!books.hasBackup || random.oneIn(2)) books.backUp();
      await this.goodDay(company);
    } else if (fault === 'loses kept answers') {
      books.befall('throws after it ran');
      await this.goodDay(company);
      books.calm();
    } else if (OF_EXPORTED.includes(fault)) {
      if (!books.hasExports()) await this.goodDay(company);
      await company.office.ensureChangeQueued();
    }
  }

  /** Something is exported, and nothing goes wrong. */
  private async goodDay(company: Company): Promise<void> {
    const { office, books, pc } = company;
    const { death } = office;
    office.death = null;
    await office.ensureQueued();
    await books.guarded(() => pc.quiet());
    office.death = death;
    this.pass(MINUTE_MS, company);
  }

  private async updateFirst(fault: Fault, kill: Kill): Promise<void> {
    const { coverage } = this.options;
    const { pc, books } = this.first;
    const hasMet = await books.guarded(() => pc.update(kill));
    if (this.hasMet(kill, hasMet)) coverage?.meet(fault, kill);
    const died = this.armed !== null && this.hasMet(kill, false) ? this.armed : pc.died;
    if (died !== null) coverage?.struck(died.what, died.statement);
  }

  /** R19: our database is put back to what it was, as its operator would, and the app starts again. */
  private async restoreOurs(): Promise<void> {
    const { town, first, second, backup } = this;
    if (backup === null) return;
    if (!this.random.oneIn(4)) await first.books.guarded(() => first.pc.quiet());
    first.pc.forget();
    second.pc.forget();
    await town.copy.restart(async () => {
      await backup.restore();
      const owner = openDatabase(town.test.url, { maxConnections: 1, role: null });
      await noteRestore(owner, town.first.env.now());
      await owner.close();
    });
    this.hasForgotten = true;
    await this.procore.refresh();
    await first.office.sendForgotten();
    await first.office.ensureQueued();
  }

  /** R7: whatever the second company does, no row of the first is touched. */
  private async roundOfTheSecond(): Promise<void> {
    const { owner } = this.town.test;
    const companyId = this.town.first.admin.company.id;
    const before = await fingerprint(owner, companyId);
    const { second, othersRandom: random } = this;
    const { fault, kill } = this.pairOfTheSecond();
    this.note(`— the second company: ${fault}, ${kill}`);
    await second.office.someActs(random.whole(0, 3));
    await second.office.ensureLinked();
    if (random.oneIn(2)) await second.office.liftPause();
    if (fault === 'a backup restored') await this.eveOf(fault, second);
    second.books.befall(fault);
    await second.books.guarded(() => second.pc.update(kill));
    second.books.calm();
    if (random.oneIn(2)) await second.pc.wake();
    if ((await fingerprint(owner, companyId)) !== before)
      this.broken('R7: what the second company did touched rows of the first');
  }

  private pairOfTheSecond(): Pair {
    const pair = pairFor(this.othersRandom.whole(1, 10_000), 0);
    const isApart = this.isSecondLate
      ? LETS_LATE_ONES_RUN.includes(pair.fault)
      : pair.kill === 'handed over late';
    return isApart ? { fault: 'nothing', kill: 'nobody dies' } : pair;
  }

  /** R12: tickets that open nothing change nothing. */
  private async knock(): Promise<void> {
    const { random } = this;
    if (!random.oneIn(3)) return;
    const { owner } = this.town.test;
    await this.first.books.guarded(() => this.first.pc.quiet());
    const [row] = await owner<{ isOpen: boolean }[]>`
      select exists (select 1 from qb_sessions
        where state = 'open' and connection_id = ${this.town.first.connectionId}) as "isOpen"`;
    const old = row?.isOpen === false ? this.first.pc.oldTicket : null;
    const ticket = random.oneIn(2) || old === null ? 'A'.repeat(43) : old;
    const before = await fingerprint(owner, null);
    await this.first.pc.knockWith(ticket);
    if ((await fingerprint(owner, null)) !== before)
      this.broken('R12: a ticket that opens nothing changed rows');
  }

  private arm(kill: Kill): void {
    const [what = '', when = ''] = kill.split(': ');
    const isHere = what === 'a verb' || what === 'a task';
    const statement = isHere ? statementOf(what, this.random) : 1;
    const death = isHere ? ({ statement, when: when === 'after' ? 'after' : 'before' } as const) : null;
    this.armed = isHere ? { what, statement } : null;
    this.first.office.hasDied = false;
    this.procore.hasDied = false;
    this.first.office.death = what === 'a verb' ? death : null;
    this.procore.death = what === 'a task' ? (this.random.oneIn(6) ? 'write-back.sent' : death) : null;
  }

  private hasMet(kill: Kill, hasMetOnPc: boolean): boolean {
    if (kill.startsWith('a verb')) return this.first.office.hasDied;
    if (kill.startsWith('a task')) return this.procore.hasDied;
    return hasMetOnPc;
  }

  /** Time passes for both companies, unless told for which: what befalls one does not age the other. */
  private pass(ms: number, company?: Company): void {
    const { first, second } = this.town;
    if (company !== this.second) first.env.advance(ms);
    if (company !== this.first && !this.options.isAlone) second.env.advance(ms);
    this.note(`${ms / SECOND_MS} s pass`);
  }

  private async quiet(): Promise<void> {
    const { town, first, second, procore } = this;
    this.note('— quiet');
    procore.death = null;
    first.office.death = null;
    town.procore.procore.faults.clear();
    await first.pc.wake();
    await second.pc.wake();
    first.books.calm();
    second.books.calm();
    for (const company of [first, second]) {
      await this.decide(company);
      await this.settle(company);
    }
    if (this.isLookedThrough) await this.lookThrough();
    this.pass(RECONCILED_AFTER_MS);
    await procore.task('reconcile', reconcile);
    await procore.task('poll', pollChanges);
  }

  /** Lists are read whole once a week: whatever was taken out of the books is noticed then. */
  private async lookThrough(): Promise<void> {
    const { first } = this;
    this.pass(WEEK_MS, first);
    await first.books.guarded(() => first.pc.quiet());
    await this.decide(first);
    await this.settle(first);
  }

  private async settle(company: Company): Promise<void> {
    for (let decisions = 0; decisions < MOST_DECISIONS; decisions += 1) {
      await this.polls(company);
      if (!(await this.decide(company))) break;
    }
  }

  private async polls(company: Company): Promise<void> {
    const { office, books, pc } = company;
    for (let poll = 0; poll < QUIET_POLLS && (await isUnderWay(office.desk)); poll += 1) {
      this.pass(61 * MINUTE_MS, company);
      await books.guarded(() => pc.quiet());
      if (await office.isPaused()) return;
    }
  }

  /** People look at a file that is not written to; false where it is. */
  private async decide({ office }: Company): Promise<boolean> {
    const isPaused = await office.isPaused();
    await office.liftPause();
    return isPaused;
  }
}
