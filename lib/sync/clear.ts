import { SYNC } from '@/lib/core/limits';

/** A set that is settled for good, so that QuickBooks need not keep its answer: nothing will be asked about it again. */
export interface ClearableSet {
  readonly setId: string;
  readonly setKey: string;
}

/** How many sets a session may still clear, of those that are settled. */
export function clearsLeft({ settled, done }: { settled: number; done: number }): number {
  return Math.max(0, Math.min(settled, SYNC.maxClearsPerSession - done));
}
