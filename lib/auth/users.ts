import { eq, sql } from 'drizzle-orm';
import { users } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { assert } from '@/lib/core/errors';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';

export interface KnownUser {
  readonly id: string;
  readonly procoreUserId: string;
  readonly login: string;
  readonly name: string;
}

interface SeenUser {
  readonly environment: string;
  readonly procoreUserId: string;
  readonly login: string;
  /** Empty when Procore did not say. */
  readonly name: string;
}

/** The person of a Procore sign-in, made at the first one. A name once known is not lost to an empty one. */
export async function keepUser(deps: { env: Env; database: Database }, seen: SeenUser): Promise<KnownUser> {
  const name = (seen.name === '' ? seen.login : seen.name).slice(0, 200);
  return await transact(deps.database, 'nobody', async tx => {
    const [row] = await tx
      .insert(users)
      .values({
        id: deps.env.newId(),
        environment: seen.environment,
        procoreUserId: seen.procoreUserId,
        login: seen.login.slice(0, 320),
        name,
        createdAt: deps.env.now(),
      })
      .onConflictDoUpdate({
        target: [users.environment, users.procoreUserId],
        set: {
          login: seen.login.slice(0, 320),
          ...(seen.name === '' ? { name: sql`${users.name}` } : { name }),
        },
      })
      .returning();
    assert(row, 'an upsert returns its row');
    return { id: row.id, procoreUserId: row.procoreUserId, login: row.login, name: row.name };
  });
}

export async function renameUser(deps: { database: Database }, userId: string, name: string): Promise<void> {
  await transact(deps.database, 'nobody', tx =>
    tx
      .update(users)
      .set({ name: name.slice(0, 200) })
      .where(eq(users.id, userId)),
  );
}
