import { and, eq, exists, gt, isNotNull, isNull, lt, not, sql } from 'drizzle-orm';
import { browserSessions, credentials } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { AppError, errorText, Unavailable } from '@/lib/core/errors';
import { PROCORE, SIGN_IN } from '@/lib/core/limits';
import { type SealKeys, seal, unseal } from '@/lib/core/seal';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { ProcoreHosts } from './http';
import { isOurMistake, isTokenDead, refreshTokens, revokeToken, serviceTokens, type TokenSet } from './oauth';
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

/** Procore does not know this connector by the client id and secret it was configured with. */
export class ClientRefused extends AppError {
  static override readonly kind = 'ClientRefused';

  constructor(cause?: unknown) {
    super('unavailable', 'Procore does not accept the client id and secret of this connector.', {
      remedy: 'Whoever runs the connector should check PROCORE_CLIENT_ID and PROCORE_CLIENT_SECRET.',
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

/** The same tokens under the current key. @throws Broken naming the key that is gone */
export function resealed({ env, keys }: CredentialStore, row: Row) {
  const again = (column: string, value: string): string =>
    seal({ env, keys }, place(row.id, column), unseal(keys, place(row.id, column), value));
  return {
    sealedAccess: again('access', row.sealedAccess),
    sealedRefresh: row.sealedRefresh === null ? null : again('refresh', row.sealedRefresh),
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
  if (row?.status !== 'usable') throw new ReconnectNeeded();
  const access = unseal(store.keys, place(row.id, 'access'), row.sealedAccess);
  if (access !== refused && isFresh(store, row)) return access;
  const outcome = await transact(store.database, 'nobody', tx => refreshUnderLock(store, tx, row));
  if (outcome instanceof AppError) throw outcome;
  return outcome;
}

/** Errors are returned, not thrown, so that the mark "reconnect" is committed with them. */
async function refreshUnderLock(store: CredentialStore, tx: Tx, seen: Row): Promise<string | AppError> {
  const [row] = await tx.select().from(credentials).where(eq(credentials.id, seen.id)).for('update');
  if (row?.status !== 'usable' || row.sealedRefresh === null) return new ReconnectNeeded();
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
    if (isOurMistake(thrown)) return new ClientRefused(thrown);
    if (!isTokenDead(thrown))
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

/**
 * Tokens of the app's service account, for background work. Made once: a client id and secret that Procore refuses are
 * then not tried again by every job.
 * @throws ClientRefused
 */
export function serviceAccountTokens(store: CredentialStore): TokenSource {
  let refusedUntilMs = 0;
  return {
    token: async refused => {
      if (store.env.now().getTime() < refusedUntilMs) throw new ClientRefused();
      try {
        return await serviceToken(store, refused);
      } catch (thrown) {
        if (!isOurMistake(thrown) && !isTokenDead(thrown)) throw thrown;
        refusedUntilMs = store.env.now().getTime() + PROCORE.refusedClientPauseMs;
        store.env.log.error('Procore refuses the connector’s client id and secret', {}, thrown);
        throw new ClientRefused(thrown);
      }
    },
  };
}

/**
 * Ends a person's tokens: from now on nobody here uses them, Procore is told to forget them, then they are deleted. Where
 * Procore cannot be reached they wait, unusable, for the next turn of the task.
 */
export async function endTokens(store: CredentialStore, userId: string): Promise<void> {
  await transact(store.database, 'nobody', tx =>
    tx.update(credentials).set({ status: 'ending' }).where(ownerIs(store, userId)),
  );
  await endWaitingTokens(store);
}

/** Tokens that Procore could not be told about are tried once more. A sign-in meanwhile brought others in their place. */
async function endWaitingTokens(store: CredentialStore): Promise<void> {
  const isWaiting = and(
    eq(credentials.environment, store.hosts.environment),
    eq(credentials.status, 'ending'),
  );
  const waiting = await transact(store.database, 'nobody', tx =>
    tx.select().from(credentials).where(isWaiting),
  );
  for (const row of waiting) {
    try {
      await revokeToken(store.hosts, unseal(store.keys, place(row.id, 'access'), row.sealedAccess));
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      store.env.log.warn('Procore could not be told to forget a token', { reason: errorText(thrown) });
      continue;
    }
    const isIt = and(eq(credentials.id, row.id), eq(credentials.sealedAccess, row.sealedAccess));
    await transact(store.database, 'nobody', tx => tx.delete(credentials).where(isIt));
  }
}

/**
 * Marks the tokens of people who have no browser session any more: no background work uses a person's token. Those of the
 * last hour stay, since a sign-in keeps its tokens before its session begins.
 */
export async function endIdleTokens(store: CredentialStore): Promise<void> {
  const now = store.env.now();
  const since = (ms: number): Date => new Date(now.getTime() - ms);
  const isAlive = exists(
    sql`(select 1 from ${browserSessions} where ${and(
      eq(browserSessions.userId, credentials.userId),
      isNull(browserSessions.endedAt),
      gt(browserSessions.usedAt, since(SIGN_IN.sessionIdleMs)),
      gt(browserSessions.createdAt, since(SIGN_IN.sessionMaxMs)),
    )})`,
  );
  const isIdle = and(
    eq(credentials.environment, store.hosts.environment),
    isNotNull(credentials.userId),
    lt(credentials.issuedAt, since(SIGN_IN.sessionIdleMs)),
    not(isAlive),
  );
  await transact(store.database, 'nobody', tx =>
    tx.update(credentials).set({ status: 'ending' }).where(isIdle),
  );
  await endWaitingTokens(store);
}
