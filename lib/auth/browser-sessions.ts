import { and, eq, isNull } from 'drizzle-orm';
import { browserSessions, users } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import { base64url, isUuid } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { SIGN_IN } from '@/lib/core/limits';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';

interface Deps {
  readonly env: Env;
  readonly database: Database;
}

export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly procoreUserId: string;
  readonly environment: string;
  readonly login: string;
  readonly name: string;
}

const BEARER_BYTES = 32;

/** Begins a browser session: at most eight hours, an hour idle. */
export async function startSession(deps: Deps, userId: string): Promise<string> {
  const id = deps.env.newId();
  const now = deps.env.now();
  await transact(deps.database, 'nobody', tx =>
    tx.insert(browserSessions).values({ id, userId, createdAt: now, usedAt: now }),
  );
  return id;
}

/**
 * A token for frames in which no cookie works: kept in the page's memory, good while it is used at least every ten
 * minutes. It also lets the frame ask next-auth for its cookie.
 */
export async function giveBearer(deps: Deps, sessionId: string): Promise<string> {
  const bearer = base64url(deps.env.randomBytes(BEARER_BYTES));
  await transact(deps.database, 'nobody', tx =>
    tx
      .update(browserSessions)
      .set({ bearerHash: secretHash(bearer), bearerUsedAt: deps.env.now() })
      .where(eq(browserSessions.id, sessionId)),
  );
  return bearer;
}

export async function dropBearer(deps: Deps, sessionId: string): Promise<void> {
  await transact(deps.database, 'nobody', tx =>
    tx
      .update(browserSessions)
      .set({ bearerHash: null, bearerUsedAt: null })
      .where(eq(browserSessions.id, sessionId)),
  );
}

const COLUMNS = {
  sessionId: browserSessions.id,
  userId: users.id,
  procoreUserId: users.procoreUserId,
  environment: users.environment,
  login: users.login,
  name: users.name,
  createdAt: browserSessions.createdAt,
  usedAt: browserSessions.usedAt,
  bearerUsedAt: browserSessions.bearerUsedAt,
};

export type SessionProof = { readonly sessionId: string } | { readonly bearer: string };

/** Who is signed in; null when the session has ended, grown too old, or was not used for too long. */
export async function findSession(deps: Deps, proof: SessionProof): Promise<SignedIn | null> {
  if ('sessionId' in proof && !isUuid(proof.sessionId)) return null;
  const isIt =
    'sessionId' in proof
      ? eq(browserSessions.id, proof.sessionId)
      : eq(browserSessions.bearerHash, secretHash(proof.bearer));
  const now = deps.env.now();
  return await transact(deps.database, 'nobody', async tx => {
    const [row] = await tx
      .select(COLUMNS)
      .from(browserSessions)
      .innerJoin(users, eq(users.id, browserSessions.userId))
      .where(and(isIt, isNull(browserSessions.endedAt)));
    const isByBearer = 'bearer' in proof;
    if (!row || !isAlive(row, now, isByBearer)) return null;
    const isDue = (at: Date | null): boolean =>
      at !== null && now.getTime() - at.getTime() > SIGN_IN.touchEveryMs;
    if (isDue(row.usedAt) || (isByBearer && isDue(row.bearerUsedAt))) {
      // The cookie's use is not the bearer's: a bearer nobody uses must end.
      await tx
        .update(browserSessions)
        .set({ usedAt: now, ...(isByBearer ? { bearerUsedAt: now } : {}) })
        .where(eq(browserSessions.id, row.sessionId));
    }
    const { createdAt: _c, usedAt: _u, bearerUsedAt: _b, ...signedIn } = row;
    return signedIn;
  });
}

function isAlive(
  row: { createdAt: Date; usedAt: Date; bearerUsedAt: Date | null },
  now: Date,
  byBearer: boolean,
): boolean {
  const age = (at: Date): number => now.getTime() - at.getTime();
  if (age(row.createdAt) >= SIGN_IN.sessionMaxMs || age(row.usedAt) >= SIGN_IN.sessionIdleMs) return false;
  return !byBearer || (row.bearerUsedAt !== null && age(row.bearerUsedAt) < SIGN_IN.bearerIdleMs);
}

/** Ends one session, or all of a person's. */
export async function endSessions(
  deps: Deps,
  who: { readonly sessionId: string } | { readonly userId: string },
): Promise<void> {
  const which =
    'sessionId' in who ? eq(browserSessions.id, who.sessionId) : eq(browserSessions.userId, who.userId);
  await transact(deps.database, 'nobody', tx =>
    tx
      .update(browserSessions)
      .set({ endedAt: deps.env.now(), bearerHash: null })
      .where(and(which, isNull(browserSessions.endedAt))),
  );
}
