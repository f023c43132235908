import { type QbResponse, readAnswer } from '@/lib/qbxml';

/** A line, or a group of lines, as QuickBooks answers it. */
export interface GivenLine {
  readonly id: string;
  readonly item?: string;
  readonly text?: string;
  readonly amount?: string;
  /** Lines of a group. */
  readonly nested?: readonly GivenLine[];
}

export interface GivenOrder {
  readonly txnId?: string;
  readonly editSequence?: string;
  readonly total?: string;
  readonly memo?: string;
  /** More of the head, as XML. */
  readonly head?: string;
  readonly lines?: readonly GivenLine[];
}

export const TXN_ID = '1A2-1554200000';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;

function lineXml({ id, item, text, amount, nested }: GivenLine): string {
  if (nested) {
    const head = `<ItemGroupRef><FullName>Package</FullName></ItemGroupRef>${element('TotalAmount', amount ?? '0.00')}`;
    return `<PurchaseOrderLineGroupRet>${element('TxnLineID', id)}${head}${nested.map(lineXml).join('')}</PurchaseOrderLineGroupRet>`;
  }
  const ref = item === undefined ? '' : `<ItemRef>${element('ListID', item)}</ItemRef>`;
  return `<PurchaseOrderLineRet>${element('TxnLineID', id)}${ref}${element('Desc', text)}${element('Amount', amount)}</PurchaseOrderLineRet>`;
}

function orderXml(order: GivenOrder): string {
  const {
    txnId = TXN_ID,
    editSequence = '1554200000',
    total = '96000.00',
    memo,
    head = '',
    lines = [],
  } = order;
  return `<PurchaseOrderRet>${element('TxnID', txnId)}<TimeModified>2026-03-02T10:00:00-06:00</TimeModified>${element('EditSequence', editSequence)}<VendorRef><FullName>Keel Concrete LLC</FullName></VendorRef><TxnDate>2026-03-02</TxnDate><RefNumber>SC-017-001</RefNumber>${element('TotalAmount', total)}${head}${element('Memo', memo)}${lines.map(lineXml).join('')}</PurchaseOrderRet>`;
}

export function answerWith(message: string, inside: string, statusCode = inside === '' ? 1 : 0): QbResponse {
  const xml = `<QBXML><QBXMLMsgsRs><${message}Rs statusCode="${statusCode}" statusMessage="as told">${inside}</${message}Rs></QBXMLMsgsRs></QBXML>`;
  const [read] = readAnswer(xml).responses;
  if (read === undefined) throw new TypeError('a test wanted a response');
  return read;
}

export const orderFound = (order: GivenOrder, statusCode = 0): QbResponse =>
  answerWith('PurchaseOrderQuery', orderXml(order), statusCode);
export const orderChanged = (order: GivenOrder): QbResponse =>
  answerWith('PurchaseOrderMod', orderXml(order));
export const noneFound = (statusCode = 500): QbResponse => answerWith('PurchaseOrderQuery', '', statusCode);
export const nothingDeleted = (): QbResponse => answerWith('TxnDeletedQuery', '');
export const orderDeleted = (txnId = TXN_ID): QbResponse =>
  answerWith(
    'TxnDeletedQuery',
    `<TxnDeletedRet><TxnDelType>PurchaseOrder</TxnDelType>${element('TxnID', txnId)}<TimeDeleted>2026-03-03T11:00:00-06:00</TimeDeleted></TxnDeletedRet>`,
  );
