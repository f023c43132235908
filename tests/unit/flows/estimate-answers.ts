import type { QbResponse } from '@/lib/qbxml';
import { ESTIMATE_ID } from '@/tests/factories/budget';
import { answerWith, type GivenLine } from './order-answers';

export interface GivenEstimate {
  readonly txnId?: string;
  readonly editSequence?: string;
  readonly refNumber?: string;
  readonly guid?: string;
  readonly total?: string;
  readonly isActive?: boolean;
  readonly memo?: string;
  readonly lines?: readonly GivenLine[];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;

function lineXml({ id, item, text, amount, nested }: GivenLine): string {
  if (nested) {
    const head = `<ItemGroupRef><FullName>Package</FullName></ItemGroupRef>${element('TotalAmount', amount ?? '0.00')}`;
    return `<EstimateLineGroupRet>${element('TxnLineID', id)}${head}${nested.map(lineXml).join('')}</EstimateLineGroupRet>`;
  }
  const ref = item === undefined ? '' : `<ItemRef>${element('ListID', item)}</ItemRef>`;
  return `<EstimateLineRet>${element('TxnLineID', id)}${ref}${element('Desc', text)}${element('Amount', amount)}</EstimateLineRet>`;
}

function estimateXml(estimate: GivenEstimate): string {
  const {
    txnId = ESTIMATE_ID,
    editSequence = '1554300000',
    refNumber = 'B-326120044',
    guid,
    total = '186200.50',
    isActive,
    memo,
    lines = [],
  } = estimate;
  const active = isActive === undefined ? '' : element('IsActive', String(isActive));
  // With tax on top, which is none of the budget.
  const amounts = `${element('Subtotal', total)}${element('TotalAmount', '999999.99')}`;
  return `<EstimateRet>${element('TxnID', txnId)}<TimeModified>2026-03-02T10:00:00-06:00</TimeModified>${element('EditSequence', editSequence)}<CustomerRef><FullName>Riverside Health:24-017</FullName></CustomerRef><TxnDate>2026-03-02</TxnDate>${element('RefNumber', refNumber)}${active}${amounts}${element('Memo', memo)}${element('ExternalGUID', guid)}${lines.map(lineXml).join('')}</EstimateRet>`;
}

export const estimateFound = (estimate: GivenEstimate, statusCode = 0): QbResponse =>
  answerWith('EstimateQuery', estimateXml(estimate), statusCode);
export const estimateAdded = (estimate: GivenEstimate): QbResponse =>
  answerWith('EstimateAdd', estimateXml(estimate));
export const estimateChanged = (estimate: GivenEstimate): QbResponse =>
  answerWith('EstimateMod', estimateXml(estimate));
export const noEstimate = (statusCode = 500): QbResponse => answerWith('EstimateQuery', '', statusCode);
export const deletedTxn = (type: string, inside: { txnId?: string; refNumber?: string }): QbResponse =>
  answerWith(
    'TxnDeletedQuery',
    `<TxnDeletedRet>${element('TxnDelType', type)}${element('TxnID', inside.txnId ?? ESTIMATE_ID)}<TimeDeleted>2026-03-03T11:00:00-06:00</TimeDeleted>${element('RefNumber', inside.refNumber)}</TxnDeletedRet>`,
  );
