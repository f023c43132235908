import { qbRequest, recordsOf } from '@/lib/qbxml';
import type { ReadBackReader } from '../flow';
import { deletedIn, EXPORTED_TXNS } from './deleted-txns';

/** Everything that is exported as a purchase order, or into one. */
export const orderReadBack: ReadBackReader = {
  list: 'purchase_order',
  query: qbId =>
    qbRequest('PurchaseOrderQuery', {
      TxnID: [qbId],
      IncludeRetElement: ['TxnID', 'EditSequence', 'TimeModified'],
    }),
  decode: response => {
    const [order] = recordsOf(response, 'PurchaseOrderQuery', 'PurchaseOrderRet');
    return order?.TxnID ? { qbId: order.TxnID, editSequence: order.EditSequence ?? null } : null;
  },
  deletions: qbRequest('TxnDeletedQuery', { TxnDelType: [...EXPORTED_TXNS] }),
  deleted: response => deletedIn(response, 'PurchaseOrder').flatMap(record => record.TxnID ?? []),
};
