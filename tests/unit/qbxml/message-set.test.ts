import { expect, it } from 'vitest';
import { Broken } from '@/lib/core/errors';
import {
  checkRequest,
  encodeMessageSet,
  type QbIterator,
  qbRequest,
  type Target,
  Unencodable,
} from '@/lib/qbxml';

const US: Target = { country: 'US', version: [13, 0] };
const PROLOGUE = '<?xml version="1.0" encoding="utf-8"?><?qbxml version="13.0"?>';
const host = { requestID: 'r/1', request: qbRequest('HostQuery', {}) };
const set = (input: Partial<Parameters<typeof encodeMessageSet>[0]>): string =>
  encodeMessageSet({ target: US, onError: 'continueOnError', requests: [], ...input });

it('a set has both lines of the prologue, its id and its requests, in order', () => {
  const company = { requestID: 'r/2', request: qbRequest('CompanyQuery', { OwnerID: ['0'] }) };
  expect(set({ newMessageSetID: '0193f0c2a7b34d5e9f10aa2', requests: [company, host] })).toBe(
    `${PROLOGUE}<QBXML><QBXMLMsgsRq onError="continueOnError" newMessageSetID="0193f0c2a7b34d5e9f10aa2">` +
      '<CompanyQueryRq requestID="r/2"><OwnerID>0</OwnerID></CompanyQueryRq><HostQueryRq requestID="r/1"/>' +
      '</QBXMLMsgsRq></QBXML>',
  );
});

it('a question about a set has no requests and one id twice; a clearing has the old id alone', () => {
  expect(set({ onError: 'stopOnError', newMessageSetID: 'AB1', oldMessageSetID: 'AB1' })).toBe(
    `${PROLOGUE}<QBXML><QBXMLMsgsRq onError="stopOnError" newMessageSetID="AB1" oldMessageSetID="AB1"/></QBXML>`,
  );
  expect(set({ oldMessageSetID: 'AB1' })).toBe(
    `${PROLOGUE}<QBXML><QBXMLMsgsRq onError="continueOnError" oldMessageSetID="AB1"/></QBXML>`,
  );
});

it('an id longer than both sources allow never leaves: 23 characters for a set, 50 for a request', () => {
  for (const id of ['newMessageSetID', 'oldMessageSetID']) {
    expect(() => set({ [id]: 'x'.repeat(23) })).not.toThrow();
    expect(() => set({ [id]: 'x'.repeat(24) })).toThrow(Broken);
  }
  expect(() => set({ requests: [{ ...host, requestID: 'x'.repeat(50) }] })).not.toThrow();
  expect(() => set({ requests: [{ ...host, requestID: 'x'.repeat(51) }] })).toThrow(Broken);
});

it('a page of a list is asked for by its iterator', () => {
  const page = qbRequest('VendorQuery', { MaxReturned: 200 }, { state: 'Start' });
  expect(set({ requests: [{ requestID: '1', request: page }] })).toContain(
    '<VendorQueryRq requestID="1" iterator="Start"><MaxReturned>200</MaxReturned></VendorQueryRq>',
  );
  const next = qbRequest('VendorQuery', { MaxReturned: 200 }, { state: 'Continue', iteratorID: '{a"1}' });
  expect(set({ requests: [{ requestID: '1', request: next }] })).toContain(
    '<VendorQueryRq requestID="1" iterator="Continue" iteratorID="{a&quot;1}">',
  );
});

it('a message that has no pages is never asked for one', () => {
  const request = qbRequest('HostQuery', {}, { state: 'Start' });
  expect(() => set({ requests: [{ requestID: '1', request }] })).toThrow(Broken);
});

it('a page is never asked for without saying how long it is; giving up needs no length', () => {
  const asked = (iterator: QbIterator) => () => checkRequest(qbRequest('BillQuery', {}, iterator), US);
  expect(asked({ state: 'Start' })).toThrow('BillQuery.MaxReturned is missing, and pages need it');
  expect(asked({ state: 'Continue', iteratorID: '{x}' })).toThrow(Unencodable);
  expect(asked({ state: 'Stop', iteratorID: '{x}' })).not.toThrow();
});

it('a message of a later qbXML version than the one spoken is refused by name', () => {
  const old: Target = { country: 'US', version: [3, 0] };
  const sweep = qbRequest('TransactionQuery', { MaxReturned: 5 });
  expect(() => checkRequest(sweep, old)).toThrow('TransactionQuery is not known to qbXML 3.0');
  expect(() => checkRequest(sweep, { ...old, version: [4, 0] })).not.toThrow();
});

it('one request that QuickBooks would refuse keeps the whole set from leaving', () => {
  const bad = qbRequest('VendorQuery', { ActiveStatus: 'Everything' });
  expect(() => set({ requests: [host, { requestID: '2', request: bad }] })).toThrow(Unencodable);
  expect(() => checkRequest(bad, US)).toThrow(Unencodable);
  expect(() => checkRequest(host.request, US)).not.toThrow();
});

it('a refusal says which message, which field and why', () => {
  const bad = qbRequest('PurchaseOrderAdd', { PurchaseOrderAdd: { RefNumber: 'SC-24-017-007', Lines: [] } });
  expect(() => checkRequest(bad, US)).toThrow(
    'PurchaseOrderAdd: PurchaseOrderAdd.PurchaseOrderAdd.RefNumber has 13 characters, QuickBooks takes 11; ' +
      'PurchaseOrderAdd.PurchaseOrderAdd.Lines is missing.',
  );
});

it('the same request makes the same bytes, whatever the order its fields were given in', () => {
  const lines = [{ PurchaseOrderLineAdd: { Amount: '1.00', Desc: 'x', ItemRef: { ListID: '1' } } }];
  const orders = [
    { TxnDate: '2026-01-01', VendorRef: { ListID: '1' }, Lines: lines },
    { Lines: lines, VendorRef: { ListID: '1' }, TxnDate: '2026-01-01' },
  ].map(order =>
    set({
      requests: [{ requestID: '1', request: qbRequest('PurchaseOrderAdd', { PurchaseOrderAdd: order }) }],
    }),
  );
  expect(orders[0]).toBe(orders[1]);
  expect(orders[0]).toContain('<ItemRef><ListID>1</ListID></ItemRef><Desc>x</Desc><Amount>1.00</Amount>');
});

it('a set that was given no id carries none', () => {
  expect(set({})).not.toContain('MessageSetID');
});
