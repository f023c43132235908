import { type Random, randomFrom } from '@/tests/simulators/world';
import { type Failure, wordsForThrown } from '../print';
import { type Backup, type Carried, type Document, MOODS, ModelBooks, type Mood } from './books';
import { broken, checkEnds, fingerprint, shortened } from './checks';
import { type Coverage, CUTS, type Cut, HOLDS, type Hold, TURNS, type Turn } from './coverage';
import { ModelOutbox, type OpenFile } from './outbox';

export interface Story extends Failure {
  readonly steps: number;
}

export interface StoryOptions {
  readonly seed: number;
  readonly coverage?: Coverage;
  /** Trouble for so many steps, then quiet. */
  readonly steps?: number;
  readonly isDoubling?: boolean;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const PAUSES_MS = [SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, 61 * MINUTE_MS, 61 * MINUTE_MS, DAY_MS, 30 * DAY_MS];
/** R1: five runs from the head of the queue, and one that takes over a session left open. */
const QUIET_RUNS = 6;
const MOST_EXCHANGES = 300;
/** After `NoOp` the Web Connector asks again. */
const NO_OP_MS = 5 * SECOND_MS;

/** What would have to fail together so that a late document is written twice; one of them at most has its turn in a story. */
const DANGERS = ['held documents', 'lost answers', 'our own restore'] as const;

/** One bad fortnight of a company file, drawn from a seed; then quiet, and everything must come to its end. */
export function tellStory(options: StoryOptions): Story {
  const teller = new Teller(options);
  try {
    teller.tell();
  } catch (thrown) {
    teller.broken.push(wordsForThrown(thrown));
  }
  const { plan, broken, trace, taken } = teller;
  return { seed: options.seed, plan, broken, trace, steps: taken };
}

type Goes = 'on' | 'over' | 'vanished';

class Teller {
  readonly trace: string[] = [];
  readonly broken: string[] = [];
  taken = 0;
  readonly plan: string;
  private readonly random: Random;
  private readonly books: ModelBooks;
  private readonly outbox: ModelOutbox;
  private readonly moods: readonly Mood[];
  private readonly cuts: readonly Cut[];
  private readonly turns: readonly Turn[];
  private turn: Turn = 'nothing';
  private late: { ticket: number; carried: Carried }[] = [];
  private held: { ticket: number; document: Document }[] = [];
  private previous: Carried | null = null;
  private backups: Backup[] = [];
  private restoreOurs: { put: () => void; marks: ReadonlySet<string> } | null = null;
  /** The session QuickBooks knows is stale: the file was closed meanwhile. */
  private isStale = false;
  private nowMs = 0;

  constructor(private readonly options: StoryOptions) {
    this.random = randomFrom(options.seed);
    const { random } = this;
    this.books = new ModelBooks(random);
    this.outbox = new ModelOutbox(() => this.books.marks());
    this.outbox.isDoubling = options.isDoubling ?? false;
    this.outbox.onBackup = by => {
      if (options.coverage) bump(options.coverage, `restored | ${by}`);
    };
    this.books.onWrite = () => this.checkGuarded();
    const danger = random.pick(DANGERS);
    const isKept = danger !== 'lost answers';
    // Each seed has troubles of its own, so that rare ones meet often.
    this.moods = ['fine', ...MOODS.filter(one => random.oneIn(3) && !(isKept && one === 'keeps no answer'))];
    this.cuts = [
      'nowhere',
      ...CUTS.filter(one => random.oneIn(3) && (one !== 'held' || danger === 'held documents')),
    ];
    this.turns = TURNS.filter(
      one =>
        random.oneIn(2) &&
        !(isKept && one === 'answers forgotten') &&
        (one !== 'our tables restored' || danger === 'our own restore'),
    );
    const drawn = { QuickBooks: this.moods, cuts: this.cuts, 'a step brings': this.turns };
    this.plan = Object.entries(drawn)
      .map(([what, all]) => `${what}: ${all.join(', ')}`)
      .join('; ');
  }

