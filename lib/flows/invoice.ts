import { Blocked } from '@/lib/core/errors';
import { formatMoney, parseMoney, sumMoney } from '@/lib/core/money';
import type { BookLink, Books, BooksNeed } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { fitText, normaliseText, type QbRequest, qbRequest } from '@/lib/qbxml';
import type { AddingFlow, Summary } from './flow';
import {
  type ApprovedBill,
  type BillBody,
  billReadBack,
  judgeBill,
  lookupBill,
  settleBill,
} from './invoice/answers';
import { type PlannedLine, plannedLines } from './invoice/lines';
import {
  billDate,
  billedItems,
  billNumber,
  codedLine,
  dueDate,
  endOf,
  isCanadian,
  numberOf,
  orderToLink,
  writtenTexts,
} from './invoice/reading';
import { checkInvoice } from './invoice/rules';
import type { Preview, PreviewField } from './preview';
import { linkOf, usable } from './shared/links';
import { codesNeeded, plain, TEXT_CHARS } from './shared/order-lines';

/** Subcontractor invoices of Procore become bills of QuickBooks, against the lines of their commitment's order. */
export const invoiceFlow: AddingFlow<Invoice> = {
  kind: 'invoice',
  summary,
  content,
  needs,
  check: checkInvoice,
  build,
  preview,
  settle: (response, invoice) => settleBill(response, approvedBill(invoice)),
  originData: exportNumber => JSON.stringify({ v: 1, txn: 'Bill', exportNumber }),
  lookup: lookupBill,
  judge: (request, responses, invoice) => judgeBill(request, responses, approvedBill(invoice)),
  readBack: billReadBack,
};

function summary(invoice: Invoice): Summary {
  return {
    procoreId: invoice.id,
    projectId: invoice.projectId,
    number: invoice.invoiceNumber === '' ? String(invoice.number) : invoice.invoiceNumber,
    title: invoice.commitmentTitle,
    vendorName: invoice.vendor?.name ?? '',
    amount: parseMoney(invoice.summary?.paymentDue ?? '0'),
    status: invoice.status,
  };
}

/**
 * What other systems, or its payment, write on an invoice is no change of it; nor is what it shows of its commitment, which
 * moves without it.
 */
function content(invoice: Invoice): unknown {
  const { originId: _id, originData: _data, updatedAt: _at, erpStatus: _erp, ...rest } = invoice;
  const { paymentDate: _paid, commitmentTitle: _title, percentComplete: _percent, ...kept } = rest;
  const { contractSum: _sum, ...sums } = invoice.summary ?? { contractSum: null };
  return {
    ...kept,
    vendor: invoice.vendor?.id ?? null,
    summary: invoice.summary === null ? null : sums,
    items: invoice.items.map(({ scheduled: _scheduled, ...item }) => item),
  };
}

function needs(invoice: Invoice): BooksNeed {
  const codes = codesNeeded(invoice.items.map(codedLine));
  const number = numberOf(invoice);
  return {
    projectId: invoice.projectId,
    links: [
      { kind: 'project', procoreId: invoice.projectId },
      { kind: 'commitment', procoreId: invoice.commitmentId },
      { kind: 'invoice', procoreId: invoice.id },
      ...(invoice.vendor ? [{ kind: 'vendor' as const, procoreId: invoice.vendor.id }] : []),
      ...codes.links,
    ],
    costCodeFullCodes: codes.costCodeFullCodes,
    orderNumbers: [],
    changesOf: null,
    bills: {
      commitmentId: invoice.commitmentId,
      vendorId: invoice.vendor?.id ?? null,
      numbers: [number, endOf(number)],
    },
  };
}

/** Of its lines and retainage alone; the order by the number QuickBooks knows. */
function memoOf(invoice: Invoice, order: BookLink): string {
  const period = [invoice.periodStart, invoice.periodEnd].filter(day => day !== null).join(' to ');
  const head = `Procore invoice ${invoice.number} of ${order.name}`;
  return plain(period === '' ? head : `${head}, ${period}`);
}

interface PlannedBill {
  readonly header: Omit<BillBody, 'ItemLines'>;
  readonly lines: readonly PlannedLine[];
  readonly vendor: BookLink;
  readonly job: BookLink;
  readonly order: BookLink;
}

