import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText } from '../company/fields';
import { isQuantityReached, quantitySum, toCents } from '../company/money';
import type { BillLine, OrderLine, PurchaseOrder } from '../company/records';
import { isTrue } from '../value-types';

/**
 * What bills take of purchase orders. A line with a quantity is received by quantity, a lump sum by its amount; an order
 * whose lines are all received counts as fully received. The order's own edit sequence and time stay as they are: nobody
 * may rely on their moving.
 */

const isYes = (fields: Fields, name: string): boolean => isTrue(filledText(fields, name) ?? 'false');

export function isReceived({ fields, billedCents = '0' }: OrderLine): boolean {
  const wanted = filledText(fields, 'Quantity');
  if (wanted !== undefined && !wanted.startsWith('-'))
    return isQuantityReached(filledText(fields, 'ReceivedQuantity') ?? '0', wanted);
  const [amount, billed] = [toCents(filledText(fields, 'Amount') ?? '0'), BigInt(billedCents)];
  return amount < 0n ? billed <= amount : billed >= amount;
}

/** Whether a line takes no more bills. One of nothing, as text alone, never does. */
export const isLineClosed = (line: OrderLine): boolean =>
  isYes(line.fields, 'IsManuallyClosed') || isReceived(line);

export const isOrderClosed = ({ fields }: PurchaseOrder): boolean =>
  isYes(fields, 'IsManuallyClosed') || isYes(fields, 'IsFullyReceived');

/** Lines of an order, those of groups among them. */
export const billableLines = (lines: readonly OrderLine[]): readonly OrderLine[] =>
  lines.flatMap(line => (line.kind === 'group' ? billableLines(line.lines) : [line]));

export const isBilled = ({ billedCents = '0', fields }: OrderLine): boolean =>
  BigInt(billedCents) !== 0n || Number(filledText(fields, 'ReceivedQuantity') ?? '0') !== 0;

function negated(text: string): string {
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}

function lineAfter(line: OrderLine, bill: Fields, isTakenBack: boolean): OrderLine {
  const cents = toCents(filledText(bill, 'Amount') ?? '0');
  const billedCents = String(BigInt(line.billedCents ?? '0') + (isTakenBack ? -cents : cents));
  const wanted = filledText(line.fields, 'Quantity');
  const count = filledText(bill, 'Quantity') ?? '0';
  const received = quantitySum(
    filledText(line.fields, 'ReceivedQuantity') ?? '0',
    isTakenBack ? negated(count) : count,
  );
  const fields = wanted === undefined ? {} : fieldsFrom({ ReceivedQuantity: received });
  return { ...line, billedCents, fields: { ...line.fields, ...fields } };
}

function changedIn(
  lines: readonly OrderLine[],
  lineId: string,
  change: (line: OrderLine) => OrderLine,
): readonly OrderLine[] {
  return lines.map(line => {
    if (line.kind === 'group') return { ...line, lines: changedIn(line.lines, lineId, change) };
    return line.lineId === lineId ? change(line) : line;
  });
}

/** Notes on its order what a line of a bill takes, or gives back when the bill is deleted. */
export function receive(file: CompanyFile, line: BillLine, isTakenBack = false): void {
  const order = line.bills && file.state.orders[line.bills.orderId];
  if (!line.bills || !order) return;
  order.lines = changedIn(order.lines, line.bills.lineId, one => lineAfter(one, line.fields, isTakenBack));
  const isFull = billableLines(order.lines).every(isReceived);
  order.fields = { ...order.fields, ...fieldsFrom({ IsFullyReceived: String(isFull) }) };
}
