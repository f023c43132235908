import type { ListKind } from '@/lib/core/kinds';
import { accountReader, classReader, termsReader } from './lists/accounting';
import { billReader } from './lists/bills';
import { estimateReader } from './lists/estimates';
import { itemReader } from './lists/items';
import { customerReader, vendorReader } from './lists/names';
import { orderReader } from './lists/purchase-orders';
import type { ListReader } from './lists/reader';

export {
  DELETION_KINDS,
  DELETION_READERS,
  type Deletion,
  type DeletionKind,
  type DeletionReader,
} from './lists/deletions';
export type { ListReader } from './lists/reader';

/** How each list is read. */
export const LIST_READERS: Readonly<Record<ListKind, ListReader>> = {
  account: accountReader,
  terms: termsReader,
  class: classReader,
  vendor: vendorReader,
  customer: customerReader,
  item: itemReader,
  purchase_order: orderReader,
  bill: billReader,
  estimate: estimateReader,
};

/**
 * The later of two times as QuickBooks wrote them, without the offset: its clock ignores daylight saving, so the text
 * itself is what can be compared and sent back.
 */
export function laterCursor(left: string | null, timeModified: string): string | null {
  const local = timeModified.slice(0, 19);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(local)) return left;
  return left === null || local > left ? local : left;
}
