import { isRenewed } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import type { ExportRow } from './snapshot';

/** Whether a record that is in QuickBooks may be sent once more: it changed since, and the change can follow it there. */
export function mayBeSentAgain(row: Pick<ExportRow, 'kind' | 'state' | 'changedAfterSync'>): boolean {
  const flow = flowOf(row.kind);
  return row.state === 'synced' && row.changedAfterSync !== null && flow !== null && isRenewed(flow);
}
