import { and, eq, isNull } from 'drizzle-orm';
import { browserSessions } from '@/drizzle/schema';
import { transact } from '@/lib/db/scope';
import { type CredentialStore, endTokens } from '@/lib/procore';
import { endSessions, type SignedIn } from './browser-sessions';

/** Ends a browser session, and with a person's last one the tokens Procore gave for it, at Procore as well. */
export async function signOut(
  store: CredentialStore,
  { sessionId, userId }: Pick<SignedIn, 'sessionId' | 'userId'>,
): Promise<void> {
  await endSessions(store, { sessionId });
  const others = await transact(store.database, 'nobody', tx =>
    tx
      .select({ id: browserSessions.id })
      .from(browserSessions)
      .where(and(eq(browserSessions.userId, userId), isNull(browserSessions.endedAt)))
      .limit(1),
  );
  if (others.length === 0) await endTokens(store, userId);
}
