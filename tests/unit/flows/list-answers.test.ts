import { describe, expect, it } from 'vitest';
import { costCodeFlow } from '@/lib/flows/cost-code';
import type { AddingFlow } from '@/lib/flows/flow';
import { projectFlow } from '@/lib/flows/project';
import { vendorFlow } from '@/lib/flows/vendor';
import { type QbRequest, type QbResponse, readAnswer } from '@/lib/qbxml';
import { EXTERNAL_GUID } from '@/tests/factories/books';
import { CUSTOMER, company, costCode, directoryBooks, project } from '@/tests/factories/directory';

interface Kind {
  readonly kind: string;
  readonly flow: AddingFlow<never>;
  readonly request: QbRequest;
  readonly add: string;
  readonly query: string;
  readonly ret: string;
  readonly type: string;
  readonly name: string;
  readonly parent: string | null;
}

const given = directoryBooks();
const KINDS: readonly Kind[] = [
  {
    kind: 'vendor',
    flow: vendorFlow as AddingFlow<never>,
    request: vendorFlow.build(company(), given),
    add: 'VendorAdd',
    query: 'VendorQuery',
    ret: 'VendorRet',
    type: 'Vendor',
    name: 'Tidewater Glazing LLC',
    parent: null,
  },
  {
    kind: 'job',
    flow: projectFlow as AddingFlow<never>,
    request: projectFlow.build(project(), given),
    add: 'CustomerAdd',
    query: 'CustomerQuery',
    ret: 'CustomerRet',
    type: 'Customer',
    name: 'Lakeside Library',
    parent: CUSTOMER,
  },
  {
    kind: 'item',
    flow: costCodeFlow as AddingFlow<never>,
    request: costCodeFlow.build(costCode(), given),
    add: 'ItemServiceAdd',
    query: 'ItemQuery',
    ret: 'ItemServiceRet',
    type: 'ItemService',
    name: '03-350',
    parent: '80000029-1',
  },
];

const ID = '800000AA-1';

interface Found {
  readonly name?: string;
  readonly guid?: string;
  readonly parent?: string | null;
  readonly id?: string;
}

function ret(kind: Kind, found: Found = {}): string {
  const { name = kind.name, guid = EXTERNAL_GUID, parent = kind.parent, id = ID } = found;
  const above =
    parent === null ? '' : `<ParentRef><ListID>${parent}</ListID><FullName>Top</FullName></ParentRef>`;
  const full = kind.ret === 'VendorRet' ? '' : `<FullName>${parent === null ? '' : 'Top:'}${name}</FullName>`;
  const ids = id === '' ? '' : `<ListID>${id}</ListID><EditSequence>17</EditSequence>`;
  return `<${kind.ret}>${ids}<Name>${name}</Name>${full}<IsActive>true</IsActive>${above}<ExternalGUID>${guid}</ExternalGUID></${kind.ret}>`;
}

function answer(message: string, body: string, status = body === '' ? 1 : 0): QbResponse {
  const xml = `<QBXML><QBXMLMsgsRs><${message}Rs requestID="1" statusCode="${status}" statusSeverity="Info" statusMessage="said">${body}</${message}Rs></QBXMLMsgsRs></QBXML>`;
  const [response] = readAnswer(xml).responses;
  if (!response) throw new RangeError('no response');
  return response;
}

const deleted = (kind: Kind, name: string): QbResponse =>
  answer(
    'ListDeletedQuery',
    `<ListDeletedRet><ListDelType>${kind.type}</ListDelType><ListID>x</ListID><TimeDeleted>2026-03-03</TimeDeleted><FullName>${name}</FullName></ListDeletedRet>`,
  );

const NOBODY = '{00000000-0000-0000-0000-000000000001}';

function judged(kind: Kind, found: { byName?: string; changed?: string; gone?: QbResponse }) {
  return kind.flow.judge(
    kind.request,
    [
      answer(kind.query, found.byName ?? ''),
      answer(kind.query, found.changed ?? ''),
      found.gone ?? answer('ListDeletedQuery', ''),
    ],
    {} as never,
  );
}

