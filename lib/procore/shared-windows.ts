import { eq } from 'drizzle-orm';
import { procoreWindows } from '@/drizzle/schema';
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
