import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createConnection } from '@/lib/connections';
import { openDatabase } from '@/lib/db/client';
import { handleCall } from '@/lib/qbwc';
import { nextCommitment } from '@/tests/factories/commitment';
import type { Desk } from '@/tests/support/desk';
import { keyIn, nextWith, numberOf, setWith, timesInBooks, WRITE, writeOf } from '@/tests/support/outbox';
import { queued, storyOf, synced } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import { authenticate, exchange, type Line, Visit } from '@/tests/support/web-connector';

const ours = sharedDesk();

describe('a set of writes', () => {
  test('is stored, byte for byte and under its id, when it is handed out', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const visit = await desk.visit();
    const xml = await nextWith(visit, WRITE);
    const stored = await setWith(desk, xml);
    expect(stored).toMatchObject({
      purpose: 'write',
      state: 'in_flight',
      set_key: keyIn(xml),
      xml_sha256: createHash('sha256').update(xml).digest('hex'),
    });
    expect(stored.set_key).toMatch(/^[a-z2-7]{20}$/);
    expect(await writeOf(desk, id)).toMatchObject({ state: 'sent', attempts: 1 });
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({
      action: 'handed to QuickBooks',
      actor_kind: 'connector',
      actor_id: desk.connectionId,
      before: { state: 'queued' },
      after: { state: 'sent', setKey: stored.set_key },
    });
    await visit.bring(await visit.ask(xml));
    await visit.close();
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('has at most twenty, in the order they were accepted, and the rest follow under another id', async () => {
    const { desk } = ours;
    const ids: string[] = [];
    for (let place = 0; place < 23; place += 1) ids.push(await queued(desk));
    const run = await desk.runUpdate();
    const writes = run.sent.filter(xml => xml.includes(WRITE));
    const counts = writes.map(xml => xml.split(`<${WRITE}`).length - 1);
    expect(counts).toEqual([20, 3]);
    const numbers = writes.flatMap(xml => [...xml.matchAll(/<RefNumber>([^<]*)</g)].map(match => match[1]));
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(writes.map(keyIn)).size).toBe(2);
    for (const id of ids)
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('asked for twice at once with one ticket is handed out under one id only', async () => {
    const { desk } = ours;
    for (let round = 0; round < 5; round += 1) {
      const id = await queued(desk);
      const visit = await desk.visit();
      const texts = await Promise.all([visit.next(), visit.next(), visit.next()]);
      const given = texts.filter(xml => xml.includes(WRITE));
      expect(given).toHaveLength(1);
      for (const xml of given) await visit.bring(await visit.ask(xml));
      await visit.close();
      await desk.runUpdate();
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    }
  });

  test('asked for twice at once, with more than a set waiting, leaves none behind that nobody asks about', async () => {
    const { desk } = ours;
    for (let round = 0; round < 3; round += 1) {
      const ids: string[] = [];
      for (let place = 0; place < 22; place += 1) ids.push(await queued(desk));
      const visit = await desk.visit();
      const texts = await Promise.all([visit.next(), visit.next(), visit.next()]);
      expect(texts.filter(xml => xml.includes(WRITE))).toHaveLength(1);
      await visit.close();
      const { progress } = await desk.runUpdate();
      expect(progress.at(-1)).toBe(100);
      for (const id of ids)
        expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    }
  });

  test('is not handed out before its lists are fresh', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.env.advance(6 * 60_000);
    const run = await desk.runUpdate();
    const places = ['VendorQueryRq', 'PurchaseOrderQueryRq', WRITE].map(text =>
      run.sent.findIndex(xml => xml.includes(text)),
    );
    expect(places[0]).toBeGreaterThanOrEqual(0);
    expect(places[2]).toBeGreaterThan(Math.max(places[0] ?? 0, places[1] ?? 0));
    expect(await desk.stateOf(id)).toBe('synced');
  });
});

describe('a record that changed since it was accepted', () => {
  test('is stopped as it leaves when its queued fields are not the accepted ones, and nothing is written', async () => {
    const { desk } = ours;
    const [good, bad] = [await queued(desk), await queued(desk)];
    await desk.test.owner`
      update qb_requests set payload = jsonb_set(payload, '{body,PurchaseOrderAdd,Memo}', '"Pay me twice"')
      where export_id = ${bad}`;
    const { sent } = await desk.runUpdate();
    expect(sent.join('')).not.toContain('Pay me twice');
    expect(await writeOf(desk, bad)).toMatchObject({ state: 'cancelled' });
    expect((await storyOf(desk, bad)).at(-1)).toMatchObject({
      action: 'stopped before sending',
      before: { state: 'queued' },
      after: { state: 'failed' },
      reason: 'What is queued is not what was accepted.',
    });
    expect([await desk.stateOf(good), await timesInBooks(desk, bad)]).toEqual(['synced', 0]);
  });

  test('is stopped as it leaves when QuickBooks has its number by now', async () => {
    const { desk } = ours;
    const id = await queued(desk, { number: 'BY-HAND-1' });
    const line = { item: '03:03-300', description: 'By hand', amount: '5.00', job: null };
    desk.quickBooks.bookkeeper.addPurchaseOrder({
      vendor: 'Keel Concrete LLC',
      refNumber: 'BY-HAND-1',
      lines: [line],
    });
    desk.env.advance(6 * 60_000);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['failed', 1]);
  });

  test('edited in Procore goes back to the approver, and only what he accepts then is written', async () => {
    const { desk } = ours;
    const commitment = nextCommitment();
    const [id = ''] = await desk.stage(commitment);
    const again = await queued(desk, commitment);
    expect(again).toBe(id);
    const visit = await desk.visit();
    await desk.stage({ ...commitment, title: 'Edited meanwhile', updatedAt: '2026-03-02T12:00:00.000Z' });
    await exchange(visit);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['awaiting_approval', 0]);
  });
});

