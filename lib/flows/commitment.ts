import { daysBefore } from '@/lib/core/days';
import { Blocked } from '@/lib/core/errors';
import { formatMoney, parseMoney, sumMoney } from '@/lib/core/money';
import type { BookLink, Books, BooksNeed } from '@/lib/mappings/books';
import type { Commitment, CommitmentLine } from '@/lib/procore';
import {
  fitText,
  type Messages,
  normaliseText,
  oneLine,
  type QbRequest,
  qbRequest,
  type RequestOf,
} from '@/lib/qbxml';
import { endOf, numberOf, orderDate, orderNumber, WORD, writtenTexts } from './commitment/reading';
import { checkCommitment } from './commitment/rules';
import type { AddingFlow, Summary } from './flow';
import type { Preview } from './preview';
import { linkOf, refTo, usable } from './shared/links';
import {
  amountOf,
  codesNeeded,
  itemOf,
  lineText,
  type OrderLine,
  orderLine,
  plain,
  sentText,
  TEXT_CHARS,
} from './shared/order-lines';
import { type ApprovedOrder, judgeOrder, settleOrder } from './shared/purchase-order-answers';
import { orderReadBack } from './shared/purchase-order-read-back';

/** QuickBooks' limit for the message to the vendor. */
const VENDOR_MESSAGE_CHARS = 99;

type OrderBody = RequestOf<Messages['PurchaseOrderAdd']>['PurchaseOrderAdd'];

/** Subcontracts and purchase orders of Procore become purchase orders of QuickBooks, which knows no subcontract. */
export const commitmentFlow: AddingFlow<Commitment> = {
  kind: 'commitment',
  summary,
  content: ({ originId: _id, originCode: _code, updatedAt: _at, ...content }) => ({
    ...content,
    lines: content.lines.map(({ originId: _lineId, ...line }) => line),
  }),
  needs,
  check: checkCommitment,
  build,
  preview,
  settle: (response, commitment) => settleOrder(response, approvedOrder(commitment)),
  originData: exportNumber => JSON.stringify({ v: 1, txn: 'PurchaseOrder', exportNumber }),
  lookup,
  judge: (request, responses, commitment) => {
    const { RefNumber, ExternalGUID } = orderIn(request);
    return judgeOrder(
      { refNumber: RefNumber ?? '', externalGuid: ExternalGUID ?? '' },
      responses,
      approvedOrder(commitment),
    );
  },
  readBack: orderReadBack,
};

function summary(commitment: Commitment): Summary {
  return {
    procoreId: commitment.id,
    projectId: commitment.projectId,
    number: commitment.number,
    title: commitment.title,
    vendorName: commitment.vendor?.name ?? '',
    amount: parseMoney(commitment.grandTotal),
    status: commitment.status,
  };
}

function needs(commitment: Commitment): BooksNeed {
  const codes = codesNeeded(commitment.lines);
  return {
    projectId: commitment.projectId,
    links: [
      { kind: 'project', procoreId: commitment.projectId },
      { kind: 'commitment', procoreId: commitment.id },
      ...(commitment.vendor ? [{ kind: 'vendor' as const, procoreId: commitment.vendor.id }] : []),
      ...codes.links,
    ],
    costCodeFullCodes: codes.costCodeFullCodes,
    orderNumbers: [numberOf(commitment), endOf(numberOf(commitment))],
    changesOf: null,
    mayWait: true,
  };
}

function memoOf(commitment: Commitment): string {
  const head = `Procore ${WORD[commitment.kind]} ${commitment.number}: ${commitment.title}`;
  return plain(
    oneLine(commitment.description) === oneLine(commitment.title)
      ? head
      : `${head}\n${commitment.description}`,
  ).trim();
}

interface Order {
  readonly header: Omit<OrderBody, 'Lines'>;
  readonly lines: readonly OrderLine[];
  readonly vendor: BookLink;
  readonly job: BookLink;
}

function orderFor(commitment: Commitment, books: Books): Order {
  const vendor = usable(linkOf(books, 'vendor', commitment.vendor?.id ?? null));
  const job = usable(linkOf(books, 'project', commitment.projectId));
  if (vendor === null || job === null)
    throw new Blocked('The vendor or the job has no usable QuickBooks twin.');
  return {
    vendor,
    job,
    header: {
      VendorRef: refTo(vendor),
      TxnDate: orderDate(commitment),
      RefNumber: orderNumber(commitment, books),
      Memo: fitText(memoOf(commitment), TEXT_CHARS).text,
      VendorMsg: fitText(plain(oneLine(commitment.title)), VENDOR_MESSAGE_CHARS).text,
      ExternalGUID: books.externalGuid,
    },
    lines: commitment.lines.map(line => orderLine(line, { books, job, text: lineText(line) })),
  };
}

