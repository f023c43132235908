import type { CompanyFile } from './company/company-file';
import { filledText, groupOf } from './company/fields';
import { fromCents } from './company/money';
import type { Estimate } from './company/records';
import { estimateTotal } from './execute/estimate-ret';
import { type LineView, lineView, referred } from './line-view';

export interface EstimateView {
  readonly txnId: string;
  readonly refNumber: string;
  /** FullName of the customer and job. */
  readonly job: string;
  readonly memo: string | null;
  readonly total: string;
  readonly isActive: boolean;
  readonly editSequence: string;
  readonly externalGuid: string | null;
  readonly lines: readonly LineView[];
}

export function estimateView(file: CompanyFile, estimate: Estimate): EstimateView {
  const { fields } = estimate;
  return {
    txnId: estimate.txnId,
    refNumber: filledText(fields, 'RefNumber') ?? '',
    job: referred(file, 'customer', groupOf(fields, 'CustomerRef')) ?? '',
    memo: filledText(fields, 'Memo') ?? null,
    total: fromCents(estimateTotal(file, estimate)),
    isActive: filledText(fields, 'IsActive') !== 'false',
    editSequence: String(estimate.editSequence),
    externalGuid: filledText(fields, 'ExternalGUID') ?? null,
    lines: estimate.lines.map(line => lineView(file, line)),
  };
}
