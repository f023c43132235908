import type { Ctx } from '@/lib/tenancy/context';
import type { HistoryFrame } from './record';

/** The frame of everything a verb does under its context. */
export function historyFrame(
  ctx: Pick<Ctx, 'env' | 'company' | 'actor' | 'requestId' | 'address'>,
): HistoryFrame {
  return {
    companyId: ctx.company.id,
    actor: ctx.actor,
    at: ctx.env.now(),
    requestId: ctx.requestId,
    address: ctx.address,
  };
}
