import type { FaultPoint, Faults } from '@/lib/core/env';
import { type Database, openDatabase } from '@/lib/db/client';
import { Cut } from '@/tests/support/planned-faults';
import { StatementGate, type Strike } from './statement-gate';

/** How a copy dies: at a statement, or at a planned point between two. */
export type Death = Strike | FaultPoint;

const POOL = { maxConnections: 4 };

/**
 * A running copy of the app that can be killed at any statement and at any planned point. Whoever called it hears nothing;
 * the next call finds a new start, on the database as the old one left it.
 */
export class Copy {
  /** Stays the same over all starts. */
  readonly database: Database;
  readonly faults: Faults;
  /** How many statements the last call came to. */
  statements = 0;
  private point: { readonly name: FaultPoint; readonly reached: () => void } | null = null;
  private readonly underWay = new Set<Promise<unknown>>();
  private restarting: Promise<void> | null = null;

  private constructor(
    private pool: Database,
    private readonly gate: StatementGate,
    /** `untilGone` waits until the database has noticed a death: until then, locks of the dead hold others up. */
    private readonly around: { readonly url: string; readonly untilGone: () => Promise<void> },
  ) {
    const current = (): Database => this.pool;
    this.database = {
      get drizzle() {
        return current().drizzle;
      },
      close: () => this.close(),
    };
    this.faults = { at: point => this.passes(point) };
  }

  static async start(url: string, untilGone: () => Promise<void>): Promise<Copy> {
    const gate = await StatementGate.before(url);
    return new Copy(openDatabase(gate.through(url), POOL), gate, { url, untilGone });
  }

  /**
   * Does the work, and dies where it is told to.
   * @throws Cut when the copy died meanwhile; by then the next one has started
   */
  async run<T>(work: () => Promise<T>, death: Death | null = null): Promise<T> {
    await this.restarting;
    const dead =
      typeof death === 'string'
        ? new Promise<void>(reached => {
            this.point = { name: death, reached };
          })
        : null;
    if (typeof death !== 'string' && (death !== null || this.underWay.size === 0)) this.gate.arm(death);
    // What the dead still do, they do before the next start: nothing of it gets through.
    const working = Promise.allSettled([work()]);
    const settling = dead === null ? working : Promise.race([working, dead.then(() => [])]);
    this.underWay.add(settling);
    const [settled] = await settling;
    this.underWay.delete(settling);
    this.statements = this.gate.seen;
    const { struck } = this.gate;
    if (struck !== null) {
      this.restarting ??= this.startAnew(async () => undefined);
      await this.restarting;
      throw new Cut(`killed ${struck.when} statement ${struck.statement}: ${gist(struck.text)}`);
    }
    this.point = null;
    // What is done outside of a run, nobody dies of.
    if (this.underWay.size === 0) this.gate.arm(null);
    if (settled?.status !== 'fulfilled') throw settled?.reason;
    return settled.value;
  }

  /** Stops, waits for what happens meanwhile, and starts anew. */
  async restart(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    this.gate.die();
    this.restarting ??= this.startAnew(meanwhile);
    await this.restarting;
  }

  async close(): Promise<void> {
    await this.restarting;
    await this.pool.close();
    await this.gate.close();
  }

  private async startAnew(meanwhile: () => Promise<void>): Promise<void> {
    await Promise.all(this.underWay);
    // The driver waits for answers that will not come; nobody waits for it.
    void this.pool.close();
    await this.around.untilGone();
    await meanwhile();
    this.point = null;
    this.gate.open();
    this.pool = openDatabase(this.gate.through(this.around.url), POOL);
    this.restarting = null;
  }

  /** Who dies here goes no further, not even to clean up. */
  private async passes(point: FaultPoint): Promise<void> {
    if (this.point?.name !== point) return;
    this.gate.die(point);
    this.point.reached();
    await new Promise<never>(() => undefined);
  }
}

const MOST_WORDS = 60;

function gist(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_WORDS ? `${line.slice(0, MOST_WORDS)}…` : line;
}