  tell(): void {
    // Drawn in any case, so that a shorter telling is the beginning of the longer one.
    const drawn = this.random.whole(3, 12);
    const steps = this.options.steps ?? drawn;
    for (; this.taken < steps && this.broken.length === 0; this.taken += 1) {
      this.people();
      this.begin();
      this.run(this.openFile());
      this.wake();
      this.nowMs += this.random.pick(PAUSES_MS);
    }
    this.quiet();
    if (this.broken.length === 0) this.broken.push(...checkEnds(this.outbox));
  }

  private quiet(): void {
    this.turn = 'nothing';
    this.isQuiet = true;
    this.wake(true);
    this.decide();
    for (let run = 0; run < QUIET_RUNS && this.broken.length === 0; run += 1) {
      this.nowMs += HOUR_MS;
      this.run('right');
      this.decide();
    }
  }

  private isQuiet = false;

  /** Somebody looks at the connection and lets it go on. */
  private decide(): void {
    const { outbox } = this;
    if (outbox.pause === 'restored') outbox.decide(this.random.oneIn(2));
    outbox.pause = null;
  }

  private people(): void {
    const { random, outbox } = this;
    for (let count = random.whole(0, 4); count > 0; count -= 1) this.accept();
    if (random.oneIn(3)) outbox.add({ role: 'read', isWhole: random.oneIn(3) });
    if (random.oneIn(3)) this.books.listLength += 1;
    if (random.oneIn(3)) this.backups.push(this.books.backup());
    if (random.oneIn(4)) this.decide();
    if (random.oneIn(4)) {
      const marks = new Set([...outbox.requests.values()].map(one => one.mark));
      this.restoreOurs = { put: outbox.backup(), marks };
    }
  }

  private accept(): void {
    const { random, outbox } = this;
    outbox.expectWork(this.nowMs);
    const adds = [...outbox.requests.values()].filter(one => one.role === 'write' && one.changes === null);
    const isChange = adds.length > 0 && random.oneIn(3);
    const parent = random.oneIn(5) ? adds.filter(one => one.state === 'ready').at(-1) : undefined;
    const order = isChange ? random.pick(adds) : null;
    const made = outbox.add({
      role: 'write',
      isPoisoned: random.oneIn(20),
      changes: order?.id ?? null,
      dependsOn: order ? [order.id, ...outbox.lastOpenChange(order.id)] : parent ? [parent.id] : [],
    });
    this.note(
      `accepts ${made.id}${order ? `, a change of ${order.id}` : ''}${made.isPoisoned ? ', poisoned' : ''}`,
    );
  }

  /** What the step brings before its run begins. */
  private begin(): void {
    const { random, books, outbox } = this;
    this.turn = this.turns.length > 0 && random.oneIn(2) ? random.pick(this.turns) : 'nothing';
    if (this.turn !== 'nothing') this.note(this.turn);
    switch (this.turn) {
      case 'order deleted':
        books.deleteOne();
        break;
      case 'order edited':
        books.editOne();
        break;
      case 'answers forgotten':
        books.forgetAnswers();
        break;
      case 'paused':
        outbox.pause ??= 'person';
        break;
      case 'file restored':
        this.restoreFile();
        break;
      case 'our tables restored':
        this.restoreTables();
        break;
      default:
        break;
    }
  }

  private openFile(): OpenFile {
    if (this.turn === 'wrong file') return 'wrong';
    return this.turn === 'mark not told' || this.turn === 'mark never told' ? 'silent' : 'right';
  }

  /** A restore closes the file: sessions and what they held are stale. */
  private restoreFile(): void {
    const { random, books } = this;
    if (this.backups.length === 0) return;
    const place = random.whole(0, this.backups.length - 1);
    books.restore(this.backups[place] as Backup);
    // Back, and never forth: what was proved absent from an old file may stand in a newer one.
    this.backups.splice(place + 1);
    this.held = [];
    this.isStale = true;
  }

  /** Our own database is put back; people find records that wait for them again, and accept them anew. */
  private restoreTables(): void {
    const { outbox, restoreOurs } = this;
    if (restoreOurs === null) return;
    const before = [...outbox.requests.values()].filter(one => one.role === 'write' && one.changes === null);
    restoreOurs.put();
    this.late = [];
    this.held = [];
    for (const one of before) {
      if (restoreOurs.marks.has(one.mark)) continue;
      outbox.forgotten.add(one.mark);
      if (this.random.oneIn(2)) outbox.add({ role: 'write', mark: one.mark });
    }
  }

