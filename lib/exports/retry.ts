import type { Ctx } from '@/lib/tenancy';
import { type AcceptInput, acceptEach, acceptOne } from './accept';
import type { EachResult } from './each';
import type { AcceptedFrom } from './queue-decisions';

const RETRIED: AcceptedFrom = { states: ['failed', 'needs_attention'], action: 'retried' };

/**
 * Retry: accepts records again that QuickBooks refused, or that needed a person's look. Each is judged and shown anew, so
 * a mended mapping or a changed number goes with it.
 */
export function retryExports(ctx: Ctx, inputs: readonly AcceptInput[]): Promise<EachResult[]> {
  return acceptEach(ctx, inputs, RETRIED);
}

/** Retries a single record. @throws Conflict, Blocked, Forbidden, NotFound, as accept does */
export function retryExport(ctx: Ctx, input: AcceptInput): Promise<void> {
  return acceptOne(ctx, input, RETRIED);
}
