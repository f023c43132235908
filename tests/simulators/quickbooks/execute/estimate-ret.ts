import type { Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { fieldsFrom } from '../company/fields';
import { fromCents } from '../company/money';
import type { Estimate, OrderLine } from '../company/records';
import { withAddressBlocks } from './list-query';
import { totalOf } from './order-ret';
import { named } from './references';

export const estimateTotal = (file: CompanyFile, { lines }: Estimate): bigint => totalOf(file, lines);

function lineRet(file: CompanyFile, line: OrderLine): Ret {
  const fields = { ...fieldsFrom({ TxnLineID: line.lineId }), ...named(file, line.fields) };
  if (line.kind === 'line') return { name: 'EstimateLineRet', fields };
  const head = { IsPrintItemsInGroup: 'false', TotalAmount: fromCents(totalOf(file, line.lines)) };
  const lines = { EstimateLineRet: line.lines.map(nested => lineRet(file, nested).fields) };
  return { name: 'EstimateLineGroupRet', fields: { ...fields, ...fieldsFrom(head), ...lines } };
}

/** The estimate as an answer shows it; queries leave the lines out unless asked for them. Nothing here is taxed. */
export function estimateRet(file: CompanyFile, estimate: Estimate, hasLines: boolean): Ret {
  const total = fromCents(estimateTotal(file, estimate));
  const fields = {
    ...fieldsFrom({
      TxnID: estimate.txnId,
      TimeCreated: file.time.moment(estimate.createdAt),
      TimeModified: file.time.moment(estimate.modifiedAt),
      EditSequence: String(estimate.editSequence),
      TxnNumber: String(estimate.txnNumber),
      Subtotal: total,
      SalesTaxTotal: '0.00',
      TotalAmount: total,
    }),
    ...withAddressBlocks(named(file, estimate.fields)),
  };
  return {
    name: 'EstimateRet',
    fields,
    lines: hasLines ? estimate.lines.map(line => lineRet(file, line)) : [],
  };
}