  private run(file: OpenFile): void {
    const { outbox } = this;
    const ticket = outbox.open(this.nowMs);
    this.note(ticket === null ? 'busy' : `session ${ticket}`);
    if (ticket === null) return;
    this.isStale = false;
    this.previous = null;
    if (this.turn === 'QuickBooks shut') outbox.close(ticket);
    else if (this.exchanges(ticket, file) === 'over') this.leave(ticket);
  }

  private exchanges(ticket: number, file: OpenFile): 'over' | 'vanished' {
    for (let exchange = 0; exchange < MOST_EXCHANGES; exchange += 1) {
      const told = exchange === 0 ? { file } : {};
      const document = this.outbox.next(ticket, this.nowMs, told.file);
      if (document === null) return 'over';
      if (document === 'wait') {
        if (this.waits() === 'the PC vanished') return 'vanished';
        continue;
      }
      this.checkLeaving(document, file);
      if (this.turn === 'file restored in between' && this.random.oneIn(3)) this.restoreFile();
      const goes = this.exchange(ticket, document);
      this.checkBooks();
      if (this.broken.length > 0) return 'vanished';
      if (goes !== 'on') return goes;
    }
    this.broken.push(`a run did not end within ${MOST_EXCHANGES} exchanges`);
    return 'vanished';
  }

  /** A run that is held open: people bring work, or not, or the PC falls asleep. */
  private waits(): Hold {
    this.nowMs += NO_OP_MS;
    const how = this.isQuiet ? 'nothing came' : this.random.pick(HOLDS);
    this.note(`held open: ${how}`);
    if (how === 'work came') this.accept();
    if (this.options.coverage && !this.isQuiet) bump(this.options.coverage, `held open | ${how}`);
    return how;
  }

  private leave(ticket: number): void {
    this.outbox.close(ticket);
    for (const { ticket: old, carried } of this.late.splice(0))
      this.unheard('a late answer', () => this.outbox.receive(old, carried));
  }

  /** Web Connectors that fell asleep hand over what they held. */
  private wake(isNow = false): void {
    if (this.held.length === 0 || !(isNow || this.random.oneIn(2))) return;
    for (const { ticket, document } of this.held.splice(0)) {
      this.note(`handed over late: ${wordsFor(document)}`);
      const carried = this.books.run(document, 'fine');
      this.outbox.receive(ticket, carried);
      this.checkBooks();
    }
  }

  private exchange(ticket: number, document: Document): Goes {
    const { random } = this;
    const mood: Mood = this.isQuiet ? 'fine' : random.pick(this.moods);
    const cut: Cut = this.isQuiet ? 'nowhere' : random.pick(this.cuts);
    this.note(`${wordsFor(document)}: QuickBooks ${mood}, cut ${cut}`);
    this.meet(document, mood, cut);
    if (cut === 'before it leaves') return this.afterCut();
    if (cut === 'held') {
      if (!this.isStale) this.held.push({ ticket, document });
      return 'vanished';
    }
    if (cut === 'second PC') this.secondPc();
    const carried = this.books.run(
      document,
      this.isStale ? 'throws before it runs' : this.fenced(document, mood),
    );
    if (cut === 'before the answer') return this.afterCut();
    if (cut === 'late') {
      this.late.push({ ticket, carried });
      return 'over';
    }
    if (cut === 'with the next' && this.previous !== null) this.again(ticket, this.previous, document);
    this.previous = carried;
    const percent = this.receive(ticket, carried);
    if (cut === 'after the answer') {
      this.checkRepeat(ticket, carried, percent);
      return this.afterCut();
    }
    return percent < 0 || percent >= 100 ? 'over' : 'on';
  }

  /** A look that QuickBooks refuses makes no fence, and is taken for one so that recovery goes on. */
  private fenced(document: Document, mood: Mood): Mood {
    const isFence = document.purpose === 'lookup' && document.setKey !== null;
    return isFence && mood === 'refuses the document' && this.cuts.includes('held') ? 'fine' : mood;
  }

