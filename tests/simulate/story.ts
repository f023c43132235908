import type { Reply } from '@/lib/sync/protocol';
import { type Random, randomFrom } from '@/tests/simulators/world';
import { type Document, MOODS, ModelBooks, type Mood } from './books';
import { ModelOutbox, type ModelRequest } from './outbox';

/** Where our process dies, or the line is cut, around one exchange. */
export const CUTS = [
  'nowhere',
  /** Stored and committed, and never reached the Web Connector. */
  'before it leaves',
  /** QuickBooks has answered; we never hear of it. */
  'before the answer',
  /** The answer was stored and committed; the Web Connector never hears of that. */
  'after the answer',
  /** The answer comes when nobody waits for it any more. */
  'late',
] as const;
export type Cut = (typeof CUTS)[number];

/** How often each mood met each cut, for each kind of document. */
export type Coverage = Map<string, number>;

export interface Story {
  readonly seed: number;
  /** A sentence for each promise that broke. */
  readonly broken: readonly string[];
  /** The steps taken, the last ones last. */
  readonly trace: readonly string[];
  readonly steps: number;
}

export interface StoryOptions {
  readonly seed: number;
  readonly coverage?: Coverage;
  /** Trouble for so many steps, then quiet. */
  readonly steps?: number;
  readonly isDoubling?: boolean;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** R1: runs after which everything accepted has come to an end. Five transient refusals an hour apart, and one for the rest. */
const QUIET_RUNS = 12;
const MOST_EXCHANGES = 200;
const ENDS = ['done', 'failed', 'needs_attention', 'cancelled'];

/** One bad fortnight of a company file, drawn from a seed; then quiet, and everything must come to its end. */
export function tellStory(options: StoryOptions): Story {
  const teller = new Teller(options);
  const broken = teller.tell();
  return { seed: options.seed, broken, trace: teller.trace, steps: teller.taken };
}

class Teller {
  readonly trace: string[] = [];
  taken = 0;
  private readonly random: Random;
  private readonly books: ModelBooks;
  private readonly outbox = new ModelOutbox();
  private readonly moods: readonly Mood[];
  private readonly cuts: readonly Cut[];
  private readonly late: { ticket: number; reply: Reply }[] = [];
  private readonly broken: string[] = [];
  private nowMs = 0;

  constructor(private readonly options: StoryOptions) {
    this.random = randomFrom(options.seed);
    this.books = new ModelBooks(this.random);
    this.outbox.isDoubling = options.isDoubling ?? false;
    // Each seed has troubles of its own, so that rare ones meet often.
    this.moods = ['fine', ...MOODS.filter(() => this.random.oneIn(3))];
    this.cuts = ['nowhere', ...CUTS.filter(() => this.random.oneIn(3))];
  }

  tell(): readonly string[] {
    const steps = this.options.steps ?? this.random.whole(3, 12);
    for (; this.taken < steps && this.broken.length === 0; this.taken += 1) {
      this.people();
      this.run({ isQuiet: false });
      this.nowMs += this.random.pick([1, 10, 61, 24 * 60]) * MINUTE_MS;
    }
    for (let run = 0; run < QUIET_RUNS && this.broken.length === 0; run += 1) {
      this.nowMs += HOUR_MS;
      this.run({ isQuiet: true });
    }
    this.checkEnds();
    return this.broken;
  }

  private people(): void {
    const { random, outbox } = this;
    for (let count = random.whole(0, 4); count > 0; count -= 1) {
      const waiting = outbox.requests.filter(one => one.role === 'write' && one.state === 'ready');
      const parent = random.oneIn(5) ? (waiting.at(-1)?.id ?? null) : null;
      this.note(`accepts ${outbox.add({ role: 'write', dependsOn: parent }).id}`);
    }
    if (random.oneIn(3)) outbox.add({ role: 'read', dependsOn: null });
    if (random.oneIn(6)) {
      this.books.deleteOne();
      this.note('somebody deletes an order');
    }
    if (random.oneIn(6)) this.books.forgetAnswers();
  }

  private run({ isQuiet }: { isQuiet: boolean }): void {
    const ticket = this.outbox.open(this.nowMs);
    this.note(ticket === null ? 'busy' : `session ${ticket}`);
    if (ticket !== null && this.exchanges(ticket, isQuiet) === 'over') this.leave(ticket);
  }

  private exchanges(ticket: number, isQuiet: boolean): 'over' | 'vanished' {
    for (let exchange = 0; exchange < MOST_EXCHANGES; exchange += 1) {
      const document = this.outbox.next(ticket, this.nowMs);
      if (document === null) return 'over';
      this.checkBlocked(document);
      const next = this.exchange(ticket, document, isQuiet);
      this.checkBooks();
      if (this.broken.length > 0) return 'vanished';
      if (next !== 'goes on') return next;
    }
    this.broken.push(`a run did not end within ${MOST_EXCHANGES} exchanges`);
    return 'vanished';
  }

