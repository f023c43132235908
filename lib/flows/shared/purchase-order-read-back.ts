import { qbRequest, recordsOf } from '@/lib/qbxml';
import type { ReadBackReader } from '../flow';
import { deletedTxns, TXN_DELETIONS } from './txn-deletions';

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
  deletions: TXN_DELETIONS,
  deleted: response => deletedTxns(response, 'PurchaseOrder'),
};
