import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, groupOf, without } from '../company/fields';
import { extended, fromCents, price, quantity, toCents, unitRate } from '../company/money';
import type { BillLine, ListRecord, OrderLine } from '../company/records';
import { missingElement, saveFailed } from './execution';
import { itemText } from './order-lines';
import { billableLines, isLineClosed, isOrderClosed } from './receiving';
import { objectNotFound, References } from './references';

export const BILL = 'Bill';
const PRICED = ['Quantity', 'Cost', 'Amount'];

interface Ordered {
  readonly orderId: string;
  readonly line: OrderLine;
}

const nonEmpty = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, values]) => values.some(value => value !== '')));

/** Amount alone, or cost and quantity; a cost beside an amount is ignored. */
function priced(sent: Fields, each: string | undefined): Fields {
  const count = filledText(sent, 'Quantity');
  const [cost, amount] = [filledText(sent, 'Cost'), filledText(sent, 'Amount')];
  const rest = { ...without(sent, PRICED), ...(count ? fieldsFrom({ Quantity: quantity(count) }) : {}) };
  if (amount !== undefined) {
    const cents = toCents(amount);
    return { ...rest, ...fieldsFrom({ Cost: unitRate(cents, count ?? '1'), Amount: fromCents(cents) }) };
  }
  const one = price(cost ?? each ?? '0');
  return { ...rest, ...fieldsFrom({ Cost: one, Amount: fromCents(extended(one, count ?? '1')) }) };
}

/** Builds the lines of one bill. A line that bills a line of an order takes its item, text and job from there. */
export class BillLineBuilder {
  private readonly references: References;

  constructor(
    private readonly file: CompanyFile,
    private readonly vendorId: string,
  ) {
    this.references = new References(file, BILL);
  }

  build(name: string, sent: Fields): BillLine {
    if (name === 'ItemGroupLineAdd') throw new RangeError('groups on bills are not simulated');
    if (name === 'ExpenseLineAdd') return this.expense(nonEmpty(sent));
    const link = groupOf(sent, 'LinkToTxn');
    const own = without(nonEmpty(sent), ['LinkToTxn']);
    return link ? this.linked(own, link) : this.item(own);
  }

  private expense(sent: Fields): BillLine {
    const fields = this.references.resolve(sent);
    if (!groupOf(fields, 'AccountRef')) throw missingElement('AccountRef');
    const amount = fromCents(toCents(filledText(fields, 'Amount') ?? '0'));
    return {
      lineId: this.file.nextTxnId(),
      kind: 'expense',
      fields: { ...fields, ...fieldsFrom({ Amount: amount }) },
    };
  }

  private item(sent: Fields): BillLine {
    const fields = this.references.resolve(sent);
    const item = this.itemOf(fields);
    if (!item) throw missingElement('ItemRef');
    if (['ItemGroup', 'ItemSubtotal'].includes(item.kind))
      throw saveFailed(BILL, `“${item.name}” is no item that can be bought.`);
    const described = fields['Desc'] ? {} : fieldsFrom({ Desc: itemText(item) });
    const cost = filledText(groupOf(item.fields, 'SalesAndPurchase') ?? {}, 'PurchaseCost');
    return {
      lineId: this.file.nextTxnId(),
      kind: 'item',
      fields: { ...described, ...priced(this.billable(fields), cost) },
    };
  }

  private linked(sent: Fields, link: Fields): BillLine {
    if (groupOf(sent, 'ItemRef'))
      throw saveFailed(BILL, 'An item may not be given for a line that is linked to a purchase order.');
    const { orderId, line } = this.ordered(link);
    const fields = this.references.resolve(sent);
    const isPriced = PRICED.some(name => filledText(fields, name) !== undefined);
    const wanted = isPriced ? fields : { ...fields, ...this.rest(line) };
    const brought = Object.fromEntries(
      ['ItemRef', 'Desc', 'CustomerRef', 'ClassRef'].flatMap(name => {
        const value = line.fields[name];
        return value === undefined ? [] : [[name, value]];
      }),
    );
    const own = { ...brought, ...wanted };
    return {
      lineId: this.file.nextTxnId(),
      kind: 'item',
      fields: priced(this.billable(own), filledText(line.fields, 'Rate')),
      bills: { orderId, lineId: line.lineId },
    };
  }

  /** The order must be the same vendor's, and open, and so must its line. */
  private ordered(link: Fields): Ordered {
    const [orderId, lineId] = [filledText(link, 'TxnID') ?? '', filledText(link, 'TxnLineID') ?? ''];
    const order = this.file.state.orders[orderId];
    if (!order) throw objectNotFound(orderId);
    if (filledText(groupOf(order.fields, 'VendorRef') ?? {}, 'ListID') !== this.vendorId)
      throw saveFailed(BILL, 'The purchase order is for another vendor.');
    if (isOrderClosed(order)) throw saveFailed(BILL, 'The purchase order is closed.');
    const line = billableLines(order.lines).find(one => one.lineId === lineId);
    if (!line) throw objectNotFound(lineId);
    if (isLineClosed(line)) throw saveFailed(BILL, 'The line of the purchase order is closed.');
    return { orderId, line };
  }

  /** All that is still to come of a line, for a bill that names no amount. */
  private rest({ fields, billedCents = '0' }: OrderLine): Fields {
    const open = toCents(filledText(fields, 'Amount') ?? '0') - BigInt(billedCents);
    return fieldsFrom({ Quantity: filledText(fields, 'Quantity'), Amount: fromCents(open) });
  }

  private itemOf(fields: Fields): ListRecord | undefined {
    const reference = groupOf(fields, 'ItemRef');
    return reference && this.file.byId(['item'], filledText(reference, 'ListID') ?? '');
  }

  /** Costs of a job are billable to its customer unless somebody says otherwise. */
  private billable(fields: Fields): Fields {
    const isForJob = groupOf(fields, 'CustomerRef') !== undefined;
    return { ...(isForJob ? fieldsFrom({ BillableStatus: 'Billable' }) : {}), ...fields };
  }
}
