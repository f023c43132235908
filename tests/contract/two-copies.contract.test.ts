import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningApp } from '@/tests/sandbox/app';
import { authenticate, exchange, Visit } from '@/tests/support/web-connector';
import { type Answer, ask, hold } from './kit/ask';
import { emptyDatabase } from './kit/empty-database';
import { acceptedOrders } from './kit/orders';
import type { Person } from './kit/person';
import { accept, listed, RECORDS, type Result, shown } from './kit/records';
import { sharedStand } from './kit/shared-stand';
import { lineTo } from './kit/visits';

const shared = sharedStand();

let second: RunningApp;

beforeAll(async () => {
  second = await shared.stand.secondCopy();
});

const soapOf = (app: RunningApp): string => `${app.url}/api/qbwc`;

describe('two copies on one database', () => {
  test('start at once over an empty one, and both are ready', async () => {
    const database = await emptyDatabase();
    try {
      const variables = { DATABASE_URL: database.url };
      const copies = await Promise.all([1, 2].map(() => shared.stand.secondCopy(variables)));
      for (const copy of copies) await copy.stop();
    } finally {
      await database.drop();
    }
  });

  test('let exactly one of two approvers accept each record, and tell the other', async () => {
    await shared.stand.settle();
    const [priya, noor] = [
      await shared.stand.person('approver'),
      await shared.stand.person('secondApprover'),
    ];
    const orders = await listed(priya, 'ready_to_export');
    expect(orders).toHaveLength(3);
    const decisions: readonly (readonly [Person, string])[] = [
      [priya, shared.stand.url],
      [noor, second.url],
    ];
    const answers = await Promise.all(decisions.map(([who, url]) => accept(who.at(url), orders)));
    const [mine = [], theirs = []] = answers.map(answer => answer.json<Result[]>());
    for (const [at, order] of orders.entries()) {
      const both = [mine[at], theirs[at]];
      expect(both.map(result => result?.ok).toSorted()).toEqual([false, true]);
      const loser = both.find(result => !result?.ok);
      expect(loser).toMatchObject({ code: 'conflict', message: expect.stringContaining(order.number) });
      expect(loser?.remedy).toMatch(/\S/);
      const accepted = await shared.stand.database.owner`
        select 1 from history where object_id = ${order.id} and action = 'accepted'`;
      expect(accepted).toHaveLength(1);
    }
    await shared.stand.settle();
    for (const { id } of orders) expect((await shown(priya, id)).state).toBe('synced');
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('answer one Idempotency-Key with one effect, whichever is asked', async () => {
    const approver = await shared.stand.person('approver');
    const manager = await shared.stand.person('manager');
    const waiting = await listed(approver, 'ready_to_send');
    const order = waiting.find(item => item.state === 'ready_to_send' && item.blockers.length === 0);
    const body = { projectId: order?.projectId, items: [{ id: order?.id }] };
    const command = (url: string): Promise<Answer> =>
      manager.at(url).command(`${RECORDS}/send`, body, { headers: { 'idempotency-key': 'over-two-copies' } });
    const answers = await Promise.all([shared.stand.url, second.url].map(command));
    for (const answer of answers) expect(answer.status).toBeOneOf([200, 409]);
    for (const url of [shared.stand.url, second.url])
      expect((await command(url)).json()).toEqual([{ id: order?.id, ok: true }]);
    const sent = await shared.stand.database.owner`
      select 1 from history where object_id = ${order?.id ?? ''} and action = 'sent'`;
    expect(sent).toHaveLength(1);
  });

  test('carry one session between them, call by call', async () => {
    const orders = await acceptedOrders(shared.stand, 1);
    const urls = [shared.stand.soapUrl, soapOf(second)];
    let call = 0;
    const line = lineTo(shared.stand, () => {
      call += 1;
      return urls[call % urls.length] ?? '';
    });
    const { ticket, status } = await authenticate(line);
    expect(status).toBe('');
    const run = await exchange(await Visit.begin(line, ticket));
    expect(run.progress.at(-1)).toBe(100);
    expect(run.closing).toMatch(/^OK: [1-9]/);
    const approver = await shared.stand.person('approver');
    for (const { id } of orders) expect((await shown(approver.at(second.url), id)).state).toBe('synced');
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('let one of two Web Connectors in, and tell the other that it is busy', async () => {
    await acceptedOrders(shared.stand, 1);
    const lines = [lineTo(shared.stand), lineTo(shared.stand, () => soapOf(second))];
    const answers = await Promise.all(lines.map(line => authenticate(line)));
    expect(answers.map(answer => answer.status).toSorted()).toEqual(['', 'busy']);
    const winner = answers.find(answer => answer.status === '');
    await exchange(await Visit.begin(lineTo(shared.stand), winner?.ticket ?? ''));
    await shared.stand.settle();
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });

  test('serve whom the other signed in, and end it for both', async () => {
    const viewer = await shared.stand.person('viewer');
    const there = viewer.at(second.url);
    expect((await there.ask('/api/companies')).status).toBe(200);
    await there.post('/api/session/end', {});
    expect((await viewer.ask('/api/companies')).status).toBe(401);
  });

  test('count wrong passwords together', async () => {
    const urls = [shared.stand.soapUrl, soapOf(second)];
    const { login } = lineTo(shared.stand);
    const wrong = { ...login, password: 'wrong' };
    for (let at = 0; at < 10; at += 1)
      await authenticate(
        lineTo(shared.stand, () => urls[at % 2] ?? ''),
        wrong,
      );
    for (const url of urls) expect((await authenticate(lineTo(shared.stand, () => url))).status).toBe('nvu');
  });
});

describe('a copy that is told to stop', () => {
  afterAll(() => shared.stand.restart());

  test('waits for no slow client, and the other goes on', async () => {
    const half = 'POST /api/qbwc HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 99\r\n\r\n';
    const slow = await hold(shared.stand.url, half);
    await ask(`${shared.stand.url}/api/health/live`);
    await shared.stand.stack.app.stop();
    slow.drop();
    const approver = await shared.stand.person('approver');
    expect((await approver.at(second.url).ask('/api/companies')).status).toBe(200);
  });
});
