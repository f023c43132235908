import { type QbResponse, recordsOf } from '@/lib/qbxml';

/** What is exported as a transaction. Reading back asks for the deletions of all of them in one question. */
export const EXPORTED_TXNS = ['Estimate', 'PurchaseOrder'] as const;

/** Deletions of one kind that an answer tells of. */
export function deletedIn(response: QbResponse, type: (typeof EXPORTED_TXNS)[number]) {
  return recordsOf(response, 'TxnDeletedQuery', 'TxnDeletedRet').filter(one => one.TxnDelType === type);
}
