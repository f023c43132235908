import { qbRequest, recordsOf } from '@/lib/qbxml';
import { type ListReader, numbered, pageOf, TXN_HEAD, txnFilters } from './reader';

export const orderReader: ListReader = {
  kind: 'purchase_order',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'PurchaseOrderQuery',
      {
        ...pageOf(iterator),
        ...txnFilters(cursor),
        IncludeRetElement: [
          ...TXN_HEAD,
          'VendorRef',
          'TxnDate',
          'RefNumber',
          'TotalAmount',
          'IsManuallyClosed',
          'IsFullyReceived',
        ],
      },
      iterator ?? undefined,
    ),
  decode: response =>
    recordsOf(response, 'PurchaseOrderQuery', 'PurchaseOrderRet').flatMap(order =>
      numbered(order, 'PurchaseOrder', {
        isActive: !(order.IsManuallyClosed ?? false) && !(order.IsFullyReceived ?? false),
        fields: {
          vendor: order.VendorRef?.FullName ?? null,
          vendorId: order.VendorRef?.ListID ?? null,
          date: order.TxnDate ?? null,
          total: order.TotalAmount ?? null,
        },
      }),
    ),
};
