import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Method, type Parameters, Wire } from '@/tests/simulators/web-connector';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { authenticate, type Line, Visit } from '@/tests/support/web-connector';
import { accept, listed } from './kit/records';
import { sharedStand } from './kit/shared-stand';
import { COMPANY, OTHER_COMPANY } from './kit/stand';
import { callAt, lineTo } from './kit/visits';

// Without background work, so that what a call changed is all that has changed.
const shared = sharedStand({ RUN_TASKS: '0' });

let line: Line;

beforeAll(() => {
  line = lineTo(shared.stand);
});

const call = (method: Method, params: Parameters = {}) => callAt(shared.stand.soapUrl, method, params);

/** Something to do for the next session: a person asks for a list of the company file. */
async function askForLists(): Promise<void> {
  const approver = await shared.stand.person('approver');
  const { connectionId } = shared.stand.stack.login;
  await approver.post(`/api/companies/${COMPANY}/connections/${connectionId}/read-lists`, { list: 'item' });
}

/** A session with something to do. */
async function begun(): Promise<Visit> {
  await shared.stand.settle();
  await askForLists();
  const { ticket, status } = await authenticate(line);
  expect(status).toBe('');
  const visit = await Visit.begin(line, ticket);
  visits.push(visit);
  return visit;
}

const visits: Visit[] = [];

afterEach(async () => {
  shared.stand.quickBooks.moods.clear();
  shared.stand.quickBooks.moods.openRightFile();
  for (const visit of visits.splice(0)) await visit.close();
});

