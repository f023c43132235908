import { and, eq, isNull } from 'drizzle-orm';
import { credentials } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { AppError, Unavailable } from '@/lib/core/errors';
import { PROCORE } from '@/lib/core/limits';
import { type SealKeys, seal, unseal } from '@/lib/core/seal';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { ProcoreError } from './errors';
import type { ProcoreHosts } from './http';
import { refreshTokens, serviceTokens, type TokenSet } from './oauth';
import type { TokenSource } from './session';

export interface CredentialStore {
  readonly env: Env;
  readonly database: Database;
  readonly keys: SealKeys;
  readonly hosts: ProcoreHosts;
}

type Row = typeof credentials.$inferSelect;

/** The person must sign in with Procore again; background work for them stops until then. */
export class ReconnectNeeded extends AppError {
  static override readonly kind = 'ReconnectNeeded';

  constructor(cause?: unknown) {
    super('unauthenticated', 'The sign-in with Procore has ended.', {
      remedy: 'Sign in with Procore again.',
      ...(cause === undefined ? {} : { cause }),
    });
  }
}

const place = (id: string, column: string): string => `credentials.${column}.${id}`;

function sealedColumns(store: CredentialStore, id: string, tokens: TokenSet) {
  const now = store.env.now();
  return {
    sealedAccess: seal(store, place(id, 'access'), tokens.accessToken),
    sealedRefresh:
      tokens.refreshToken === null ? null : seal(store, place(id, 'refresh'), tokens.refreshToken),
    issuedAt: now,
    expiresAt: new Date(now.getTime() + tokens.expiresInS * 1000),
    status: 'usable' as const,
  };
}

function ownerIs(store: CredentialStore, userId: string | null) {
  const owner = userId === null ? isNull(credentials.userId) : eq(credentials.userId, userId);
  return and(eq(credentials.environment, store.hosts.environment), owner);
}

/** Keeps a fresh pair, sealed, in place of any older one. */
export async function keepTokens(
  store: CredentialStore,
  userId: string | null,
  tokens: TokenSet,
): Promise<void> {
  const { environment } = store.hosts;
  const id = store.env.newId();
  await transact(store.database, 'nobody', async tx => {
    const made = await tx
      .insert(credentials)
      .values({ id, environment, userId, ...sealedColumns(store, id, tokens) })
      .onConflictDoNothing()
      .returning({ id: credentials.id });
    if (made.length > 0) return;
    const [known] = await tx
      .select({ id: credentials.id })
      .from(credentials)
      .where(ownerIs(store, userId))
      .for('update');
    if (!known) return;
    await tx
      .update(credentials)
      .set(sealedColumns(store, known.id, tokens))
      .where(eq(credentials.id, known.id));
  });
}

function isFresh(store: CredentialStore, row: Row): boolean {
  const lifeMs = row.expiresAt.getTime() - row.issuedAt.getTime();
  return store.env.now().getTime() < row.issuedAt.getTime() + lifeMs * PROCORE.refreshAtShare;
}

/**
 * A good access token of a person. Refreshing is single flight across processes: the row is locked, so whoever comes
 * second finds the new token. The new pair is saved before it is used.
 *
 * This is the one place where a foreign call runs inside a transaction, and it must: a refresh token works once, so the
 * lock has to be held until its successor is stored. The lock covers this row alone.
 * @throws ReconnectNeeded when Procore refuses the refresh token for good, or its answer was lost.
 */
async function personToken(store: CredentialStore, userId: string, refused: string | null): Promise<string> {
  const [row] = await transact(store.database, 'nobody', tx =>
    tx.select().from(credentials).where(ownerIs(store, userId)),
  );
  if (!row || row.status === 'reconnect') throw new ReconnectNeeded();
  const access = unseal(store.keys, place(row.id, 'access'), row.sealedAccess);
  if (access !== refused && isFresh(store, row)) return access;
  const outcome = await transact(store.database, 'nobody', tx => refreshUnderLock(store, tx, row));
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

/** Errors are returned, not thrown, so that the mark "reconnect" is committed with them. */
async function refreshUnderLock(store: CredentialStore, tx: Tx, seen: Row): Promise<string | AppError> {
  const [row] = await tx.select().from(credentials).where(eq(credentials.id, seen.id)).for('update');
  if (!row || row.status === 'reconnect' || row.sealedRefresh === null) return new ReconnectNeeded();
  if (row.sealedAccess !== seen.sealedAccess)
    return unseal(store.keys, place(row.id, 'access'), row.sealedAccess);
  try {
    const tokens = await refreshTokens(
      store.hosts,
      unseal(store.keys, place(row.id, 'refresh'), row.sealedRefresh),
    );
    await store.env.faults.at('token-refresh.answered');
    await tx
      .update(credentials)
      .set(sealedColumns(store, row.id, tokens))
      .where(eq(credentials.id, row.id));
    return tokens.accessToken;
  } catch (thrown) {
    const isRefusal = thrown instanceof ProcoreError && (thrown.status === 400 || thrown.status === 401);
    if (!isRefusal)
      return thrown instanceof AppError
        ? thrown
        : new Unavailable('Procore could not be reached.', { cause: thrown });
    await tx.update(credentials).set({ status: 'reconnect' }).where(eq(credentials.id, row.id));
    return new ReconnectNeeded(thrown);
  }
}

async function serviceToken(store: CredentialStore, refused: string | null): Promise<string> {
  const [row] = await transact(store.database, 'nobody', tx =>
    tx.select().from(credentials).where(ownerIs(store, null)),
  );
  const access = row ? unseal(store.keys, place(row.id, 'access'), row.sealedAccess) : null;
  if (row && access !== null && access !== refused && isFresh(store, row)) return access;
  // Two at once both get a good token; there is nothing single-use about this grant.
  const tokens = await serviceTokens(store.hosts);
  await keepTokens(store, null, tokens);
  return tokens.accessToken;
}

/** Tokens of one person. */
export function personTokens(store: CredentialStore, userId: string): TokenSource {
  return { token: refused => personToken(store, userId, refused) };
}

/** Tokens of the app's service account, for background work. */
export function serviceAccountTokens(store: CredentialStore): TokenSource {
  return { token: refused => serviceToken(store, refused) };
}

/** Forgets a person's tokens. Revoking them at Procore is the caller's part. */
export async function forgetTokens(store: CredentialStore, userId: string): Promise<string | null> {
  return await transact(store.database, 'nobody', async tx => {
    const [row] = await tx.delete(credentials).where(ownerIs(store, userId)).returning();
    return row ? unseal(store.keys, place(row.id, 'access'), row.sealedAccess) : null;
  });
}
