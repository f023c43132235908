import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { answerText, soapPieces } from '@/tests/support/large-answer';
import { authenticate, type Line, Visit } from '@/tests/support/web-connector';
import type { Person } from './kit/person';
import { sharedStand } from './kit/shared-stand';
import { OTHER_COMPANY } from './kit/stand';
import { until } from './kit/until';
import { Upload } from './kit/upload';
import { lineTo } from './kit/visits';

const shared = sharedStand({ RUN_TASKS: '0' });

/** With two lines each, a thousand letters. */
const BILLS = 20_000;
/** A page's small pieces before and after, and the large one's in between. */
const HALFWAY = 150;

let line: Line;
let other: Line;
let visit: Visit;

beforeAll(async () => {
  line = lineTo(shared.stand);
  other = { ...line, login: await otherLogin(await shared.stand.person('stranger')) };
});

/** A connection of a company that has nothing to do with the first. */
async function otherLogin(stranger: Person): Promise<Line['login']> {
  await stranger.post(`/api/companies/${OTHER_COMPANY}`, {});
  const made = await stranger.post<{ userName: string; password: string }>(
    `/api/companies/${OTHER_COMPANY}/connections`,
    { name: 'Other file' },
  );
  return { userName: made.userName, password: made.password };
}

const bills = async (): Promise<number> => {
  const [row] = await shared.stand.database.owner<{ count: number }[]>`
    select count(*)::int as count from qb_lists where kind = 'bill' and full_name like 'INV-%'`;
  return row?.count ?? 0;
};

/** A run that awaits the answer to a set in which bills are asked for, and that answer, with bills without end. */
async function longAnswer(): Promise<Uint8Array[]> {
  await shared.stand.settle();
  await shared.stand.database.owner`update qb_cursors set as_of = as_of - interval '1 day'`;
  const { ticket, status } = await authenticate(line);
  expect(status).toBe('');
  visit = await Visit.begin(line, ticket);
  let xml = await visit.next();
  while (!xml.includes('<BillQueryRq')) {
    await visit.bring(await visit.ask(xml));
    xml = await visit.next();
  }
  const [, requestID = ''] = /<BillQueryRq requestID="([^"]*)"/.exec(xml) ?? [];
  const { response } = await visit.ask(xml);
  const [before, after] = response.split(/<BillQueryRs[\s\S]*?(?:<\/BillQueryRs>|\/>)/);
  const large = [...answerText({ kind: 'bill', requestID, records: BILLS })].slice(1, -1);
  return [...soapPieces({ ticket, text: [before ?? '', ...large, after ?? ''] })];
}

afterEach(() => visit.close());

describe('an answer of 20 MB', () => {
  test('is stored while another company’s calls are answered, and shown when it is whole', async () => {
    const upload = new Upload(shared.stand.soapUrl, await longAnswer());
    await upload.send(HALFWAY);
    const { ticket, status } = await authenticate(other);
    expect(status).toBe('');
    const theirs = await Visit.begin(other, ticket);
    expect(await theirs.next()).toContain('<QBXML>');
    expect(await theirs.bring({ response: '', hresult: '0x80040402', message: '' })).toBe(-1);
    expect(await theirs.lastError()).toMatch(/QuickBooks/);
    expect(await theirs.close()).not.toBe('');
    expect(await bills()).toBe(0);
    const said = await upload.finish();
    expect(said).toMatchObject({ operation: 'receiveResponseXML', fault: null });
    expect(Number.parseInt(said.results[0] ?? '', 10)).toBeGreaterThan(0);
    expect(await bills()).toBe(BILLS);
  });

  test('whose sender goes away half-way leaves nothing, holds up nobody, and is asked for again', async () => {
    await shared.stand.database.owner`delete from qb_lists where kind = 'bill'`;
    const upload = new Upload(shared.stand.soapUrl, await longAnswer());
    await upload.send(HALFWAY);
    upload.drop();
    const log = await until(
      () => shared.stand.log(),
      text => text.includes('broken_off'),
    );
    expect(log).not.toContain('a SOAP message failed');
    expect(await visit.close()).not.toBe('');
    expect(await bills()).toBe(0);
    const again = await longAnswer();
    const said = await new Upload(shared.stand.soapUrl, again).finish();
    expect(Number.parseInt(said.results[0] ?? '', 10)).toBeGreaterThan(0);
    expect(await bills()).toBe(BILLS);
  });

  test('that ends too early is refused as a message and leaves nothing', async () => {
    await shared.stand.database.owner`delete from qb_lists where kind = 'bill'`;
    const pieces = await longAnswer();
    const said = await new Upload(shared.stand.soapUrl, pieces.slice(0, HALFWAY)).finish();
    expect(said.fault).toMatchObject({ code: 'Client' });
    expect(await bills()).toBe(0);
  });
});
