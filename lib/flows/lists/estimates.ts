import { SYNC } from '@/lib/core/limits';
import type { EstimateLineCopy } from '@/lib/mappings/estimate-books';
import { type QbResponse, qbRequest, recordsOf } from '@/lib/qbxml';
import { type ListReader, numbered, pageOf, TXN_HEAD, txnFilters } from './reader';

type EstimateRet = ReturnType<typeof estimatesIn>[number];
type AnyLine = NonNullable<EstimateRet['Lines']>[number];

/** What `qb_lists.fields` holds of an estimate. Amounts are decimal text, never floats. */
export interface EstimateFields {
  readonly job: string | null;
  readonly jobId: string | null;
  readonly date: string | null;
  /** Before tax. */
  readonly total: string | null;
  readonly lines: readonly EstimateLineCopy[];
}

const estimatesIn = (response: QbResponse) => recordsOf(response, 'EstimateQuery', 'EstimateRet');

function lineCopy(line: AnyLine): EstimateLineCopy[] {
  if ('EstimateLineGroupRet' in line && line.EstimateLineGroupRet) {
    const { TxnLineID: id, Desc, ItemGroupRef, TotalAmount } = line.EstimateLineGroupRet;
    return id ? [{ id, text: Desc ?? ItemGroupRef?.FullName ?? '', amount: TotalAmount ?? null }] : [];
  }
  const single = 'EstimateLineRet' in line ? line.EstimateLineRet : undefined;
  return single?.TxnLineID
    ? [{ id: single.TxnLineID, text: single.Desc ?? '', amount: single.Amount ?? null }]
    : [];
}

function fieldsOf(estimate: EstimateRet): EstimateFields {
  return {
    job: estimate.CustomerRef?.FullName ?? null,
    jobId: estimate.CustomerRef?.ListID ?? null,
    date: estimate.TxnDate ?? null,
    total: estimate.Subtotal ?? estimate.TotalAmount ?? null,
    lines: (estimate.Lines ?? []).flatMap(lineCopy),
  };
}

/** Estimates with their lines, in smaller pages than lists without. One that is inactive counts in no report. */
export const estimateReader: ListReader = {
  kind: 'estimate',
  isPaged: true,
  query: (cursor, iterator) =>
    qbRequest(
      'EstimateQuery',
      {
        ...pageOf(iterator, SYNC.linedPage),
        ...txnFilters(cursor),
        IncludeLineItems: true,
        IncludeRetElement: [
          ...TXN_HEAD,
          'CustomerRef',
          'TxnDate',
          'RefNumber',
          'IsActive',
          'Subtotal',
          'TotalAmount',
          'EstimateLineRet',
          'EstimateLineGroupRet',
        ],
      },
      iterator ?? undefined,
    ),
  decode: response =>
    estimatesIn(response).flatMap(estimate =>
      numbered(estimate, 'Estimate', {
        isActive: estimate.IsActive ?? true,
        fields: { ...fieldsOf(estimate) },
      }),
    ),
};
