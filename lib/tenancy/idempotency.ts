import { and, eq, isNull, lt } from 'drizzle-orm';
import { idempotencyKeys } from '@/drizzle/schema';
import { contentHash } from '@/lib/core/canonical';
import { Conflict, Invalid } from '@/lib/core/errors';
import { type Ctx, inCompany } from './context';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

const KEY = /^[\x21-\x7e]{1,255}$/;
/** A command that has not answered by then died with its process. */
const GIVE_UP_MS = 60_000;

/**
 * Runs a command once per key: the same key with the same body gives the first answer again.
 * @throws Invalid when the key was used with another body, Conflict while the first one still runs
 */
export async function once(
  ctx: Ctx,
  given: { key: string; body: unknown },
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (!KEY.test(given.key)) throw new Invalid('The Idempotency-Key has up to 255 visible characters.');
  const bodyHash = contentHash(given.body);
  const earlier = await begin(ctx, given.key, bodyHash);
  if (earlier) return earlier;
  const answer = await runOrForget(ctx, given.key, run);
  await inCompany(ctx, tx =>
    tx
      .update(idempotencyKeys)
      .set({ status: answer.status, answer: answer.body })
      .where(isKey(ctx, given.key)),
  );
  return answer;
}

/** A command that was refused may be tried again under its key; one that was carried out may not. */
async function runOrForget(ctx: Ctx, key: string, run: () => Promise<Answer>): Promise<Answer> {
  try {
    return await run();
  } catch (thrown) {
    await inCompany(ctx, tx => tx.delete(idempotencyKeys).where(isKey(ctx, key)));
    throw thrown;
  }
}

function userOf(ctx: Ctx): string {
  return ctx.actor.kind === 'person' ? ctx.actor.userId : ctx.company.id;
}

function isKey(ctx: Ctx, key: string) {
  return and(
    eq(idempotencyKeys.companyId, ctx.company.id),
    eq(idempotencyKeys.userId, userOf(ctx)),
    eq(idempotencyKeys.key, key),
  );
}

async function begin(ctx: Ctx, key: string, bodyHash: string): Promise<Answer | null> {
  const now = ctx.env.now();
  return await inCompany(ctx, async tx => {
    await tx
      .delete(idempotencyKeys)
      .where(
        and(
          isKey(ctx, key),
          isNull(idempotencyKeys.status),
          lt(idempotencyKeys.createdAt, new Date(now.getTime() - GIVE_UP_MS)),
        ),
      );
    const made = await tx
      .insert(idempotencyKeys)
      .values({ companyId: ctx.company.id, userId: userOf(ctx), key, bodyHash, createdAt: now })
      .onConflictDoNothing()
      .returning({ key: idempotencyKeys.key });
    if (made.length > 0) return null;
    const [known] = await tx.select().from(idempotencyKeys).where(isKey(ctx, key));
    if (known?.bodyHash !== bodyHash) throw new Invalid('This Idempotency-Key was used for another command.');
    if (known.status === null)
      throw new Conflict('This command is being carried out already.', { remedy: 'Wait for its answer.' });
    return { status: known.status, body: known.answer };
  });
}
