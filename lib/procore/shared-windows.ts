import { eq, type SQLWrapper, sql } from 'drizzle-orm';
import { procoreWindows } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { WindowStore } from './limiter';
import { decide, NO_WINDOWS, type Windows } from './windows';

type Row = typeof procoreWindows.$inferSelect;

/**
 * Windows of all processes over one database: each visit is a short transaction under the row's lock, so that no turn is
 * handed out twice.
 */
export function sharedWindows(database: Database, environment: string): WindowStore {
  return {
    ask: async (key, ask) => {
      const procoreKey = `${environment}:${key}`;
      return await transact(database, 'nobody', async tx => {
        const { windows, grant } = decide(windowsOf(await lockedRow(tx, procoreKey)), ask);
        await tx
          .update(procoreWindows)
          .set(columnsOf(windows))
          .where(eq(procoreWindows.procoreKey, procoreKey));
        return grant;
      });
    },
  };
}

async function lockedRow(tx: Tx, procoreKey: string): Promise<Row | undefined> {
  const isIt = eq(procoreWindows.procoreKey, procoreKey);
  const [known] = await tx.select().from(procoreWindows).where(isIt).for('update');
  if (known) return known;
  await tx
    .insert(procoreWindows)
    .values({ procoreKey, ...columnsOf(NO_WINDOWS) })
    .onConflictDoNothing();
  const [made] = await tx.select().from(procoreWindows).where(isIt).for('update');
  return made;
}

function windowsOf(row: Row | undefined): Windows {
  if (!row) return NO_WINDOWS;
  return {
    spike: { limit: row.spikeLimit, taken: row.spikeTaken, resetsAtMs: row.spikeResetsAt.getTime() },
    hour: { limit: row.hourLimit, taken: row.hourTaken, resetsAtMs: row.hourResetsAt.getTime() },
    blockedUntilMs: row.blockedUntil.getTime(),
  };
}

function columnsOf({ spike, hour, blockedUntilMs }: Windows): Omit<Row, 'procoreKey'> {
  return {
    spikeLimit: spike.limit,
    spikeTaken: spike.taken,
    spikeResetsAt: new Date(spike.resetsAtMs),
    hourLimit: hour.limit,
    hourTaken: hour.taken,
    hourResetsAt: new Date(hour.resetsAtMs),
    blockedUntil: new Date(blockedUntilMs),
  };
}

/** What is left of each window in the company that used most of it, from 1 to 0; 1 where none is known. */
export async function rateRemaining({
  env,
  database,
}: {
  env: Env;
  database: Database;
}): Promise<{ hour: number; spike: number }> {
  const now = env.now();
  const left = (limit: SQLWrapper, taken: SQLWrapper, resetsAt: SQLWrapper) =>
    sql<number>`coalesce(min(greatest(0, 1 - ${taken}::float8 / ${limit}))
      filter (where ${limit} > 0 and ${resetsAt} > ${now.toISOString()}::timestamptz), 1)`;
  const { hourLimit, hourTaken, hourResetsAt, spikeLimit, spikeTaken, spikeResetsAt } = procoreWindows;
  const [row] = await transact(database, 'nobody', tx =>
    tx
      .select({
        hour: left(hourLimit, hourTaken, hourResetsAt),
        spike: left(spikeLimit, spikeTaken, spikeResetsAt),
      })
      .from(procoreWindows),
  );
  return { hour: row?.hour ?? 1, spike: row?.spike ?? 1 };
}
