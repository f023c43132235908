import { describe, expect, test } from 'vitest';
import { removeConnection, renewPassword } from '@/lib/connections';
import { unlinkRecord } from '@/lib/imports';
import { COST_CODE_ID } from '@/tests/factories/commitment';
import type { Desk } from '@/tests/support/desk';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { nextWith, timesInBooks, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import { exchange, type Visit } from '@/tests/support/web-connector';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

const ANSWER = { response: '<QBXML><QBXMLMsgsRs/></QBXML>', hresult: '', message: '' };
const ENDED = 'This session has ended. Run the update again.';

/** With this ticket nothing is handed out, nothing is taken, nothing changes, and every answer is harmless. */
async function expectUseless(desk: Desk, ticket: string): Promise<void> {
  const before = await dumpOf(desk.test);
  const hcp = desk.quickBooks.hcpResponse(desk.stamp.ownerId);
  expect([
    await desk.call('sendRequestXML', { ticket, strHCPResponse: hcp }),
    await desk.call('receiveResponseXML', { ticket, ...ANSWER }),
    await desk.call('connectionError', { ticket, hresult: '0x80040408', message: 'x' }),
    await desk.call('getLastError', { ticket }),
    await desk.call('closeConnection', { ticket }),
  ]).toEqual(['', -1, 'done', ENDED, 'OK']);
  expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
}

async function inFlight(desk: Desk): Promise<{ id: string; visit: Visit; xml: string }> {
  const id = await queued(desk);
  const visit = await desk.visit();
  return { id, visit, xml: await nextWith(visit, WRITE) };
}

async function finish({ id, visit, xml }: Awaited<ReturnType<typeof inFlight>>, desk: Desk): Promise<void> {
  expect(await visit.bring(await visit.ask(xml))).toBeGreaterThan(0);
  await visit.close();
  expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
}

/** The company a ticket names, and its secret. */
const partsOf = (ticket: string): [string, string] => {
  const [company = '', secret = ''] = ticket.split('.');
  return [company, secret];
};

describe('a ticket', () => {
  test('that was made up, altered or cut opens nothing', async () => {
    const { desk } = ours;
    const under = await inFlight(desk);
    const { ticket } = under.visit;
    const [company, secret] = partsOf(ticket);
    const flipped = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const strange = [
      '',
      'x',
      `${company}.`,
      `${company}.${flipped}`,
      `${company}.${'A'.repeat(43)}`,
      ticket.slice(0, -1),
      `${ticket}x`,
      ` ${ticket}`,
      ticket.toLowerCase(),
      "' or true --",
      'x'.repeat(5000),
      `${ticket}\u0000`,
    ];
    for (const one of strange) await expectUseless(desk, one);
    await finish(under, desk);
  });

  test('opens its own company’s session alone: with another company’s name in it, nothing', async () => {
    const [mine, theirs] = [await inFlight(ours.desk), await inFlight(others.desk)];
    const [myCompany, mySecret] = partsOf(mine.visit.ticket);
    const [theirCompany, theirSecret] = partsOf(theirs.visit.ticket);
    for (const ticket of [`${theirCompany}.${mySecret}`, `${myCompany}.${theirSecret}`])
      await expectUseless(ours.desk, ticket);
    await finish(mine, ours.desk);
    await finish(theirs, others.desk);
  });

  test('is used up when its run is closed, however often it is closed', async () => {
    const { desk } = ours;
    const { ticket } = await desk.visit().catch(async () => {
      await queued(desk);
      return await desk.visit();
    });
    expect(await desk.call('closeConnection', { ticket })).toMatch(/^OK: 0 done/);
    for (let time = 0; time < 3; time += 1) await expectUseless(desk, ticket);
  });

  test('is used up when QuickBooks could not be reached', async () => {
    const { desk } = ours;
    await queued(desk);
    const { ticket } = await desk.authenticate();
    expect(await desk.call('connectionError', { ticket, hresult: '0x80040408', message: 'x' })).toBe('done');
    await expectUseless(desk, ticket);
    await desk.runUpdate();
  });

  test('given with none or busy opens nothing', async () => {
    const { desk } = ours;
    const none = await desk.authenticate();
    const under = await inFlight(desk);
    const busy = await desk.authenticate();
    expect([none.status, busy.status]).toEqual(['none', 'busy']);
    for (const { ticket } of [none, busy]) {
      const hcp = desk.quickBooks.hcpResponse(desk.stamp.ownerId);
      expect(await desk.call('sendRequestXML', { ticket, strHCPResponse: hcp })).toBe('');
      expect(await desk.call('receiveResponseXML', { ticket, ...ANSWER })).toBe(-1);
      expect(await desk.call('closeConnection', { ticket })).toBe('OK');
    }
    await finish(under, desk);
  });

  test('and its secret are kept as a hash alone, and are in no log line', async () => {
    const { desk } = ours;
    const under = await inFlight(desk);
    const [, secret] = partsOf(under.visit.ticket);
    await desk.call('sendRequestXML', { ticket: `${under.visit.ticket}x`, strHCPResponse: '' });
    expect(JSON.stringify(await dumpOf(desk.test))).not.toContain(secret);
    expect(JSON.stringify(desk.env.logged)).not.toContain(secret);
    await finish(under, desk);
  });
});

describe('a run under way', () => {
  test('ends when the password is renewed: what was in flight is found out by the next one', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await inFlight(desk);
    const good = await visit.ask(xml);
    await renewPassword(desk.admin, desk.connectionId);
    expect(await visit.bring(good)).toBe(-1);
    expect(await visit.next()).toBe('');
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('is told why it got nothing', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const { connectionId } = desk;
    await unlinkRecord(desk.admin, { connectionId, kind: 'cost_code', procoreId: COST_CODE_ID });
    const run = await exchange(await desk.visit());
    expect([run.lastError, run.closing]).toEqual(['Nothing to do.', 'OK: 0 done']);
    expect(await desk.stateOf(id)).toBe('failed');
  });

  test('of a connection that is removed ends', async () => {
    const { desk } = others;
    await queued(desk);
    const visit = await desk.visit();
    await desk.test
      .owner`update qb_requests set state = 'cancelled' where company_id = ${desk.admin.company.id}`;
    await desk.test.owner`update links set ended_at = now() where company_id = ${desk.admin.company.id}`;
    await removeConnection(desk.admin, desk.connectionId);
    expect(await visit.next()).toBe('');
    expect((await desk.authenticate()).status).toBe('nvu');
  });
});