describe.each(KINDS)('a $kind that QuickBooks took', kind => {
  const name = kind.parent === null ? kind.name : `Top:${kind.name}`;

  it('is kept by its ListID, its edit sequence and its full name', () => {
    const settled = kind.flow.settle(answer(kind.add, ret(kind)), {} as never);
    expect(settled).toMatchObject({ txnId: ID, editSequence: '17', refNumber: null, name, lines: [] });
  });

  it('is not kept from an answer without its ids: it is looked up', () => {
    expect(kind.flow.settle(answer(kind.add, ret(kind, { id: '' })), {} as never)).toBeNull();
    expect(kind.flow.settle(answer(kind.add, ''), {} as never)).toBeNull();
  });

  it('is looked for by name, by what changed since the day before, and among the deleted', () => {
    const queries = kind.flow.lookup(kind.request, new Date('2026-03-05T09:00:00Z'));
    expect(queries.map(one => one.message)).toEqual([kind.query, kind.query, 'ListDeletedQuery']);
    const text = JSON.stringify(queries.map(one => one.body));
    expect(text).toContain(`"Name":"${kind.name}"`);
    expect(text).toContain('"FromModifiedDate":"2026-03-03"');
    expect(text).toContain('"FromDeletedDate":"2026-03-03"');
    expect(text.match(/"ActiveStatus":"All"/g)).toHaveLength(2);
  });

  it('is found by its mark, under its name or another', () => {
    expect(judged(kind, { byName: ret(kind, { guid: EXTERNAL_GUID.toLowerCase() }) })).toMatchObject({
      found: 'ours',
      settlement: { txnId: ID, name, warning: null },
    });
    expect(judged(kind, { changed: ret(kind, { name: 'Other' }) })).toMatchObject({
      found: 'ours',
      settlement: { warning: `QuickBooks calls it “Other”; “${kind.name}” was approved. Compare the two.` },
    });
  });

  it('is somebody else’s where another has the name under the same parent, whatever its case', () => {
    const foreign = ret(kind, { guid: NOBODY, name: kind.name.toUpperCase() });
    expect(judged(kind, { byName: foreign })).toMatchObject({ found: 'foreign' });
    // Vendors stand below nothing.
    if (kind.parent === null) return;
    const elsewhere = ret(kind, { guid: NOBODY, parent: '80000001-9' });
    expect(judged(kind, { byName: elsewhere })).toEqual({ found: 'nothing' });
  });

  it('was deleted where QuickBooks says so of its list, and is absent where nothing shows it', () => {
    expect(judged(kind, { gone: deleted(kind, name) })).toMatchObject({
      found: 'deleted',
      description: expect.stringContaining(name),
    });
    expect(judged(kind, { gone: deleted({ ...kind, type: 'Account' }, name) })).toEqual({ found: 'nothing' });
    expect(judged(kind, {})).toEqual({ found: 'nothing' });
  });

  it('is unclear where any of the three answers is missing or an error', () => {
    const whole = [answer(kind.query, ''), answer(kind.query, ''), answer('ListDeletedQuery', '')];
    for (const left of whole.keys()) {
      const rest = whole.filter((_one, index) => index !== left);
      expect(kind.flow.judge(kind.request, rest, {} as never).found).toBe('unclear');
      const failed = whole.map((one, index) => (index === left ? { ...one, statusCode: 3260 } : one));
      expect(kind.flow.judge(kind.request, failed, {} as never).found).toBe('unclear');
    }
    expect(judged(kind, { byName: ret(kind, { id: '' }) }).found).toBe('unclear');
  });

  it('is read back by its id, and known to be gone by the deletions of its list alone', () => {
    const { readBack } = kind.flow;
    expect(JSON.stringify(readBack.query(ID).body)).toContain(`"ListID":["${ID}"]`);
    expect(readBack.decode(answer(kind.query, ret(kind)))).toEqual({ qbId: ID, editSequence: '17' });
    expect(readBack.decode(answer(kind.query, '', 500))).toBeNull();
    expect(readBack.deleted(deleted(kind, name))).toEqual(['x']);
    expect(readBack.deleted(deleted({ ...kind, type: 'Class' }, name))).toEqual([]);
  });
});

it('the three lists ask for deletions with one question, so that it is asked once', () => {
  const questions = KINDS.map(one => JSON.stringify(one.flow.readBack.deletions));
  expect(new Set(questions).size).toBe(1);
});
