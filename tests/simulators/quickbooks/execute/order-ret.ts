import type { Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { fieldsFrom } from '../company/fields';
import { fromCents } from '../company/money';
import type { OrderLine, PurchaseOrder } from '../company/records';
import { withAddressBlocks } from './list-query';
import { centsOf, isSubtotal } from './order-lines';
import { named } from './references';

/** What lines come to, those of groups among them. */
export const totalOf = (file: CompanyFile, lines: readonly OrderLine[]): bigint =>
  lines
    .filter(line => !isSubtotal(file, line))
    .reduce((sum, line) => sum + (line.kind === 'group' ? totalOf(file, line.lines) : centsOf(line)), 0n);

export const orderTotal = (file: CompanyFile, { lines }: PurchaseOrder): bigint => totalOf(file, lines);

function lineRet(file: CompanyFile, line: OrderLine): Ret {
  const fields = { ...fieldsFrom({ TxnLineID: line.lineId }), ...named(file, line.fields) };
  if (line.kind === 'line') return { name: 'PurchaseOrderLineRet', fields };
  const head = { IsPrintItemsInGroup: 'false', TotalAmount: fromCents(totalOf(file, line.lines)) };
  const lines = { PurchaseOrderLineRet: line.lines.map(nested => lineRet(file, nested).fields) };
  return { name: 'PurchaseOrderLineGroupRet', fields: { ...fields, ...fieldsFrom(head), ...lines } };
}

/** The order as an answer shows it; queries leave the lines out unless asked for them. */
export function orderRet(file: CompanyFile, order: PurchaseOrder, hasLines: boolean): Ret {
  const fields = {
    ...fieldsFrom({
      TxnID: order.txnId,
      TimeCreated: file.time.moment(order.createdAt),
      TimeModified: file.time.moment(order.modifiedAt),
      EditSequence: String(order.editSequence),
      TxnNumber: String(order.txnNumber),
      TotalAmount: fromCents(orderTotal(file, order)),
    }),
    ...withAddressBlocks(named(file, order.fields)),
  };
  return {
    name: 'PurchaseOrderRet',
    fields,
    lines: hasLines ? order.lines.map(line => lineRet(file, line)) : [],
  };
}