  private leave(ticket: number): void {
    this.outbox.close(ticket);
    for (const { ticket: old, reply } of this.late.splice(0)) {
      const before = this.fingerprint();
      const told = this.outbox.receive(old, reply, mark => this.books.find(mark));
      this.note(`a late answer is told ${told}`);
      if (this.fingerprint() !== before) this.broken.push('a late answer changed something');
    }
  }

  private exchange(ticket: number, document: Document, isQuiet: boolean): 'goes on' | 'over' | 'vanished' {
    const { random } = this;
    const mood: Mood = isQuiet ? 'fine' : random.pick(this.moods);
    const cut: Cut = isQuiet ? 'nowhere' : random.pick(this.cuts);
    this.note(`${wordsFor(document)}: QuickBooks ${mood}, cut ${cut}`);
    const cell = `${document.purpose} | ${mood} | ${cut}`;
    this.options.coverage?.set(cell, (this.options.coverage.get(cell) ?? 0) + 1);
    if (cut === 'before it leaves') return this.afterCut();
    const reply = this.books.run(document, mood);
    if (cut === 'before the answer') return this.afterCut();
    if (cut === 'late') {
      this.late.push({ ticket, reply });
      return 'over';
    }
    const percent = this.receive(ticket, reply);
    if (cut === 'after the answer') {
      this.checkRepeat(ticket, reply, percent);
      return this.afterCut();
    }
    return percent < 0 || percent >= 100 ? 'over' : 'goes on';
  }

  /** The Web Connector goes on asking, hangs up, or its PC is switched off. */
  private afterCut(): 'goes on' | 'over' | 'vanished' {
    return this.random.pick(['goes on', 'over', 'vanished'] as const);
  }

  private receive(ticket: number, reply: Reply): number {
    const percent = this.outbox.receive(ticket, reply, mark => this.books.find(mark));
    if (percent === 100 && this.outbox.hasWork(this.nowMs))
      this.broken.push('100 percent was said with work left');
    return percent;
  }

  /** A repeat is told the same again, unless the session is over for it, and changes nothing. */
  private checkRepeat(ticket: number, reply: Reply, percent: number): void {
    const before = this.fingerprint();
    const told = this.receive(ticket, reply);
    if (percent >= 0 && told !== percent) this.broken.push(`a repeat was told ${told}, first ${percent}`);
    if (this.fingerprint() !== before) this.broken.push('a repeated answer changed something');
  }

  /** R5: while the outcome of a write is not known, no other write leaves for that file. */
  private checkBlocked(document: Document): void {
    if (document.purpose === 'write' && this.outbox.unknownSets.length > 0)
      this.broken.push(`R5: ${wordsFor(document)} left while an outcome was unknown`);
  }

  /** R2 and R6, and that what we believe is so. */
  private checkBooks(): void {
    const counts = new Map<string, number>();
    for (const { mark } of this.books.orders) counts.set(mark, (counts.get(mark) ?? 0) + 1);
    for (const [mark, count] of counts)
      if (count > 1) this.broken.push(`R2: the order with the ${mark} was written ${count} times`);
    for (const request of this.outbox.requests) {
      const complaint = this.complaintAbout(request, counts.get(request.mark) ?? 0);
      if (complaint !== null) this.broken.push(complaint);
    }
  }

  /** What a request's state says about the books must be so. */
  private complaintAbout({ id, role, state, mark }: ModelRequest, written: number): string | null {
    if (role === 'read') return null;
    if (state === 'done' && written === 0) return `R1: ${id} is done and was never written`;
    if ((state === 'failed' || state === 'cancelled') && written > 0)
      return `${id} is ${state} and stands in the books`;
    if (state === 'failed' && !this.books.refused.has(mark)) return `${id} failed for the fault of another`;
    return state === 'ready' && written > 0
      ? `R2: ${id} stands in the books and will be written again`
      : null;
  }

  /** R1: once all is quiet, everything accepted has come to an end. */
  private checkEnds(): void {
    if (this.broken.length > 0) return;
    for (const { id, role, state } of this.outbox.requests)
      if (!ENDS.includes(state)) this.broken.push(`R1: ${role} ${id} is still ${state}`);
    if (this.outbox.unknownSets.length > 0) this.broken.push('R1: a set is still unknown');
  }

  private fingerprint(): string {
    return JSON.stringify([
      this.outbox.requests.map(one => [one.id, one.state, one.attempts]),
      this.outbox.sets.map(set => [set.id, set.state]),
    ]);
  }

  private note(line: string): void {
    this.trace.push(`${String(this.taken).padStart(2)} ${line}`);
  }
}

/** Moods and cuts that no write has met together. */
export function emptyCells(coverage: Coverage): string[] {
  return MOODS.flatMap(mood => CUTS.map(cut => `write | ${mood} | ${cut}`)).filter(
    cell => !coverage.has(cell),
  );
}

function wordsFor(document: Document): string {
  const ids =
    document.purpose === 'ask' ? document.setKey : document.asked.map(one => one.requestID).join(', ');
  return `${document.purpose} ${ids}`;
}