function billFor(invoice: Invoice, books: Books): PlannedBill {
  const vendor = usable(linkOf(books, 'vendor', invoice.vendor?.id ?? null));
  const job = usable(linkOf(books, 'project', invoice.projectId));
  const order = linkOf(books, 'commitment', invoice.commitmentId);
  if (vendor === null || job === null || order === null)
    throw new Blocked('The vendor, the job or the purchase order of this invoice cannot be used.');
  const due = dueDate(invoice, books);
  return {
    vendor,
    job,
    order,
    header: {
      VendorRef: { ListID: vendor.qbId },
      TxnDate: billDate(invoice),
      ...(due === null ? {} : { DueDate: due }),
      RefNumber: billNumber(invoice, books),
      Memo: fitText(memoOf(invoice, order), TEXT_CHARS).text,
      ExternalGUID: books.externalGuid,
    },
    lines: plannedLines(invoice, books, job),
  };
}

function build(invoice: Invoice, books: Books): QbRequest<'BillAdd'> {
  const { header, lines } = billFor(invoice, books);
  return qbRequest('BillAdd', {
    BillAdd: { ...header, ItemLines: lines.map(({ request }) => ({ ItemLineAdd: request })) },
  });
}

function preview(invoice: Invoice, books: Books): Preview {
  const { header, lines, vendor, job, order } = billFor(invoice, books);
  const fields: PreviewField[] = [
    { label: 'Vendor', value: vendor.name },
    { label: 'Ref. No.', value: header.RefNumber ?? '' },
    { label: 'Date', value: header.TxnDate ?? '' },
    { label: 'Bill due', value: header.DueDate ?? 'By the vendor’s terms' },
    { label: 'P.O. No.', value: order.name },
    { label: 'Customer:Job', value: job.name },
    { label: 'Memo', value: header.Memo ?? '' },
  ];
  return {
    form: 'Bill',
    header: fields,
    lines: lines.map(({ request, item, amount }) => ({
      item,
      description: request.Desc ?? '',
      quantity: request.Quantity ?? null,
      rate: null,
      amount,
      job: job.name,
    })),
    total: formatMoney(sumMoney(lines.map(line => parseMoney(line.amount)))),
    notes: notesOf(invoice, books, { header, lines, order }),
  };
}

type Noted = Pick<PlannedBill, 'header' | 'lines' | 'order'>;

function notesOf(invoice: Invoice, books: Books, { header, lines, order }: Noted): string[] {
  const items = lines.filter(line => line.itemId !== null);
  const linked = items.filter(line => line.isLinked).length;
  const notes = linked > 0 ? [`Lines of purchase order ${order.name} bring their items along.`] : [];
  if (items.length > linked)
    notes.push(
      orderToLink(invoice, books) === null || linked === 0
        ? `The bill is not linked to purchase order ${order.name}.`
        : `${items.length - linked} of ${items.length} lines are not linked to purchase order ${order.name}.`,
    );
  if (header.RefNumber !== invoice.invoiceNumber)
    notes.push(`The number ${invoice.invoiceNumber} goes over as ${header.RefNumber ?? ''}.`);
  for (const [index, { item }] of billedItems(invoice).entries()) {
    const text = writtenTexts(invoice)[`Line ${item.position}`] ?? '';
    if (normaliseText(text).text !== items[index]?.request.Desc)
      notes.push(`The text of line ${item.position} is cut to 4,095 characters.`);
  }
  const replaced = Object.values(writtenTexts(invoice)).flatMap(text => normaliseText(text).replaced);
  for (const one of new Map(replaced.map(change => [change.from, change])).values())
    notes.push(`“${one.from}” becomes “${one.to}”.`);
  if (items.some(line => line.amount.startsWith('-')))
    notes.push('A line is negative; check that QuickBooks shows it as you expect.');
  const tax = parseMoney(invoice.summary?.tax ?? '0');
  if (isCanadian(books) && tax !== 0n)
    notes.push(`QuickBooks adds tax by its own codes; the invoice has ${formatMoney(tax)}.`);
  return notes;
}

/** What is due once QuickBooks has it, tax included. */
function approvedBill(invoice: Invoice): ApprovedBill {
  return {
    itemIds: billedItems(invoice).map(({ item }) => item.id),
    total: formatMoney(parseMoney(invoice.summary?.paymentDue ?? '0')),
  };
}