describe('two connections', () => {
  const others = sharedDeskBeside(ours);

  test('carry only their own writes, also at once', async () => {
    const { desk } = ours;
    const { desk: other } = others;
    for (let round = 0; round < 4; round += 1) {
      const [mine, theirs] = [await queued(desk), await queued(other)];
      const [myRun, theirRun] = await Promise.all([desk.runUpdate(), other.runUpdate()]);
      expect([await desk.stateOf(mine), await other.stateOf(theirs)]).toEqual(['synced', 'synced']);
      const [myNumber, theirNumber] = [await numberOf(desk, mine), await numberOf(other, theirs)];
      const holds = (sent: readonly string[]) =>
        [myNumber, theirNumber].map(number => sent.join('').includes(number));
      expect([holds(myRun.sent), holds(theirRun.sent)]).toEqual([
        [true, false],
        [false, true],
      ]);
    }
  });

  test('of one company to two files run at once; neither is handed the other’s work', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const { id: _id, ...login } = await createConnection(desk.admin, { name: 'Other file' });
    const own = await desk.authenticate();
    const other = await desk.authenticate(login);
    expect([own.status, other.status]).toEqual(['', '']);
    const stranger = await desk.call('sendRequestXML', { ticket: other.ticket, strHCPResponse: hcp(desk) });
    expect(stranger).toBe('');
    await exchange(await Visit.begin(desk, own.ticket));
    expect(await desk.stateOf(id)).toBe('synced');
    await desk.call('closeConnection', { ticket: other.ticket });
  });
});

const hcp = (desk: Desk): string => desk.quickBooks.hcpResponse(desk.stamp.ownerId);

describe('one connection', () => {
  /** Another copy of the app over the same database. */
  function secondCopy(desk: Desk): { line: Line; close: () => Promise<void> } {
    const database = openDatabase(desk.test.url, { maxConnections: 3 });
    const deps = { ...desk.deps, database };
    return {
      line: {
        ...desk,
        call: (operation, params) =>
          handleCall(
            deps,
            { requestId: 'soap-2', address: '10.0.0.2' },
            { operation, params: new Map(Object.entries(params)) },
          ),
      },
      close: () => database.close(),
    };
  }

  test('opened twice is busy for the second, whose ticket opens nothing, until the first has closed', async () => {
    const { desk } = ours;
    await queued(desk);
    const first = await desk.authenticate();
    const second = await desk.authenticate();
    expect([first.status, second.status]).toEqual(['', 'busy']);
    expect(await desk.call('sendRequestXML', { ticket: second.ticket, strHCPResponse: hcp(desk) })).toBe('');
    await desk.call('closeConnection', { ticket: second.ticket });
    expect((await desk.authenticate()).status).toBe('busy');
    await exchange(await Visit.begin(desk, first.ticket));
    expect((await desk.authenticate()).status).toBe('none');
  });

  test('opened at the same moment through two copies of the app is opened once', async () => {
    const { desk } = ours;
    const copy = secondCopy(desk);
    for (let round = 0; round < 6; round += 1) {
      await queued(desk);
      const both = await Promise.all([authenticate(desk), authenticate(copy.line)]);
      expect(both.map(one => one.status).toSorted()).toEqual(['', 'busy']);
      const winner = both.find(one => one.status === '');
      await exchange(await Visit.begin(copy.line, winner?.ticket ?? ''));
    }
    await copy.close();
  });

  test('goes on with one copy of the app where another left off', async () => {
    const { desk } = ours;
    const id = await synced(desk).then(() => queued(desk));
    const copy = secondCopy(desk);
    const { ticket } = await desk.authenticate();
    const here = await Visit.begin(desk, ticket);
    const xml = await nextWith(here, WRITE);
    const answer = await here.ask(xml);
    const there = await copy.line.call('receiveResponseXML', { ticket, ...answer });
    expect([Number(there) > 0, await desk.stateOf(id)]).toEqual([true, 'synced']);
    await here.close();
    await copy.close();
  });
});
