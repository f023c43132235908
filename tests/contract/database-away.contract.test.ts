import { afterEach, describe, expect, test } from 'vitest';
import type { Answer } from './kit/ask';
import { ask } from './kit/ask';
import { RECORDS } from './kit/records';
import { sharedStand } from './kit/shared-stand';
import { until } from './kit/until';
import { callAt } from './kit/visits';

const shared = sharedStand();

const live = (): Promise<Answer> => ask(`${shared.stand.url}/api/health/live`);
const ready = (): Promise<Answer> => ask(`${shared.stand.url}/api/health/ready`);

/** The app as it was before, by itself. */
async function comeBack(): Promise<void> {
  shared.stand.gate.open();
  await until(ready, answer => answer.status === 200);
}

afterEach(comeBack);

const TICKET = `${'A'.repeat(22)}.${'B'.repeat(43)}`;

describe('while the database is away', () => {
  test('the Web Connector is told that it is busy, and every other call is answered in protocol', async () => {
    const { login } = shared.stand.stack;
    const call = (
      ...[method, params]: Parameters<typeof callAt> extends [string, ...infer Rest] ? Rest : never
    ) => callAt(shared.stand.soapUrl, method, params);
    shared.stand.gate.shut();
    const answer = await call('authenticate', { strUserName: login.userName, strPassword: login.password });
    expect(answer).toHaveLength(2);
    expect(answer[1]).toBe('busy');
    expect(await call('serverVersion')).not.toBe('');
    expect(await call('clientVersion', { strVersion: '2.3.0.20' })).toBe('');
    const hcp = { strHCPResponse: '', strCompanyFileName: '', qbXMLCountry: 'US' };
    const versions = { qbXMLMajorVers: '13', qbXMLMinorVers: '0' };
    expect(await call('sendRequestXML', { ticket: TICKET, ...hcp, ...versions })).toBe('');
    const reply = { response: '<QBXML/>', hresult: '', message: '' };
    expect(await call('receiveResponseXML', { ticket: TICKET, ...reply })).toBe('-1');
    expect(await call('getLastError', { ticket: TICKET })).toMatch(/reference [A-Za-z0-9_-]{22}/);
    expect(await call('connectionError', { ticket: TICKET, hresult: '', message: '' })).toBe('done');
    expect(await call('closeConnection', { ticket: TICKET })).not.toBe('');
  });

  test('a person is told that it is not available now, and what to do', async () => {
    const approver = await shared.stand.person('approver');
    shared.stand.gate.shut();
    const answer = await approver.ask(`${RECORDS}?filter=synced`);
    expect(answer.status).toBe(503);
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(answer.json()).toMatchObject({
      status: 503,
      code: 'unavailable',
      remedy: expect.stringMatching(/again/),
    });
    expect(answer.text).not.toMatch(/postgres|ECONN|select|node_modules/i);
  });

  test('the process lives and says that it is not ready', async () => {
    shared.stand.gate.shut();
    expect((await live()).status).toBe(200);
    const answer = await ready();
    expect(answer.status).toBe(503);
    expect(answer.json()).toEqual({ status: 'not ready' });
  });
});

describe('when the database is back', () => {
  test('the app serves again without a restart, and a run that was under way goes on', async () => {
    const approver = await shared.stand.person('approver');
    const { moods } = shared.stand.quickBooks;
    moods.hold(async () => shared.stand.gate.shut(), { when: 'after' });
    const report = await shared.stand.update();
    expect(report.outcome).toBe('error');
    await comeBack();
    await approver.get(`${RECORDS}?filter=synced`);
    await shared.stand.update();
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });
});

describe('a database that keeps connections and says nothing', () => {
  test('makes nobody wait for ever', async () => {
    const { login } = shared.stand.stack;
    const approver = await shared.stand.person('approver');
    // Many at once, so that connections are open and idle when the silence begins.
    await Promise.all(Array.from({ length: 12 }, () => approver.get(`${RECORDS}?filter=synced`)));
    shared.stand.gate.goSilent();
    expect((await ready()).status).toBe(503);
    const answer = await callAt(shared.stand.soapUrl, 'authenticate', {
      strUserName: login.userName,
      strPassword: login.password,
    });
    expect(answer[1]).toBe('busy');
  }, 60_000);
});
