import type { FaultPoint } from '@/lib/core/env';
import type { Random } from '@/tests/simulators/world';

/** What is wrong with QuickBooks, or was done in it, while a run takes place. */
export const FAULTS = [
  'nothing',
  'refuses the document',
  'throws before it runs',
  'throws after it ran',
  'spoils the answer',
  'refuses a request',
  'is busy with a record',
  'answers a conflict',
  'warns',
  'keeps no answer',
  'loses kept answers',
  'restarts',
  'cannot be reached',
  'has another file open',
  'hides its mark',
  'took rights away',
  'an order deleted',
  'an order changed',
  'a window open',
  'a backup restored',
  /** Not of QuickBooks: our own tables are put back to what they were. */
  'our database restored',
] as const;
export type Fault = (typeof FAULTS)[number];

const STATEMENT_KILLS = [
  'authenticate',
  'sendRequestXML',
  'receiveResponseXML',
  'getLastError',
  'closeConnection',
  'a verb',
  'a task',
] as const;
export type Killed = (typeof STATEMENT_KILLS)[number];

/** How many statements each usually comes to, and at most: the app dies at each of them in its turn. */
export const STATEMENTS: Readonly<Record<Killed, { readonly usual: number; readonly most: number }>> = {
  authenticate: { usual: 15, most: 20 },
  sendRequestXML: { usual: 7, most: 10 },
  receiveResponseXML: { usual: 9, most: 17 },
  getLastError: { usual: 4, most: 4 },
  closeConnection: { usual: 4, most: 7 },
  'a verb': { usual: 5, most: 9 },
  'a task': { usual: 3, most: 12 },
};

/** Mostly one that every call comes to. */
export function statementOf(what: Killed, random: Random): number {
  const { usual, most } = STATEMENTS[what];
  return random.whole(1, random.oneIn(4) ? most : usual);
}

/** Where our process dies, or the line or the PC goes, in that run or around it. */
export const KILLS = [
  'nobody dies',
  ...STATEMENT_KILLS.flatMap(what => [`${what}: before` as const, `${what}: after` as const]),
  'between statements',
  'line cut before',
  'line cut after',
  'PC vanishes',
  'PC stutters',
  'handed over late',
  'second PC',
] as const;
export type Kill = (typeof KILLS)[number];

/** Planned points of the calls of a Web Connector. */
export const POINTS: readonly FaultPoint[] = [
  'authenticate.committed',
  'send-request.claimed',
  'send-request.committed',
  'receive-response.parsed',
  'receive-response.committed',
];

/** What has to be told somewhere in the histories: that guards stopped what they are for, and people decided. */
export const EVENTS = [
  'answer lost',
  'found in QuickBooks',
  'queued again',
  'refused by QuickBooks',
  'paused',
  'missing records given back',
  'restored file accepted',
  'to be exported again',
  'accepted as removed',
  'deleted in QuickBooks',
  'looked through after a restore',
  'held to be looked up',
] as const;

/** How often each fault met each kill, each statement of an operation its death, and what the histories told. */
export class ProductCoverage {
  constructor(
    readonly met: Map<string, number> = new Map(),
    readonly statements: Map<string, number> = new Map(),
    readonly events: Map<string, number> = new Map(),
  ) {}

  meet(fault: Fault, kill: Kill): void {
    bump(this.met, `${fault} | ${kill}`);
  }

  struck(what: string, statement: number): void {
    bump(this.statements, `${what} | ${statement}`);
  }

  tell(event: string): void {
    bump(this.events, event);
  }

  /** Faults and kills that never met. */
  empty(): string[] {
    const cells = FAULTS.flatMap(fault => KILLS.map(kill => [fault, kill] as const));
    return cells
      .filter(([fault, kill]) => !areApart(fault, kill))
      .map(([fault, kill]) => `${fault} | ${kill}`)
      .filter(cell => !this.met.has(cell))
      .concat(this.unstruck(), this.untold());
  }

