import { and, eq, sql } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { inCompany } from '@/lib/tenancy';
import type { RunningApp } from '@/tests/sandbox/app';
import { fillQueue, personOf } from './company';
import { drive, type Load, runSession } from './machine';
import type { Seat, Stage } from './stage';

/** How much is measured. */
export interface Scale {
  readonly machines: number;
  readonly orders: number;
  readonly rounds: number;
  readonly thousand: number;
  /** Records in the large answer; 20,000 with two lines each are 20 MB. */
  readonly large: number;
  readonly crowd: { readonly companies: number; readonly queued: number; readonly history: number };
}

export const FULL: Scale = {
  machines: 16,
  orders: 100,
  rounds: 3,
  thousand: 1000,
  large: 20_000,
  crowd: { companies: 1000, queued: 100_000, history: 1_000_000 },
};

/** For a look while working on the bench itself: too little to mean much. */
export const QUICK: Scale = {
  machines: 4,
  orders: 25,
  rounds: 1,
  thousand: 100,
  large: 2000,
  crowd: { companies: 100, queued: 5_000, history: 20_000 },
};

/** What the rows are measured on: a database with companies, the app, and the bare route beside it. */
export interface Scene {
  readonly scale: Scale;
  readonly stage: Stage;
  readonly app: RunningApp;
  readonly bareUrl: string;
  readonly print: (line: string) => void;
}

export const soapUrl = (app: RunningApp): string => `${app.url}/api/qbwc`;

/** The first sessions read the lists that records are linked to. */
export async function readLists(stage: Stage, app: RunningApp): Promise<void> {
  await drive(soapUrl(app), stage.seats, machine => runSession(machine));
}

/** Queues accepted orders for each seat, by the verbs that people use. */
export async function fill(stage: Stage, seats: readonly Seat[], orders: number): Promise<void> {
  await Promise.all(seats.map(seat => fillQueue(stage.running, seat.number, orders)));
}

/** Gives each waiting order a message set of its own, as if its set had been cut in two until it stood alone. */
export async function alone(stage: Stage, seats: readonly Seat[]): Promise<void> {
  for (const seat of seats) {
    const ctx = await personOf(stage.running, seat.number, 1);
    await inCompany(ctx, tx =>
      tx.execute(sql`update qb_requests set split_group = id::text
        where company_id = ${ctx.company.id} and role = 'write' and state = 'ready'`),
    );
  }
}

/** Sessions to their end, all seats at once. */
export function runAll(scene: Scene, seats: readonly Seat[]): Promise<Load> {
  return drive(soapUrl(scene.app), seats, machine => runSession(machine));
}

/** What became of all orders of the seats: accepted here, kept there. */
export async function balance(stage: Stage, seats: readonly Seat[]) {
  let lost = 0;
  let doubled = 0;
  let orders = 0;
  for (const { number, file } of seats) {
    const ctx = await personOf(stage.running, number, 1);
    const count = (isSynced: boolean) =>
      inCompany(ctx, tx =>
        tx.$count(
          exports,
          and(eq(exports.companyId, ctx.company.id), isSynced ? eq(exports.state, 'synced') : undefined),
        ),
      );
    const [accepted, synced] = [await count(false), await count(true)];
    const kept = file.count();
    orders += accepted;
    lost += accepted - Math.min(synced, kept.orders);
    doubled += kept.doubled;
  }
  return { orders, lost, doubled };
}
