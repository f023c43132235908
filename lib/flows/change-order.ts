import { daysBefore } from '@/lib/core/days';
import { Blocked } from '@/lib/core/errors';
import { formatMoney, parseMoney, readableMoney, sumMoney } from '@/lib/core/money';
import type { BookLink, Books, BooksNeed } from '@/lib/mappings/books';
import type { ChangeOrder } from '@/lib/procore';
import { normaliseText, type QbRequest, qbRequest } from '@/lib/qbxml';
import { markedText } from './change-order/mark';
import { checkChangeOrder, writtenTexts } from './change-order/rules';
import { appendToOrder, orderModIn, PENDING_SEQUENCE } from './change-order/target';
import type { ChangingFlow, Summary } from './flow';
import type { Preview } from './preview';
import { linkOf, usable } from './shared/links';
import { amountOf, codesNeeded, itemOf, type OrderLine, orderLine } from './shared/order-lines';
import { type OrderTarget, readOrderById } from './shared/order-target';
import { orderReadBack } from './shared/purchase-order-read-back';
import { NEW_LINE } from './shared/target-lines';

export { changeOrderOriginId, isOriginOf } from './change-order/mark';

/** Commitment change orders become lines at the end of their commitment's purchase order, never an order of their own. */
export const changeOrderFlow: ChangingFlow<ChangeOrder, OrderTarget> = {
  kind: 'change_order',
  summary,
  content: ({ originId: _id, originCode: _code, updatedAt: _at, ...content }) => ({
    ...content,
    lines: content.lines.map(({ originId: _lineId, ...line }) => line),
  }),
  needs,
  check: checkChangeOrder,
  build,
  preview,
  originData: exportNumber => JSON.stringify({ v: 1, txn: 'PurchaseOrder', exportNumber }),
  lookup,
  readBack: orderReadBack,
  change: appendToOrder,
};

function summary(changeOrder: ChangeOrder): Summary {
  return {
    procoreId: changeOrder.id,
    projectId: changeOrder.projectId,
    number: changeOrder.number,
    title: changeOrder.title,
    vendorName: changeOrder.vendorName,
    amount: parseMoney(changeOrder.grandTotal),
    status: changeOrder.status,
  };
}

function needs(changeOrder: ChangeOrder): BooksNeed {
  const codes = codesNeeded(changeOrder.lines);
  return {
    projectId: changeOrder.projectId,
    links: [
      { kind: 'project', procoreId: changeOrder.projectId },
      { kind: 'commitment', procoreId: changeOrder.commitmentId },
      { kind: 'change_order', procoreId: changeOrder.id },
      ...codes.links,
    ],
    costCodeFullCodes: codes.costCodeFullCodes,
    orderNumbers: [],
    changesOf: changeOrder.commitmentId,
  };
}

interface Addition {
  readonly order: BookLink;
  readonly job: BookLink;
  readonly lines: readonly OrderLine[];
}

function additionFor(changeOrder: ChangeOrder, books: Books): Addition {
  const order = usable(linkOf(books, 'commitment', changeOrder.commitmentId));
  const job = usable(linkOf(books, 'project', changeOrder.projectId));
  if (order === null || job === null)
    throw new Blocked('The purchase order or the job of this change order cannot be used.');
  const lines = changeOrder.lines.map(line =>
    orderLine(line, { books, job, text: markedText(changeOrder, line) }),
  );
  return { order, job, lines };
}

/** The approved lines alone. As it stands QuickBooks would refuse it: its edit sequence is that of no order. */
function build(changeOrder: ChangeOrder, books: Books): QbRequest<'PurchaseOrderMod'> {
  const { order, lines } = additionFor(changeOrder, books);
  return qbRequest('PurchaseOrderMod', {
    PurchaseOrderMod: {
      TxnID: order.qbId,
      EditSequence: PENDING_SEQUENCE,
      Lines: lines.map(line => ({ PurchaseOrderLineMod: { TxnLineID: NEW_LINE, ...line } })),
    },
  });
}

function preview(changeOrder: ChangeOrder, books: Books): Preview {
  const { order, job, lines } = additionFor(changeOrder, books);
  const amounts = lines.map(amountOf);
  const added = sumMoney(amounts.map(parseMoney));
  const now = order.order?.total ?? null;
  return {
    form: 'Purchase Order, lines added',
    header: [
      { label: 'P.O. No.', value: order.name },
      { label: 'Vendor', value: order.order?.vendor ?? changeOrder.vendorName },
      { label: 'Customer:Job', value: job.name },
      { label: 'Order total now', value: now ?? 'not read yet' },
      {
        label: 'Order total with these lines',
        value: now === null ? 'not known yet' : formatMoney(parseMoney(now) + added),
      },
    ],
    lines: lines.map((line, index) => ({
      item: itemOf(changeOrder.lines[index] as ChangeOrder['lines'][number], books)?.name ?? '',
      description: line.Desc,
      quantity: line.Quantity ?? null,
      rate: line.Rate ?? null,
      amount: amounts[index] ?? '',
      job: job.name,
    })),
    total: formatMoney(added),
    notes: notesOf(changeOrder, books, lines),
  };
}

function notesOf(changeOrder: ChangeOrder, books: Books, lines: readonly OrderLine[]): string[] {
  const notes = ['Lines that stand on the order stay as they are; these are added below them.'];
  for (const [index, line] of lines.entries()) {
    const whole = markedText(changeOrder, changeOrder.lines[index] as ChangeOrder['lines'][number]);
    if (normaliseText(whole).text !== line.Desc)
      notes.push(`The text of line ${index + 1} is cut to 4,095 characters.`);
  }
  const replaced = Object.values(writtenTexts(changeOrder, books)).flatMap(
    text => normaliseText(text).replaced,
  );
  for (const one of new Map(replaced.map(change => [change.from, change])).values())
    notes.push(`“${one.from}” becomes “${one.to}”.`);
  const deducted = changeOrder.lines.map(line => parseMoney(line.amount)).filter(cents => cents < 0n);
  if (deducted.length > 0)
    notes.push(
      `${readableMoney(-sumMoney(deducted))} is deducted on lines of their own; check that QuickBooks shows it as you expect.`,
    );
  return notes;
}

/** Procore and QuickBooks clocks are not compared: a whole day of slack on the day of sending. */
const LOOK_BACK_DAYS = 2;

/** The order itself, and the orders that were deleted. */
function lookup(request: QbRequest, sentAt: Date): QbRequest[] {
  const from = daysBefore(sentAt, LOOK_BACK_DAYS).toISOString().slice(0, 10);
  return [
    readOrderById(orderModIn(request).TxnID),
    qbRequest('TxnDeletedQuery', {
      TxnDelType: ['PurchaseOrder'],
      DeletedDateRangeFilter: { FromDeletedDate: from },
    }),
  ];
}