function build(commitment: Commitment, books: Books): QbRequest<'PurchaseOrderAdd'> {
  const { header, lines } = orderFor(commitment, books);
  return qbRequest('PurchaseOrderAdd', {
    PurchaseOrderAdd: { ...header, Lines: lines.map(PurchaseOrderLineAdd => ({ PurchaseOrderLineAdd })) },
  });
}

function preview(commitment: Commitment, books: Books): Preview {
  const { header, lines, vendor, job } = orderFor(commitment, books);
  const amounts = lines.map(amountOf);
  return {
    form: 'Purchase Order',
    header: [
      { label: 'Vendor', value: vendor.name },
      { label: 'P.O. No.', value: header.RefNumber ?? '' },
      { label: 'Date', value: header.TxnDate ?? '' },
      { label: 'Customer:Job', value: job.name },
      { label: 'Vendor message', value: header.VendorMsg ?? '' },
      { label: 'Memo', value: header.Memo ?? '' },
    ],
    lines: lines.map((line, index) => ({
      item: itemOf(commitment.lines[index] as CommitmentLine, books)?.name ?? '',
      description: line.Desc ?? '',
      quantity: line.Quantity ?? null,
      rate: line.Rate ?? null,
      amount: amounts[index] ?? '',
      job: job.name,
    })),
    total: formatMoney(sumMoney(amounts.map(parseMoney))),
    notes: notesOf(commitment, header, books),
  };
}

function notesOf(commitment: Commitment, order: Order['header'], books: Books): string[] {
  const notes = namesToCome(books).map(name => `It waits for “${name}”, which goes to QuickBooks first.`);
  if (order.RefNumber !== commitment.number)
    notes.push(`The number ${commitment.number} goes over as ${order.RefNumber ?? ''}.`);
  if (plain(oneLine(commitment.title)) !== order.VendorMsg)
    notes.push('The vendor message is cut to 99 characters; the memo has it whole.');
  if (memoOf(commitment) !== order.Memo) notes.push('The memo is cut to 4,095 characters.');
  const replaced = Object.values(writtenTexts(commitment, books)).flatMap(
    text => normaliseText(text).replaced,
  );
  for (const one of new Map(replaced.map(change => [change.from, change])).values())
    notes.push(`“${one.from}” becomes “${one.to}”.`);
  if (commitment.lines.some(line => line.amount.startsWith('-')))
    notes.push('A line is negative; check that QuickBooks shows it as you expect.');
  return notes;
}

/** Everything it names that is not in QuickBooks yet. */
function namesToCome(books: Books): string[] {
  return Object.values(books.links).flatMap(link => (link.toCome === undefined ? [] : [link.name]));
}

/** Procore and QuickBooks clocks are not compared: a whole day of slack on the day of sending. */
const LOOK_BACK_DAYS = 2;

function orderIn(request: QbRequest): OrderBody {
  return (request as QbRequest<'PurchaseOrderAdd'>).body.PurchaseOrderAdd;
}

function approvedOrder(commitment: Commitment): ApprovedOrder {
  return {
    lines: commitment.lines.map(line => ({
      id: line.id,
      text: sentText(lineText(line)),
      amount: line.amount,
    })),
    total: formatMoney(parseMoney(commitment.grandTotal)),
  };
}

/**
 * By its number; among all that changed since, in case somebody gave it another number; and among the deleted ones. The
 * PC's clock and zone may be far from ours.
 */
function lookup(request: QbRequest, sentAt: Date): QbRequest[] {
  const from = daysBefore(sentAt, LOOK_BACK_DAYS).toISOString().slice(0, 10);
  return [
    qbRequest('PurchaseOrderQuery', {
      RefNumber: [orderIn(request).RefNumber ?? ''],
      IncludeLineItems: true,
    }),
    qbRequest('PurchaseOrderQuery', {
      ModifiedDateRangeFilter: { FromModifiedDate: from },
      IncludeLineItems: true,
    }),
    qbRequest('TxnDeletedQuery', {
      TxnDelType: ['PurchaseOrder'],
      DeletedDateRangeFilter: { FromDeletedDate: from },
    }),
  ];
}
