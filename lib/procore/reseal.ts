import { and, count, eq, isNotNull, sql } from 'drizzle-orm';
import { credentials } from '@/drizzle/schema';
import { errorText } from '@/lib/core/errors';
import type { SealKeys } from '@/lib/core/seal';
import { transact } from '@/lib/db/scope';
import { type CredentialStore, resealed } from './credentials';

/** Sealed values by the key they are under. An old key may be taken out of the configuration when none is under it. */
export interface SealedCounts {
  readonly current: number;
  /** Under another key that is configured. */
  readonly old: number;
  /** Under a key that is not configured: these do not open. */
  readonly missing: number;
}

const keyOf = (column: typeof credentials.sealedAccess | typeof credentials.sealedRefresh) =>
  sql<string>`split_part(${column}, '.', 2)`;

export async function countSealed(store: CredentialStore): Promise<SealedCounts> {
  const rows = await transact(store.database, 'nobody', async tx => [
    ...(await tx
      .select({ key: keyOf(credentials.sealedAccess), values: count() })
      .from(credentials)
      .groupBy(keyOf(credentials.sealedAccess))),
    ...(await tx
      .select({ key: keyOf(credentials.sealedRefresh), values: count() })
      .from(credentials)
      .where(isNotNull(credentials.sealedRefresh))
      .groupBy(keyOf(credentials.sealedRefresh))),
  ]);
  const total = (is: (key: string) => boolean): number =>
    rows.filter(row => is(row.key)).reduce((sum, row) => sum + row.values, 0);
  const { current, all } = store.keys;
  const isKnown = (key: string): boolean => all.some(one => one.id === key);
  return {
    current: total(key => key === current.id),
    old: total(key => key !== current.id && isKnown(key)),
    missing: total(key => !isKnown(key)),
  };
}

/**
 * Seals with the current key whatever is under an older one, row by row; a row that is renewed meanwhile is left as it
 * is. What does not open stays, and is said.
 */
export async function resealTokens(store: CredentialStore): Promise<void> {
  const stale = await transact(store.database, 'nobody', tx =>
    tx.select({ id: credentials.id }).from(credentials).where(isUnderOther(store.keys)),
  );
  for (const { id } of stale) {
    try {
      await transact(store.database, 'nobody', async tx => {
        const isIt = and(eq(credentials.id, id), isUnderOther(store.keys));
        const [row] = await tx.select().from(credentials).where(isIt).for('update');
        if (row) await tx.update(credentials).set(resealed(store, row)).where(eq(credentials.id, id));
      });
    } catch (thrown) {
      store.env.log.error('a sealed value could not be sealed anew', { reason: errorText(thrown) });
    }
  }
}

function isUnderOther({ current }: SealKeys) {
  return sql`(${keyOf(credentials.sealedAccess)} <> ${current.id}
    or (${credentials.sealedRefresh} is not null and ${keyOf(credentials.sealedRefresh)} <> ${current.id}))`;
}
