import type { Ctx } from '@/lib/tenancy';
import { type AcceptInput, acceptFrom } from './accept';

/**
 * Retry: accepts a record again that QuickBooks refused, or that needed a person's look. It is judged and shown anew, so
 * a mended mapping or a changed number goes with it.
 * @throws Conflict, Blocked, Forbidden, NotFound, as accept does
 */
export function retryExport(ctx: Ctx, input: AcceptInput): Promise<void> {
  return acceptFrom(ctx, input, { states: ['failed', 'needs_attention'], action: 'retried' });
}