  /** An older answer comes in place of this one's. A refusal names no request, so it may count for this document. */
  private again(ticket: number, carried: Carried, document: Document): void {
    this.outbox.receive(ticket, carried, 'silent');
    if (carried.reply.kind !== 'hresult' || !('asked' in document)) return;
    for (const { mark } of document.asked) this.books.refused.add(mark);
  }

  /** The Web Connector goes on asking, hangs up, or its PC is switched off. */
  private afterCut(): Goes {
    return this.random.pick(['on', 'over', 'vanished'] as const);
  }

  private receive(ticket: number, carried: Carried): number {
    const file = this.turn === 'mark never told' ? 'silent' : 'right';
    const percent = this.outbox.receive(ticket, carried, file);
    if (percent === 100 && this.outbox.hasWork(this.nowMs))
      this.broken.push('100 percent was said with work left');
    return percent;
  }

  /** R12: while a session lives, nobody else gets one, and a ticket that opens nothing changes nothing. */
  private secondPc(): void {
    this.unheard('a second PC', () => this.outbox.open(this.nowMs) ?? -1);
    this.unheard('a made-up ticket', () => {
      this.outbox.next(-7, this.nowMs, 'right');
      return this.outbox.receive(-7, this.books.run({ purpose: 'verify' }, 'fine'));
    });
  }

  private unheard(who: string, act: () => number): void {
    const before = fingerprint(this.outbox);
    const told = act();
    if (told !== -1) this.broken.push(`R12: ${who} was told ${told}`);
    if (fingerprint(this.outbox) !== before) this.broken.push(`R12: ${who} changed something`);
  }

  /** A repeat is told the same again, unless the session is over for it, and changes nothing. */
  private checkRepeat(ticket: number, carried: Carried, percent: number): void {
    const before = fingerprint(this.outbox);
    const told = this.receive(ticket, carried);
    if (percent >= 0 && told !== percent) this.broken.push(`a repeat was told ${told}, first ${percent}`);
    if (fingerprint(this.outbox) !== before) this.broken.push('a repeated answer changed something');
  }

  /** R4, R5: no write leaves for another file, for one that is paused, or while an outcome is unknown. */
  private checkLeaving(document: Document, file: OpenFile): void {
    if (document.purpose !== 'write') return;
    const words = wordsFor(document);
    if (this.outbox.unknownSets.length > 0)
      this.broken.push(`R5: ${words} left while an outcome was unknown`);
    if (file === 'wrong' || this.turn === 'mark never told')
      this.broken.push(`R4: ${words} left for another file`);
    if (this.outbox.pause !== null) this.broken.push(`R5: ${words} left for a paused file`);
  }

  /** F26, F27: a file that lacks what was exported is not written to before people have decided about it. */
  private checkGuarded(): void {
    for (const link of this.outbox.links.values()) {
      const isThere = this.books.orders.some(order => order.txnId === link.txnId);
      if (!link.isEnded && !isThere)
        this.broken.push(`F26: written to a file that lacks ${link.txnId} without a word`);
    }
  }

  private checkBooks(): void {
    this.broken.push(...broken(this.outbox, this.books));
  }

  private meet(document: Document, mood: Mood, cut: Cut): void {
    const { coverage } = this.options;
    if (coverage === undefined || this.isQuiet) return;
    if (document.purpose === 'write') bump(coverage, `${mood} | ${cut}`);
    bump(coverage, `${this.turn} | ${cut}`);
  }

  private note(line: string): void {
    this.trace.push(`${String(this.taken).padStart(2)} ${line}`);
  }
}

function bump(coverage: Coverage, cell: string): void {
  coverage.set(cell, (coverage.get(cell) ?? 0) + 1);
}

function wordsFor(document: Document): string {
  if (document.purpose === 'read_back') return `read back ${shortened(document.txnIds)}`;
  const ids = 'asked' in document ? document.asked.map(one => one.requestID) : [];
  const key = 'setKey' in document && document.setKey !== null ? `${document.setKey} ` : '';
  return `${document.purpose} ${key}${shortened(ids)}`;
}