  /** Statements that every call comes to, and at which nobody died. */
  private unstruck(): string[] {
    return STATEMENT_KILLS.flatMap(what =>
      Array.from({ length: STATEMENTS[what].usual }, (_, place) => `${what} | ${place + 1}`),
    ).filter(cell => !this.statements.has(cell));
  }

  private untold(): string[] {
    return EVENTS.filter(event => !this.events.has(event));
  }

  /** Faults and kills that met nothing at all, and what was never told: for runs too short to fill the table. */
  absent(): string[] {
    const cells = [...this.met.keys()].map(cell => cell.split(' | '));
    const [faults, kills] = [new Set(cells.map(cell => cell[0])), new Set(cells.map(cell => cell[1]))];
    const absent = [...FAULTS.filter(one => !faults.has(one)), ...KILLS.filter(one => !kills.has(one))];
    return [...absent, ...this.untold()];
  }
}

function bump(counts: Map<string, number>, cell: string, by = 1): void {
  counts.set(cell, (counts.get(cell) ?? 0) + by);
}

/**
 * A document that is handed over late is kept from running by what QuickBooks keeps under its id, and by our knowing that
 * id: these are never drawn in one life with it.
 */
export const LETS_LATE_ONES_RUN: readonly Fault[] = [
  'keeps no answer',
  'loses kept answers',
  'our database restored',
];

/** Operations that a run does not come to: QuickBooks is asked nothing where it is shut, or has another file open. */
const NOT_REACHED: Readonly<Partial<Record<Fault, readonly string[]>>> = {
  'cannot be reached': ['sendRequestXML', 'receiveResponseXML', 'getLastError'],
  'has another file open': ['receiveResponseXML'],
};

export function areApart(fault: Fault, kill: Kill): boolean {
  const [operation = ''] = kill.split(': ');
  if (NOT_REACHED[fault]?.includes(operation)) return true;
  return kill === 'handed over late' && LETS_LATE_ONES_RUN.includes(fault);
}

/** The most rounds of trouble in a life. */
export const ROUNDS_A_SEED = 3;

/**
 * The pair that a round of a seed has to meet: all of them in turn, spread so that neighbours differ. Each pass over the
 * table begins a step later, so that a pair stands in another round, and beside others, than it did before.
 */
export function pairFor(seed: number, round: number): { fault: Fault; kill: Kill } {
  const cells = FAULTS.length * KILLS.length;
  const turn = seed * ROUNDS_A_SEED + round;
  // Coprime to the number of cells, so that every cell has its turn.
  const place = ((turn + Math.floor(turn / cells)) * STRIDE) % cells;
  const fault = FAULTS[Math.floor(place / KILLS.length)] ?? 'nothing';
  const kill = KILLS[place % KILLS.length] ?? 'nobody dies';
  return { fault: areApart(fault, kill) ? 'nothing' : fault, kill };
}

const STRIDE = 151;

/** What each round of a seed meets: no fault that lets a late document run stands in one life with such a document. */
export function pairsOf(seed: number): readonly { readonly fault: Fault; readonly kill: Kill }[] {
  const drawn = Array.from({ length: ROUNDS_A_SEED }, (_, round) => pairFor(seed, round));
  const isLate = drawn.some(pair => pair.kill === 'handed over late');
  return drawn.map(pair =>
    isLate && LETS_LATE_ONES_RUN.includes(pair.fault) ? { ...pair, fault: 'nothing' } : pair,
  );
}

/** The next seeds that are to meet a cell of the table, for as long as it is empty: not every death comes about, nor every round. */
export function* seedsToward(cell: string, from: number, tries: number): Generator<number> {
  const meets = (seed: number) => pairsOf(seed).some(({ fault, kill }) => `${fault} | ${kill}` === cell);
  let left = tries;
  for (let seed = from; left > 0 && seed < from + tries * FAULTS.length * KILLS.length; seed += 1) {
    if (!meets(seed)) continue;
    left -= 1;
    yield seed;
  }
}
