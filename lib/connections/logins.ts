import { and, eq, sql } from 'drizzle-orm';
import { addressFailures, connections } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { LOCKOUT } from '@/lib/core/limits';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';

/** What is needed to check a Web Connector's password. */
export interface Login {
  readonly companyId: string;
  readonly connectionId: string;
  /** The current one, and for a week the one before. */
  readonly hashes: readonly string[];
  readonly isLocked: boolean;
  /** Wrong passwords were counted since the last right one. */
  readonly hasFailures: boolean;
}

interface Deps {
  readonly database: Database;
  readonly env: Pick<Env, 'now'>;
}

/** What is known of a caller before any password is looked at. */
export interface Caller {
  /** Null for an unknown or removed user name. */
  readonly login: Login | null;
  /** The address has failed so often that nothing of it is hashed for a while. */
  readonly isBlocked: boolean;
}

/** Looks a user name up, before any company is known, and the address it comes from. */
export async function findCaller(deps: Deps, userName: string, address: string): Promise<Caller> {
  const [logins, addresses] = await transact(deps.database, { key: 'user_name', value: userName }, tx =>
    Promise.all([
      tx.select().from(connections).where(eq(connections.userName, userName)),
      tx.select().from(addressFailures).where(eq(addressFailures.address, address)),
    ]),
  );
  const now = deps.env.now();
  return { login: loginOf(logins[0], now), isBlocked: isBlocked(addresses[0], now) };
}

function isBlocked(row: typeof addressFailures.$inferSelect | undefined, now: Date): boolean {
  if (!row || row.failures < LOCKOUT.failuresPerAddress) return false;
  return now.getTime() - row.windowStartedAt.getTime() < LOCKOUT.addressWindowMs;
}

function loginOf(row: typeof connections.$inferSelect | undefined, now: Date): Login | null {
  if (!row || row.status === 'removed') return null;
  const isPreviousGood =
    row.previousPasswordHash !== null &&
    row.previousPasswordUntil !== null &&
    row.previousPasswordUntil > now;
  return {
    companyId: row.companyId,
    connectionId: row.id,
    hashes: [
      row.passwordHash,
      ...(isPreviousGood && row.previousPasswordHash !== null ? [row.previousPasswordHash] : []),
    ],
    isLocked: row.lockedUntil !== null && row.lockedUntil > now,
    hasFailures: row.failures > 0 || row.lockCount > 0,
  };
}

/** Counts a wrong password. Ten in a row lock the login for a minute, each further ten twice as long, an hour at most. */
export async function noteWrongPassword(deps: Deps, login: Login): Promise<{ isNewlyLocked: boolean }> {
  const now = deps.env.now();
  return await transact(deps.database, { company: login.companyId }, async tx => {
    const isLogin = and(eq(connections.companyId, login.companyId), eq(connections.id, login.connectionId));
    const [row] = await tx
      .update(connections)
      .set({ failures: sql`${connections.failures} + 1` })
      .where(isLogin)
      .returning({ failures: connections.failures, lockCount: connections.lockCount });
    if (!row || row.failures % LOCKOUT.failuresPerUser !== 0) return { isNewlyLocked: false };
    const lockMs = Math.min(LOCKOUT.firstLockMs * 2 ** row.lockCount, LOCKOUT.maxLockMs);
    await tx
      .update(connections)
      .set({ lockedUntil: new Date(now.getTime() + lockMs), lockCount: row.lockCount + 1 })
      .where(isLogin);
    return { isNewlyLocked: true };
  });
}

/** A right password ends the count. Written only when there is something to end. */
export async function noteRightPassword(deps: Deps, login: Login): Promise<void> {
  if (!login.hasFailures) return;
  await transact(deps.database, { company: login.companyId }, tx =>
    tx
      .update(connections)
      .set({ failures: 0, lockCount: 0, lockedUntil: null })
      .where(
        and(
          eq(connections.companyId, login.companyId),
          eq(connections.id, login.connectionId),
          sql`(failures > 0 or lock_count > 0)`,
        ),
      ),
  );
}

/** Counts a failed sign-in of an address within its window of fifteen minutes. */
export async function noteAddressFailure(deps: Deps, address: string): Promise<void> {
  const now = deps.env.now();
  const windowStart = new Date(now.getTime() - LOCKOUT.addressWindowMs).toISOString();
  await transact(deps.database, 'nobody', tx =>
    tx
      .insert(addressFailures)
      .values({ address: address.slice(0, 64), failures: 1, windowStartedAt: now })
      .onConflictDoUpdate({
        target: addressFailures.address,
        set: {
          failures: sql`case when ${addressFailures.windowStartedAt} < ${windowStart}::timestamptz then 1 else ${addressFailures.failures} + 1 end`,
          windowStartedAt: sql`case when ${addressFailures.windowStartedAt} < ${windowStart}::timestamptz then ${now.toISOString()}::timestamptz else ${addressFailures.windowStartedAt} end`,
        },
      }),
  );
}