describe('a whole run', () => {
  test('carries the accepted order into QuickBooks, once, and says how it went', async () => {
    // The moment after accepting, in which a run is held open for more, is over.
    await shared.stand.database.owner`update connections set expect_work_until = null`;
    const report = await shared.stand.update();
    expect(report.outcome).toBe('done');
    expect(report.calls.map(one => one.method)).toEqual([
      'serverVersion',
      'clientVersion',
      'authenticate',
      'sendRequestXML',
      'receiveResponseXML',
      // QuickBooks is told that it need not keep the answer.
      'sendRequestXML',
      'receiveResponseXML',
      'closeConnection',
    ]);
    expect(report.progress).toEqual([expect.any(Number), 100]);
    expect(report.lastMessage).toBe('OK: 1 done');
    const orders = shared.stand.quickBooks.books.purchaseOrders();
    expect(orders.filter(order => order.refNumber === 'SC-017-001')).toHaveLength(1);
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('with nothing to do says so, and asks for no postponement', async () => {
    await shared.stand.settle();
    const { userName, password } = line.login;
    const answer = await call('authenticate', { strUserName: userName, strPassword: password });
    expect(answer).toHaveLength(2);
    expect(answer[1]).toBe('none');
  });

  test('is understood in the RPC style and in pieces', async () => {
    await askForLists();
    const faults = [{ kind: 'in-pieces', method: 'receiveResponseXML', pieceBytes: 1000 }] as const;
    const report = await shared.stand.update({ wire: new Wire({ style: 'RPC', prefix: 's', faults }) });
    expect(report.outcome).toBe('done');
    expect(report.exchanges).toBeGreaterThan(0);
  });
});

describe('versions', () => {
  test('serverVersion tells the product and nothing of the machine', async () => {
    expect(await call('serverVersion')).toMatch(/^Procore QuickBooks Connector \d+\.\d+\.\d+$/);
  });

  test.each([
    ['2.2.0.42', ''],
    ['2.3.0.215', ''],
    ['2.10.0.0', ''],
    ['3.0', ''],
    ['1.6.0.7', 'O:2.2'],
    ['2.0.9.9', 'O:2.2'],
    ['', ''],
    ['new one', ''],
  ])('clientVersion %s is answered “%s”', async (strVersion, answer) => {
    expect(await call('clientVersion', { strVersion })).toBe(answer);
  });
});

describe('a sign-in', () => {
  const refused = async (strUserName: string, strPassword: string): Promise<readonly string[]> => {
    const answer = await call('authenticate', { strUserName, strPassword });
    expect(answer).toHaveLength(2);
    expect(answer[1]).toBe('nvu');
    return answer as readonly string[];
  };

  test('of a stranger looks like one with a wrong password, ticket and all', async () => {
    const [wrong = ''] = await refused(line.login.userName, 'wrong');
    const [unknown = ''] = await refused('qbwc-nobody', line.login.password);
    expect(wrong).toHaveLength(unknown.length);
    expect(wrong).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
    expect(unknown).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
    expect(wrong).not.toBe(unknown);
  });

  test.each([
    ['nothing', '', ''],
    ['SQL', "' or 1=1 --", "' or 1=1 --"],
    ['a pattern', 'qbwc-%', '%'],
    ['a long password', 'qbwc-a', 'x'.repeat(1000)],
  ])('with %s is refused in protocol', async (_name, userName, password) => {
    await refused(userName, password);
  });

  test('while a session lives is told that it is busy, and the session goes on', async () => {
    const visit = await begun();
    expect((await authenticate(line)).status).toBe('busy');
    expect(await visit.next()).toContain('<QBXML>');
    expect((await authenticate(line)).status).toBe('busy');
  });

  test('ten wrong passwords in a row lock the login, also for the right one; other logins stay open', async () => {
    const administrator = await shared.stand.person('administrator');
    const path = `/api/companies/${COMPANY}/connections`;
    const second = await administrator.post<Login>(path, { name: 'Second file' });
    const answers = Array.from({ length: 10 }, () => authenticate(line, { ...second, password: 'wrong' }));
    for (const answer of answers) expect((await answer).status).toBe('nvu');
    expect((await authenticate(line, second)).status).toBe('nvu');
    const { ticket, status } = await authenticate(line);
    expect(status).not.toBe('nvu');
    await call('closeConnection', { ticket });
  });
});

interface Login {
  readonly id: string;
  readonly userName: string;
  readonly password: string;
}

const UNKNOWN_TICKETS: readonly (readonly [name: string, ticket: () => Promise<string>])[] = [
  ['none', async () => ''],
  ['of another form', async () => "' or 1=1 --"],
  ['never given out', async () => `${'A'.repeat(22)}.${'B'.repeat(43)}`],
  [
    'given with a refusal',
    async () => (await authenticate(line, { userName: 'qbwc-x', password: 'x' })).ticket,
  ],
  [
    'of a closed session',
    async () => {
      const visit = await begun();
      await visit.close();
      return visit.ticket;
    },
  ],
  [
    'with a letter changed',
    async () => {
      const visit = await begun();
      return `${visit.ticket.slice(0, -1)}${visit.ticket.endsWith('A') ? 'B' : 'A'}`;
    },
  ],
];

describe('a ticket that opens no session', () => {
  test.each(UNKNOWN_TICKETS)('%s: gets harmless answers and changes nothing', async (_name, make) => {
    const ticket = await make();
    const before = await dumpOf(shared.stand.database);
    const hcp = { strHCPResponse: '', strCompanyFileName: '', qbXMLCountry: 'US' };
    const versions = { qbXMLMajorVers: '13', qbXMLMinorVers: '0' };
    expect(await call('sendRequestXML', { ticket, ...hcp, ...versions })).toBe('');
    const answer = { response: '<QBXML/>', hresult: '', message: '' };
    expect(await call('receiveResponseXML', { ticket, ...answer })).toBe('-1');
    expect(await call('getLastError', { ticket })).toMatch(/session has ended/);
    expect(await call('connectionError', { ticket, hresult: '0x80040408', message: 'x' })).toBe('done');
    expect(await call('closeConnection', { ticket })).toBe('OK');
    expect(await call('closeConnection', { ticket })).toBe('OK');
    expect(changedTables(before, await dumpOf(shared.stand.database))).toEqual([]);
  });
});

/** Another company with a company file of its own, and work for it. */
async function strangersTicket(): Promise<string> {
  const stranger = await shared.stand.person('stranger');
  const company = `/api/companies/${OTHER_COMPANY}`;
  await stranger.post(company, {});
  const login = await stranger.post<Login>(`${company}/connections`, { name: 'Otter Creek' });
  await stranger.post(`${company}/connections/${login.id}/read-lists`, {});
  const { ticket, status } = await authenticate(line, login);
  expect(status).toBe('');
  return ticket;
}

const cutTicket = (ticket: string): [company: string, secret: string] => {
  const [company = '', secret = ''] = ticket.split('.');
  return [company, secret];
};

describe('a ticket speaks for one connection alone', () => {
  test('another company’s ticket brings nothing of this one’s, however it is put together', async () => {
    const visit = await begun();
    const sent = await visit.next();
    const answer = await visit.ask(sent);
    const foreign = await strangersTicket();
    const [[company], [, secret]] = [cutTicket(visit.ticket), cutTicket(foreign)];
    const before = await dumpOf(shared.stand.database);
    for (const ticket of [foreign, `${company}.${secret}`])
      expect(await call('receiveResponseXML', { ticket, ...answer })).toBe('-1');
    expect(changedTables(before, await dumpOf(shared.stand.database))).toEqual([]);
    expect(await visit.bring(answer)).toBeGreaterThan(0);
    await call('closeConnection', { ticket: foreign });
  });
});

describe('an answer', () => {
  test('to nothing that was asked changes nothing', async () => {
    const visit = await begun();
    const before = await dumpOf(shared.stand.database);
    expect(await visit.bring({ response: '<QBXML/>', hresult: '', message: '' })).toBe(-1);
    expect(changedTables(before, await dumpOf(shared.stand.database))).toEqual([]);
  });

  test('to somebody else’s request changes nothing, and the right one still counts', async () => {
    const visit = await begun();
    const answer = await visit.ask(await visit.next());
    const foreign = { ...answer, response: answer.response.replace(/requestID="[^"]*"/g, 'requestID="999"') };
    const before = await dumpOf(shared.stand.database);
    expect(await visit.bring(foreign)).toBe(-1);
    expect(changedTables(before, await dumpOf(shared.stand.database))).toEqual([]);
    expect(await visit.bring(answer)).toBeGreaterThan(0);
  });

  test('that comes twice is answered twice and counts once', async () => {
    const visit = await begun();
    const answer = await visit.ask(await visit.next());
    const progress = await visit.bring(answer);
    const before = await dumpOf(shared.stand.database);
    expect(await visit.bring(answer)).toBe(progress);
    expect(changedTables(before, await dumpOf(shared.stand.database))).toEqual([]);
  });

  test.each([
    ['no XML at all', { response: 'not XML <', hresult: '', message: '' }],
    ['a DTD', { response: '<!DOCTYPE x><QBXML/>', hresult: '', message: '' }],
    ['nothing', { response: '', hresult: '', message: '' }],
  ])('that is %s is answered in protocol, and what was asked is asked again', async (_name, answer) => {
    const visit = await begun();
    const asked = await visit.next();
    expect(await visit.bring(answer)).toBeLessThan(100);
    await visit.close();
    await shared.stand.settle();
    expect(asked).toContain('QueryRq');
  });

  test('with an error of QuickBooks stops the run, and its text is told as text', async () => {
    const visit = await begun();
    await visit.next();
    const message = '</getLastErrorResult><script>alert(1)</script>&';
    expect(await visit.bring({ response: '', hresult: '0x80040421', message })).toBe(-1);
    expect(await visit.lastError()).not.toBe('');
    expect(await visit.close()).toMatch(/^OK/);
  });
});

describe('asking for work', () => {
  test('twice at once under one ticket never hands one order out under two message sets', async () => {
    await shared.stand.settle();
    const approver = await shared.stand.person('approver');
    const [order] = await listed(approver, 'ready_to_export');
    expect(order).toBeDefined();
    if (order) await accept(approver, [order]);
    const { ticket, status } = await authenticate(line);
    expect(status).toBe('');
    const first = await Visit.begin(line, ticket);
    const second = await Visit.begin(line, ticket);
    visits.push(first, second);
    // What was exported before is read back first.
    await first.bring(await first.ask(await first.next()));
    const handed = await Promise.all([first.next(), second.next()]);
    expect(handed.filter(xml => xml.includes('<PurchaseOrderAddRq'))).toHaveLength(1);
    for (const visit of visits.splice(0)) await visit.close();
    await shared.stand.settle();
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('of another company file hands nothing out and says which file is open', async () => {
    await shared.stand.settle();
    await askForLists();
    const { moods } = shared.stand.quickBooks;
    moods.openOtherFile({ path: 'C:\\other.qbw', companyName: 'Other & Sons', fileId: null });
    const report = await shared.stand.update();
    expect(report.outcome).toBe('error');
    expect(report.sent).toEqual([]);
    expect(report.lastMessage).toContain('Other & Sons');
    moods.openRightFile();
    expect((await shared.stand.update()).outcome).toBe('done');
  });
});

describe('QuickBooks that cannot be reached', () => {
  test('ends the run, keeps the queue, and the next run goes on', async () => {
    await shared.stand.settle();
    await askForLists();
    shared.stand.quickBooks.moods.failSession('0x80040408');
    const report = await shared.stand.update();
    expect(report.calls.map(one => one.method)).toContain('connectionError');
    expect(report.outcome).toBe('error');
    expect((await shared.stand.update()).outcome).toBe('done');
  });
});

describe('interactive mode, which is never asked for', () => {
  test.each([
    ['getInteractiveURL', { wcTicket: 'x', sessionID: 'y' }, /\/support\/qbwc$/],
    ['interactiveDone', { wcTicket: 'x' }, /^Done$/],
    ['interactiveRejected', { wcTicket: 'x', reason: '<no>' }, /^Rejected$/],
  ] as const)('%s has an answer', async (method, params, answer) => {
    expect(await call(method, params)).toMatch(answer);
  });
});
