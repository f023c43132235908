import { endSessions } from '@/lib/auth';
import { AppError, errorText } from '@/lib/core/errors';
import { endTokens } from '@/lib/procore';
import { type Ctx, membersOf } from '@/lib/tenancy';
import type { TaskDeps } from './deps';
import { endHooks, removeHooks } from './ensure-hooks';

/**
 * Leaves nothing of ours in a company's Procore after it was disconnected: no webhook, and nobody's tokens but those of
 * the person who does it. Where Procore is away, webhooks end here alone: it gives them up after twelve hours.
 */
export async function letGo(deps: TaskDeps, ctx: Ctx): Promise<void> {
  await endHooks(ctx);
  await removeHooks(deps, ctx.company).catch((thrown: unknown) => {
    if (!(thrown instanceof AppError)) throw thrown;
    ctx.env.log.warn('our webhooks could not be removed', { reason: errorText(thrown).slice(0, 300) });
  });
  const here = ctx.actor.kind === 'person' ? ctx.actor.userId : null;
  for (const { userId } of await membersOf(ctx)) {
    if (userId === here) continue;
    await endSessions(deps, { userId });
    await endTokens(deps.store, userId);
  }
}
