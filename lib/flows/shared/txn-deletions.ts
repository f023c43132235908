import { type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';

/**
 * Asks what people deleted of all that is exported as a transaction, as far back as QuickBooks remembers. One question
 * for every kind: whoever reads several kinds back asks it once.
 */
export const TXN_DELETIONS: QbRequest = qbRequest('TxnDeletedQuery', {
  TxnDelType: ['Bill', 'Estimate', 'PurchaseOrder'],
});

type DeletedType = 'Bill' | 'Estimate' | 'PurchaseOrder';

/** Ids of transactions of a type that were deleted. */
export function deletedTxns(response: QbResponse, type: DeletedType): string[] {
  return recordsOf(response, 'TxnDeletedQuery', 'TxnDeletedRet').flatMap(record =>
    record.TxnDelType === type ? (record.TxnID ?? []) : [],
  );
}
