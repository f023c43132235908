import { daysBefore } from '@/lib/core/days';
import { parseMoney } from '@/lib/core/money';
import type { BookLink, Books } from '@/lib/mappings/books';
import type { CommitmentLine, Invoice, InvoiceItem } from '@/lib/procore';
import { type Billed, billedOf } from '../billed';
import { entryOf, linkOf, usable } from '../shared/links';
import { lineText, plain } from '../shared/order-lines';

/** QuickBooks' limit for a bill's number. */
export const REF_NUMBER_CHARS = 20;

/** The subcontractor's own number as QuickBooks can hold it: what is measured, looked up and sent. */
export function numberOf({ invoiceNumber }: Invoice): string {
  return plain(invoiceNumber).trim();
}

export function endOf(number: string): string {
  return number.slice(-REF_NUMBER_CHARS).trim();
}

export function billNumber(invoice: Invoice, books: Books): string {
  const number = numberOf(invoice);
  return books.settings.longNumbers === 'keep_end' ? endOf(number) : number;
}

export function billDate({ billingDate, periodEnd, createdAt }: Invoice): string {
  return billingDate ?? periodEnd ?? createdAt?.slice(0, 10) ?? '1970-01-01';
}

/** Null leaves it to the vendor's terms in QuickBooks. */
export function dueDate(invoice: Invoice, books: Books): string | null {
  const days = books.settings.billDueDays;
  if (days === null) return null;
  return daysBefore(new Date(`${billDate(invoice)}T00:00:00Z`), -days)
    .toISOString()
    .slice(0, 10);
}

/** The item as the line of an order, by which its cost code is found. */
export function codedLine(item: InvoiceItem): CommitmentLine {
  const { budgetCode } = item;
  return {
    id: item.id,
    position: item.position,
    description: item.description,
    amount: '0',
    quantity: '0',
    unitCost: '0',
    uom: item.uom,
    originId: null,
    costCode: null,
    costType: null,
    wbsCode:
      budgetCode === null ? null : { flatCode: budgetCode.flatCode, description: budgetCode.description },
  };
}

export function itemText(item: InvoiceItem): string {
  return lineText(codedLine(item)) || (item.budgetCode?.description ?? '');
}

/** Items that stand on the bill as lines: those that bill anything. */
export function billedItems(invoice: Invoice): Billed[] {
  return invoice.items.map(billedOf).filter(one => one.gross !== 0n);
}

export const isOfChange = (item: InvoiceItem): boolean => item.itemType.includes('change_order');

/** Whether what was scheduled was billed before: QuickBooks then counts the order's line as received, and closes it. */
function isBilledOut({ scheduled, work, stored }: InvoiceItem): boolean {
  const [wanted, before] = [parseMoney(scheduled.value), parseMoney(work.before) + parseMoney(stored.before)];
  return wanted > 0n && before >= wanted;
}

/** The order's line that an item is to be linked to, as far as it is known and still takes bills. */
export function orderLineOf(item: InvoiceItem, books: Books): string | null {
  return isBilledOut(item) ? null : knownLineOf(item, books);
}

/** The order's line that an item belongs to, as far as it is known. */
export function knownLineOf(item: InvoiceItem, books: Books): string | null {
  if (item.lineId === null) return null;
  const { contract, change } = books.bills.orderLines;
  return entryOf(isOfChange(item) ? change : contract, item.lineId);
}

/** The order that lines of the bill are linked to; null where none are. */
export function orderToLink(invoice: Invoice, books: Books): BookLink | null {
  return books.settings.linkBills ? usable(linkOf(books, 'commitment', invoice.commitmentId)) : null;
}

/** Whether the commitment's order was made by an export, so that its lines are known. */
export function areOrderLinesKnown(books: Books): boolean {
  return Object.keys(books.bills.orderLines.contract).length > 0;
}

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(invoice: Invoice): Record<string, string> {
  const texts = billedItems(invoice).map(({ item }) => [`Line ${item.position}`, itemText(item)]);
  return { 'Invoice number': invoice.invoiceNumber, ...Object.fromEntries(texts) };
}

export const isCanadian = (books: Books): boolean => books.connection?.target.country === 'CA';
