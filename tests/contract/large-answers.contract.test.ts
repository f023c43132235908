import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Method } from '@/tests/simulators/web-connector';
import { answerText, soapPieces } from '@/tests/support/large-answer';
import { nextWith } from '@/tests/support/outbox';
import { authenticate, type Line, Visit } from '@/tests/support/web-connector';
import type { Person } from './kit/person';
import { sharedStand } from './kit/shared-stand';
import { COMPANY, OTHER_COMPANY } from './kit/stand';
import { until } from './kit/until';
import { Upload } from './kit/upload';
import { callAt, lineTo } from './kit/visits';

const shared = sharedStand({ RUN_TASKS: '0' });

/** With two lines each, a thousand letters. */
const BILLS = 20_000;
/** A page's small pieces before and after, and the large one's in between. */
const HALFWAY = 150;

let line: Line;
let other: Line['login'];
let upload: Upload | undefined;
let visit: Visit | undefined;

beforeAll(async () => {
  line = lineTo(shared.stand);
  other = await otherLogin(await shared.stand.person('stranger'));
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

/** Transactions that wait for more of an answer. */
const storing = async (): Promise<number> => {
  const rows = await shared.stand.database.owner`
    select 1 from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`;
  return rows.length;
};

/** A run that awaits the answer to a set in which bills are asked for, and that answer, with bills without end. */
async function longAnswer(): Promise<Uint8Array[]> {
  await shared.stand.settle();
  const approver = await shared.stand.person('approver');
  const { connectionId } = shared.stand.stack.login;
  await approver.post(`/api/companies/${COMPANY}/connections/${connectionId}/read-lists`, { list: 'bill' });
  const { ticket, status } = await authenticate(line);
  expect(status).toBe('');
  visit = await Visit.begin(line, ticket);
  const xml = await nextWith(visit, '<BillQueryRq');
  const [, requestID = ''] = /<BillQueryRq requestID="([^"]*)"/.exec(xml) ?? [];
  const { response } = await visit.ask(xml);
  const [before, after] = response.split(/<BillQueryRs[\s\S]*?(?:<\/BillQueryRs>|\/>)/);
  const large = [...answerText({ kind: 'bill', requestID, records: BILLS })].slice(1, -1);
  return [...soapPieces({ ticket, text: [before ?? '', ...large, after ?? ''] })];
}

/** Each call of a session of the other company's Web Connector has its answer. */
async function expectOthersServed(): Promise<void> {
  const call = (method: Method, params: Record<string, string>) =>
    callAt(shared.stand.soapUrl, method, params);
  const { ticket, status } = await authenticate({ login: other, call });
  expect(status).toBe('');
  const first = { strHCPResponse: '', strCompanyFileName: '', qbXMLCountry: 'US' };
  const versions = { qbXMLMajorVers: '13', qbXMLMinorVers: '0' };
  expect(await call('sendRequestXML', { ticket, ...first, ...versions })).toContain('<CompanyQueryRq');
  const thrown = { response: '', hresult: '0x80040402', message: '' };
  expect(await call('receiveResponseXML', { ticket, ...thrown })).toMatch(/^-?\d+$/);
  expect(await call('getLastError', { ticket })).not.toBe('');
  expect(await call('closeConnection', { ticket })).not.toBe('');
}

afterEach(async () => {
  upload?.drop();
  await visit?.close();
  visit = undefined;
});

describe('an answer of 20 MB', () => {
  test('is stored while another company’s calls are answered, and shown when it is whole', async () => {
    upload = new Upload(shared.stand.soapUrl, await longAnswer());
    await upload.send(HALFWAY);
    await until(storing, count => count === 1);
    await expectOthersServed();
    await until(storing, count => count === 1);
    expect(await bills()).toBe(0);
    const said = await upload.finish();
    expect(said).toMatchObject({ operation: 'receiveResponseXML', fault: null });
    expect(Number.parseInt(said.results[0] ?? '', 10)).toBeGreaterThan(0);
    expect(await bills()).toBe(BILLS);
  });

  test('whose sender goes away half-way leaves nothing, holds up nobody, and is asked for again', async () => {
    await shared.stand.database.owner`delete from qb_lists where kind = 'bill'`;
    upload = new Upload(shared.stand.soapUrl, await longAnswer());
    await upload.send(HALFWAY);
    upload.drop();
    const log = await until(
      () => shared.stand.log(),
      text => text.includes('broken_off'),
    );
    expect(log).not.toContain('a SOAP message failed');
    expect(await visit?.close()).not.toBe('');
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
