import { parseMoney, readableMoney, sumMoney } from '@/lib/core/money';
import { type QbRequest, type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import type { LookupVerdict, ReadBackReader, Settlement } from '../flow';
import { deletedTxns, TXN_DELETIONS } from '../shared/txn-deletions';
import { type EstimateRet, subtotalOf } from './estimate-target';
import { leftAfter } from './plan';
import { addedAmounts, besidesOf, estimateIn } from './request';

/** Keeps ids and line ids of an estimate that QuickBooks gave back; null when it lacks what must be kept. */
export function settlementOfEstimate(estimate: EstimateRet, request: QbRequest): Settlement | null {
  const { TxnID: txnId, EditSequence: editSequence } = estimate;
  if (!txnId || !editSequence) return null;
  const ids = (estimate.Lines ?? []).flatMap(line =>
    'EstimateLineRet' in line ? [line.EstimateLineRet?.TxnLineID ?? ''] : [],
  );
  const amounts = addedAmounts(request);
  const items = itemsOf(request);
  const lines = besidesOf(request).standsFor.flatMap((stands, index) => {
    const txnLineId = ids[index];
    const item = items[index] ?? null;
    return txnLineId ? [{ ...stands, txnLineId, item, amount: amounts[index] ?? 0n }] : [];
  });
  const total = subtotalOf(estimate);
  return {
    qbType: 'Estimate',
    txnId,
    editSequence,
    refNumber: estimate.RefNumber ?? null,
    lines: leftAfter({ left: [], lines }),
    ...(total === null ? {} : { total }),
    warning: totalWarning(total, sumMoney(amounts)),
  };
}

function itemsOf(request: QbRequest): (string | null)[] {
  return (estimateIn(request).Lines ?? []).map(line =>
    'EstimateLineAdd' in line ? (line.EstimateLineAdd?.ItemRef?.ListID ?? null) : null,
  );
}

function totalWarning(given: string | null, wanted: bigint): string | null {
  if (given === null || parseMoney(given) === wanted) return null;
  return `QuickBooks shows a total of ${readableMoney(parseMoney(given))}; ${readableMoney(wanted)} was approved. Compare the two.`;
}

const isSame = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && left.trim().toLowerCase() === right?.trim().toLowerCase();

/** By number, and by what changed since. */
const LIVE_QUERIES = 2;

/**
 * What QuickBooks holds of a lost estimate, under its number or another: ours by its mark, somebody else's, a deleted one,
 * or nothing. An answer with an error proves nothing.
 */
export function judgeEstimate(request: QbRequest, responses: readonly QbResponse[]): LookupVerdict {
  const { RefNumber, ExternalGUID } = estimateIn(request);
  const live = responses.filter(one => one.message === 'EstimateQuery');
  const deleted = responses.find(one => one.message === 'TxnDeletedQuery');
  if (live.length < LIVE_QUERIES || !deleted)
    return { found: 'unclear', reason: 'QuickBooks did not answer the look-up.' };
  const failed = [...live, deleted].find(one => one.statusCode !== 0 && one.statusCode !== 1);
  if (failed) return { found: 'unclear', reason: failed.statusMessage };
  const estimates = live.flatMap(one => recordsOf(one, 'EstimateQuery', 'EstimateRet'));
  const ours = estimates.find(estimate => isSame(estimate.ExternalGUID, ExternalGUID));
  if (ours) {
    const settlement = settlementOfEstimate(ours, request);
    return settlement
      ? { found: 'ours', settlement }
      : { found: 'unclear', reason: 'The estimate was found without its ids.' };
  }
  const foreign = estimates.find(estimate => isSame(estimate.RefNumber, RefNumber));
  if (foreign) {
    const job = foreign.CustomerRef?.FullName ?? 'an unknown job';
    const description = `estimate ${RefNumber} for ${job} of ${foreign.TxnDate ?? 'no date'}`;
    return { found: 'foreign', description };
  }
  const match = recordsOf(deleted, 'TxnDeletedQuery', 'TxnDeletedRet').find(
    one => one.TxnDelType === 'Estimate' && isSame(one.RefNumber, RefNumber),
  );
  if (match)
    return { found: 'deleted', description: `estimate ${RefNumber}, deleted ${match.TimeDeleted ?? ''}` };
  return { found: 'nothing' };
}

export const estimateReadBack: ReadBackReader = {
  list: 'estimate',
  query: qbId =>
    qbRequest('EstimateQuery', {
      TxnID: [qbId],
      IncludeRetElement: ['TxnID', 'EditSequence', 'TimeModified'],
    }),
  decode: response => {
    const [estimate] = recordsOf(response, 'EstimateQuery', 'EstimateRet');
    return estimate?.TxnID ? { qbId: estimate.TxnID, editSequence: estimate.EditSequence ?? null } : null;
  },
  deletions: TXN_DELETIONS,
  deleted: response => deletedTxns(response, 'Estimate'),
};
