import type { Outcome } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, fieldsOf, filledText, groupOf, textsOf, without } from '../company/fields';
import { fromCents, readable } from '../company/money';
import type { Bill, BillLine } from '../company/records';
import { StatusError } from '../errors';
import type { XmlElement } from '../xml';
import { BILL, BillLineBuilder } from './bill-lines';
import { billRet, billTotal } from './bill-query';
import { bodyOf, type Change, type Execution, missingElement, one, saveFailed } from './execution';
import { noPermission } from './list-add';
import { receive } from './receiving';
import { References } from './references';

const LINE_NAMES = ['ExpenseLineAdd', 'ItemLineAdd', 'ItemGroupLineAdd'];

/** What QuickBooks takes where neither the bill nor its vendor has terms. */
const USUAL_DAYS = 10;
const DAY_MS = 86_400_000;

function linesIn({ request }: Execution): readonly XmlElement[] {
  const [body] = request.element.children;
  return (body?.children ?? []).filter(({ name }) => LINE_NAMES.includes(name));
}

function checkPeriod(file: CompanyFile, day: string): void {
  const { closingDate } = file.state.preferences;
  if (closingDate === null || day > closingDate) return;
  throw new StatusError(
    3171,
    `An attempt was made to add a ${BILL} dated ${day}, on or before the closing date ${closingDate} of the company.`,
  );
}

function dueDay(file: CompanyFile, { day, terms }: { day: string; terms: Fields | undefined }): string {
  const record = terms && file.byId(['terms'], filledText(terms, 'ListID') ?? '');
  const days = Number(filledText(record?.fields ?? {}, 'StdDueDays') ?? USUAL_DAYS);
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

function headOf(file: CompanyFile, sent: Fields): Fields {
  const given = without(sent, [...LINE_NAMES, 'LinkToTxnID']);
  const filled = Object.fromEntries(
    Object.entries(given).filter(([, values]) => values.some(value => value !== '')),
  );
  const fields = new References(file, BILL).resolve(filled);
  const vendorId = filledText(groupOf(fields, 'VendorRef') ?? {}, 'ListID');
  if (vendorId === undefined) throw missingElement('VendorRef');
  const vendor = file.byId(['vendor'], vendorId)?.fields ?? {};
  const day = filledText(fields, 'TxnDate') ?? file.time.day(file.now());
  const terms = groupOf(fields, 'TermsRef') ?? groupOf(vendor, 'TermsRef');
  const payable = file.byFullName(['account'], 'Accounts Payable');
  return {
    ...fieldsFrom({
      VendorAddress: groupOf(vendor, 'VendorAddress'),
      APAccountRef: payable && fieldsFrom({ ListID: payable.listId }),
      TxnDate: day,
      DueDate: dueDay(file, { day, terms }),
      TermsRef: terms,
    }),
    ...fields,
  };
}

/** A link for each order that is billed, with what is billed of it. */
function linksOf(file: CompanyFile, lines: readonly BillLine[]): readonly Fields[] {
  const orderIds = new Set(lines.flatMap(line => line.bills?.orderId ?? []));
  return [...orderIds].map(orderId => {
    const own = lines.filter(line => line.bills?.orderId === orderId);
    const total = billTotal({ lines: own });
    const order = file.state.orders[orderId];
    return fieldsFrom({
      TxnID: orderId,
      TxnType: 'PurchaseOrder',
      TxnDate: filledText(order?.fields ?? {}, 'TxnDate'),
      RefNumber: filledText(order?.fields ?? {}, 'RefNumber'),
      LinkType: own.some(line => filledText(line.fields, 'Quantity') !== undefined) ? 'QUANTYPE' : 'AMTTYPE',
      Amount: fromCents(-total),
    });
  });
}

export function billChange(file: CompanyFile, bill: Bill, action: Change['action']): Change {
  const vendor = file.byId(['vendor'], filledText(groupOf(bill.fields, 'VendorRef') ?? {}, 'ListID') ?? '');
  const label = filledText(bill.fields, 'RefNumber') ?? '';
  return {
    object: 'Bill',
    action,
    id: bill.txnId,
    label,
    editSequence: String(bill.editSequence),
    externalGuid: filledText(bill.fields, 'ExternalGUID') ?? null,
    line: `Bill ${label} ${action} from ${vendor?.name ?? 'nobody'}, ${readable(billTotal(bill))}`,
  };
}

/**
 * A number that another bill of the vendor has is taken: the warning for it is shown on screen only. Everything is
 * checked before an order counts as billed.
 */
export function addBill(execution: Execution): Outcome {
  const { file, commit } = execution;
  if (execution.isLimitedUser) throw noPermission();
  const sent = bodyOf(execution);
  if (textsOf(sent, 'LinkToTxnID').length > 0)
    throw new RangeError('bills of whole orders are not simulated: link their lines');
  const fields = headOf(file, sent);
  checkPeriod(file, filledText(fields, 'TxnDate') ?? '');
  const txnId = file.nextTxnId();
  // The account line that no answer shows takes an id of the same series.
  file.nextTxnId();
  const vendorId = filledText(groupOf(fields, 'VendorRef') ?? {}, 'ListID') ?? '';
  const builder = new BillLineBuilder(file, vendorId);
  const lines = linesIn(execution).map(element => builder.build(element.name, fieldsOf(element)));
  if (lines.length === 0) throw saveFailed(BILL, 'You must enter at least one line.');
  if (billTotal({ lines }) < 0n) throw saveFailed(BILL, 'The amount of a bill may not be less than 0.');
  file.state.counters.txnNumber += 1;
  const now = file.now();
  const stamps = { createdAt: now, modifiedAt: now, editSequence: now };
  const { txnNumber } = file.state.counters;
  const bill: Bill = {
    txnId,
    txnNumber,
    ...stamps,
    fields,
    lines,
    links: linksOf(file, lines),
    paidCents: '0',
  };
  file.state.bills[txnId] = bill;
  for (const line of lines) receive(file, line);
  commit(billChange(file, bill, 'added'));
  return one(billRet(file, bill, fieldsFrom({ IncludeLineItems: 'true', IncludeLinkedTxns: 'true' })));
}
