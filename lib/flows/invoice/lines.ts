import { Blocked } from '@/lib/core/errors';
import { type Cents, fittingQuantity, formatMoney, isZero } from '@/lib/core/money';
import type { BookLink, Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import type { Messages, RequestOf } from '@/lib/qbxml';
import { type Billed, sumsOf } from '../billed';
import { entryOf, usable } from '../shared/links';
import { costCodeName, itemOf, plain, sentText } from '../shared/order-lines';
import { billedItems, codedLine, isCanadian, itemText, orderLineOf, orderToLink } from './reading';

type BillBody = RequestOf<Messages['BillAdd']>['BillAdd'];
type AnyLine = NonNullable<BillBody['ItemLines']>[number];
export type BillLineAdd = NonNullable<Extract<AnyLine, { ItemLineAdd?: unknown }>['ItemLineAdd']>;

/** A line of the bill as it is sent, and as people see it. */
export interface PlannedLine {
  readonly request: BillLineAdd;
  /** The item by its name; of a line of the order, the one its cost code has. */
  readonly item: string;
  readonly amount: string;
  /** The invoice's item it comes from; null for what the invoice has as a whole. */
  readonly itemId: string | null;
  readonly isLinked: boolean;
}

/**
 * What the bill holds, in this order: the lines that bill work and materials, retainage that is held, retainage that is
 * released, and tax where it is a line.
 * @throws Blocked for a line without a usable item
 */
export function plannedLines(invoice: Invoice, books: Books, job: BookLink): PlannedLine[] {
  const { held, released, tax } = sumsOf(invoice);
  const number = plain(invoice.invoiceNumber).trim();
  const whole = (listId: string | null, desc: string, amount: Cents): PlannedLine[] =>
    amount === 0n ? [] : [wholeLine({ listId, desc, amount }, books, job)];
  const { retainageItem, taxItem } = books.settings;
  return [
    ...billedItems(invoice).map(billed => itemLine(billed, invoice, { books, job })),
    ...whole(retainageItem, `Retainage held on invoice ${number}`, -held),
    ...whole(retainageItem, `Retainage released on invoice ${number}`, released),
    ...(isCanadian(books) ? [] : whole(taxItem, `Tax on invoice ${number}`, tax)),
  ];
}

interface Place {
  readonly books: Books;
  readonly job: BookLink;
}

/**
 * A line that is linked takes its item from the order's line, and must not name one. QuickBooks reckons the cost of one from quantity and amount, so that the amount is what stands.
 */
function itemLine({ item, gross }: Billed, invoice: Invoice, { books, job }: Place): PlannedLine {
  const order = orderToLink(invoice, books);
  const txnLineId = order === null ? null : orderLineOf(item, books);
  const own = usable(itemOf(codedLine(item), books));
  const quantity = isZero(item.work.quantity) ? null : fittingQuantity(item.work.quantity);
  const amount = formatMoney(gross);
  const told = {
    Desc: sentText(itemText(item)),
    ...(quantity === null ? {} : { Quantity: quantity }),
    Amount: amount,
  };
  const rest = {
    CustomerRef: { ListID: job.qbId },
    ...taxCode(books),
    BillableStatus: 'NotBillable',
  } as const;
  const shown = { item: own?.name ?? '', amount, itemId: item.id };
  if (order !== null && txnLineId !== null) {
    const LinkToTxn = { TxnID: order.qbId, TxnLineID: txnLineId };
    return { ...shown, isLinked: true, request: { ...told, ...rest, LinkToTxn } };
  }
  if (own === null)
    throw new Blocked(`Cost code ${costCodeName(codedLine(item))} has no usable QuickBooks item.`);
  const request = { ItemRef: { ListID: own.qbId }, ...told, ...rest };
  return { ...shown, isLinked: false, request };
}

interface Whole {
  readonly listId: string | null;
  readonly desc: string;
  readonly amount: Cents;
}

function wholeLine({ listId, desc, amount: cents }: Whole, books: Books, job: BookLink): PlannedLine {
  const copy = listId === null ? null : entryOf(books.bills.items, listId);
  if (listId === null || copy === null) throw new Blocked(`No usable item is chosen for “${desc}”.`);
  const amount = formatMoney(cents);
  return {
    item: copy.name,
    amount,
    itemId: null,
    isLinked: false,
    request: {
      ItemRef: { ListID: listId },
      Desc: desc,
      Amount: amount,
      CustomerRef: { ListID: job.qbId },
      ...taxCode(books),
      BillableStatus: 'NotBillable',
    },
  };
}

function taxCode(books: Books): Pick<BillLineAdd, 'SalesTaxCodeRef'> {
  const code = books.settings.billTaxCode;
  return isCanadian(books) && code !== null ? { SalesTaxCodeRef: { FullName: code } } : {};
}
