import { AppError } from '@/lib/core/errors';
import {
  type EachResult,
  freshenForDecision,
  hasDirectRules,
  type SendInput,
  sendExports,
} from '@/lib/exports';
import type { CompanyCall } from './company';

/**
 * Sends records to the approver. A direct export rule accepts nothing that Procore was not asked about just now: where it
 * cannot be asked, an approver decides as if there were no rules.
 */
export async function sendsToApproval(
  { ctx, procore }: CompanyCall,
  items: readonly SendInput[],
): Promise<EachResult[]> {
  const mayBeDirect = (await hasDirectRules(ctx)) && (await isFresh());
  return await sendExports(ctx, items, { mayBeDirect });

  async function isFresh(): Promise<boolean> {
    try {
      await freshenForDecision(
        ctx,
        procore,
        items.map(item => item.id),
      );
      return true;
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code !== 'broken') return false;
      throw thrown;
    }
  }
}
