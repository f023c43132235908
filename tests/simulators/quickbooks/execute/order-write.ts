import type { Outcome } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, groupOf, modified, textOf, without } from '../company/fields';
import { readable } from '../company/money';
import type { OrderLine, PurchaseOrder } from '../company/records';
import { StatusError } from '../errors';
import type { XmlElement } from '../xml';
import {
  bodyOf,
  type Change,
  type Execution,
  missingElement,
  one,
  recordInUse,
  saveFailed,
  staleSequence,
} from './execution';
import { noPermission } from './list-add';
import { LineBuilder, SUBJECT } from './order-lines';
import { orderRet, orderTotal } from './order-ret';
import { billableLines, isBilled } from './receiving';
import { featureIsOff, objectNotFound, References } from './references';

const LINE_NAMES = [
  'PurchaseOrderLineAdd',
  'PurchaseOrderLineGroupAdd',
  'PurchaseOrderLineMod',
  'PurchaseOrderLineGroupMod',
];

function linesIn({ request }: Execution): readonly XmlElement[] {
  const [body] = request.element.children;
  return (body?.children ?? []).filter(({ name }) => LINE_NAMES.includes(name));
}

function checkMayWrite({ file, isLimitedUser }: Execution): void {
  if (!file.state.preferences.isUsingInventory) throw featureIsOff();
  if (isLimitedUser) throw noPermission();
}

/** Orders dated on or before the closing date stay as they are. */
function checkPeriod(file: CompanyFile, day: string, verb: string): void {
  const { closingDate } = file.state.preferences;
  if (closingDate === null || day > closingDate) return;
  throw new StatusError(
    3171,
    `An attempt was made to ${verb} a ${SUBJECT} dated ${day}, on or before the closing date ${closingDate} of the company.`,
  );
}

/** The next number after the highest one that is only digits. */
function nextRefNumber(file: CompanyFile): string {
  const numbers = file.orders().map(({ fields }) => filledText(fields, 'RefNumber') ?? '');
  const highest = numbers
    .filter(text => /^\d+$/.test(text))
    .reduce((most, text) => Math.max(most, Number(text)), 0);
  return String(highest + 1);
}

export function orderChange(file: CompanyFile, order: PurchaseOrder, action: Change['action']): Change {
  const vendor = file.byId(['vendor'], filledText(groupOf(order.fields, 'VendorRef') ?? {}, 'ListID') ?? '');
  const label = filledText(order.fields, 'RefNumber') ?? '';
  const count = `${order.lines.length} ${order.lines.length === 1 ? 'line' : 'lines'}`;
  const total = readable(orderTotal(file, order));
  return {
    object: 'PurchaseOrder',
    action,
    id: order.txnId,
    label,
    editSequence: String(order.editSequence),
    externalGuid: filledText(order.fields, 'ExternalGUID') ?? null,
    line: `Purchase order ${label} ${action} for ${vendor?.name ?? 'nobody'}, ${count}, ${total}`,
  };
}

function headOf(file: CompanyFile, sent: Fields): Fields {
  const given = without(sent, LINE_NAMES);
  const filled = Object.fromEntries(
    Object.entries(given).filter(([name, values]) => name === 'RefNumber' || values.some(one => one !== '')),
  );
  const fields = new References(file, SUBJECT).resolve(filled);
  const day = filledText(fields, 'TxnDate') ?? file.time.day(file.now());
  const vendorId = filledText(groupOf(fields, 'VendorRef') ?? {}, 'ListID');
  if (vendorId === undefined) throw missingElement('VendorRef');
  const address = groupOf(file.byId(['vendor'], vendorId)?.fields ?? {}, 'VendorAddress');
  const defaults = {
    VendorAddress: address,
    TxnDate: day,
    RefNumber: textOf(fields, 'RefNumber') === undefined ? nextRefNumber(file) : null,
    DueDate: day,
    ExpectedDate: day,
    IsManuallyClosed: 'false',
    IsFullyReceived: 'false',
    IsToBePrinted: 'true',
    IsToBeEmailed: 'false',
  };
  return { ...fieldsFrom(defaults), ...fields };
}

export function addPurchaseOrder(execution: Execution): Outcome {
  const { file, commit } = execution;
  checkMayWrite(execution);
  const fields = headOf(file, bodyOf(execution));
  checkPeriod(file, filledText(fields, 'TxnDate') ?? '', 'add');
  const txnId = file.nextTxnId();
  // The account line that no answer shows takes an id of the same series.
  file.nextTxnId();
  const lines = new LineBuilder(file, []).build(linesIn(execution));
  file.state.counters.txnNumber += 1;
  const { txnNumber } = file.state.counters;
  const now = file.now();
  const stamps = { txnId, txnNumber, createdAt: now, modifiedAt: now, editSequence: now };
  const order: PurchaseOrder = { ...stamps, fields, lines };
  file.state.orders[txnId] = order;
  commit(orderChange(file, order, 'added'));
  return one(orderRet(file, order, true));
}

/** What a bill took of an order cannot be taken off it. */
function checkBilledStay(order: PurchaseOrder, lines: readonly OrderLine[]): void {
  const kept = new Set(billableLines(lines).map(({ lineId }) => lineId));
  const gone = billableLines(order.lines).find(line => isBilled(line) && !kept.has(line.lineId));
  if (gone) throw saveFailed(SUBJECT, 'A line that was received or billed cannot be deleted.');
}

/** Replaces the line list by the one sent; with no line element at all the lines stay as they are. */
export function modifyPurchaseOrder(execution: Execution): Outcome {
  const { file, commit } = execution;
  checkMayWrite(execution);
  const sent = bodyOf(execution);
  const txnId = filledText(sent, 'TxnID') ?? '';
  const order = file.state.orders[txnId];
  if (!order) throw objectNotFound(txnId);
  if (file.locked.has(txnId)) throw recordInUse(SUBJECT);
  const sequence = textOf(sent, 'EditSequence') ?? '';
  if (sequence !== String(order.editSequence)) throw staleSequence(sequence);
  checkPeriod(file, filledText(order.fields, 'TxnDate') ?? '', 'modify');
  const changes = new References(file, SUBJECT).resolve(
    without(sent, ['TxnID', 'EditSequence', ...LINE_NAMES]),
  );
  const fields = modified(order.fields, changes);
  checkPeriod(file, filledText(fields, 'TxnDate') ?? '', 'modify');
  if (!groupOf(fields, 'VendorRef')) throw saveFailed(SUBJECT, 'An order needs a vendor.');
  const elements = linesIn(execution);
  const lines = elements.length === 0 ? order.lines : new LineBuilder(file, order.lines).build(elements);
  checkBilledStay(order, lines);
  file.save(order);
  order.fields = fields;
  order.lines = lines;
  commit(orderChange(file, order, 'modified'));
  return one(orderRet(file, order, true));
}
