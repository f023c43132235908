import { afterEach, describe, expect, test } from 'vitest';
import { resumeConnection } from '@/lib/connections';
import { SYNC } from '@/lib/core/limits';
import { acceptExport, decideMissing, restoreExport, sendExport } from '@/lib/exports';
import { type Desk, openDesk } from '@/tests/support/desk';
import {
  ASK,
  CLEAR,
  isReadBack,
  LOOKUP,
  numberOf,
  ordersOf,
  timesInBooks,
  WRITE,
} from '@/tests/support/outbox';
import { actionsOf, queued, rowOf, storyOf, synced } from '@/tests/support/paths';
import type { Run } from '@/tests/support/web-connector';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let desk: Desk;

/** A company with exports that were made a while ago, and read back since. */
async function withExports(count: number): Promise<string[]> {
  desk = await openDesk();
  const ids: string[] = [];
  for (let place = 0; place < count; place += 1) ids.push(await queued(desk));
  await desk.runUpdate();
  desk.env.advance(MINUTE);
  return ids;
}

afterEach(async () => {
  desk.quickBooks.moods.clear();
  await desk.close();
});

const readBacks = (run: Run): string[] => run.sent.filter(isReadBack);
const questionsIn = (xml: string): string[] =>
  [...xml.matchAll(/<TxnID>([^<]*)</g)].map(match => match[1] ?? '');
const hasWritten = (run: Run): boolean => run.sent.some(xml => xml.includes(WRITE));

async function connection(): Promise<Record<string, unknown>> {
  const [row] = await desk.test.owner`select * from connections where id = ${desk.connectionId}`;
  return row ?? {};
}

describe('before a session writes, what was exported is read back', () => {
  test('all of it for the first time, then the last one and five others, and all of it again after a week', async () => {
    await withExports(9);
    for (const [wait, count] of [
      [MINUTE, 9],
      [MINUTE, 6],
      [8 * DAY, 11],
      [MINUTE, 6],
    ] as const) {
      desk.env.advance(wait);
      const last = await desk.test.owner<{ qb_id: string }[]>`
        select qb_id from links where made_by = 'export' order by created_at desc, id desc limit 1`;
      await queued(desk);
      const run = await desk.runUpdate();
      const [xml = ''] = readBacks(run);
      expect(new Set(questionsIn(xml)).size).toBe(count);
      expect(questionsIn(xml)).toContain(last[0]?.qb_id);
      expect(readBacks(run)).toHaveLength(1);
      expect(run.sent.findIndex(isReadBack)).toBeLessThan(run.sent.findIndex(one => one.includes(WRITE)));
    }
  });

  test('in sets of a hundred, until nothing is left, and only then it writes', async () => {
    await withExports(1);
    await desk.test.owner`
      insert into links (company_id, id, connection_id, kind, procore_id, qb_id, qb_type, qb_name, made_by, created_at)
      select company_id, gen_random_uuid(), connection_id, kind, 900000 + n, qb_id, qb_type, qb_name, made_by, created_at
      from links cross join generate_series(1, ${2 * SYNC.readBackChunk}) n where made_by = 'export'`;
    const id = await queued(desk);
    const run = await desk.runUpdate();
    expect(readBacks(run)).toHaveLength(3);
    expect(run.sent.slice(0, 3).every(isReadBack)).toBe(true);
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('and not by a session that only reads, nor twice in one, nor for what it wrote itself', async () => {
    desk = await openDesk();
    for (let place = 0; place < 21; place += 1) await queued(desk);
    const own = await desk.runUpdate();
    expect(own.sent.filter(xml => !xml.includes(CLEAR) && !xml.includes(WRITE))).toEqual([]);
    desk.env.advance(MINUTE);
    desk.env.advance(2 * 60 * MINUTE);
    expect(readBacks(await desk.runUpdate())).toEqual([]);
    for (let place = 0; place < 21; place += 1) await queued(desk);
    desk.env.advance(MINUTE);
    expect(readBacks(await desk.runUpdate())).toHaveLength(1);
  });
});

describe('a company file that was restored from a backup', () => {
  test('gets nothing written, says what it lacks, and is read all the same', async () => {
    desk = await openDesk();
    const first = await synced(desk);
    const backup = desk.quickBooks.moods.backup();
    desk.env.advance(MINUTE);
    const lost = await synced(desk);
    desk.env.advance(10 * MINUTE);
    desk.quickBooks.moods.restore(backup);
    const waiting = await queued(desk);
    const run = await desk.runUpdate();
    expect([hasWritten(run), readBacks(run).length]).toEqual([false, 1]);
    expect(run.sent.some(xml => xml.includes('VendorQueryRq'))).toBe(true);
    expect(await connection()).toMatchObject({
      status: 'paused',
      pause_kind: 'restored',
      pause_reason: expect.stringMatching(/looks like a backup from before/),
      pause_detail: { missing: [{ name: await numberOf(desk, lost), sign: 'missing' }] },
    });
    expect([await desk.stateOf(waiting), await timesInBooks(desk, waiting)]).toEqual(['queued', 0]);
    expect(await desk.stateOf(first)).toBe('synced');
    desk.env.advance(MINUTE);
    expect(hasWritten(await desk.runUpdate())).toBe(false);
  });

  test('is noticed by an edit sequence that went back', async () => {
    const [id = ''] = await withExports(1);
    desk.env.advance(10 * MINUTE);
    const backup = desk.quickBooks.moods.backup();
    desk.quickBooks.bookkeeper.editMemo(await numberOf(desk, id), 'Changed by hand');
    await queued(desk);
    await desk.runUpdate();
    desk.env.advance(10 * MINUTE);
    await queued(desk);
    await desk.runUpdate();
    desk.quickBooks.moods.restore(backup);
    desk.env.advance(MINUTE);
    await queued(desk);
    expect(hasWritten(await desk.runUpdate())).toBe(false);
    expect(await connection()).toMatchObject({ pause_kind: 'restored' });
  });

  test('is noticed by the order made last, however often older ones were changed since, and by hand again', async () => {
    const [older = ''] = await withExports(1);
    const backup = desk.quickBooks.moods.backup();
    const newest = await synced(desk);
    await desk.test.owner`
      insert into links (company_id, id, connection_id, kind, procore_id, qb_id, qb_type, qb_name, made_by, created_at)
      select company_id, gen_random_uuid(), connection_id, 'change_order', 900000 + n, qb_id, qb_type, qb_name, made_by,
        created_at + interval '2 minutes' + interval '1 second' * n
      from links, generate_series(1, 300) n
      where made_by = 'export' and procore_id = (select procore_id from exports where id = ${older})`;
    desk.quickBooks.moods.restore(backup);
    desk.env.advance(10 * MINUTE);
    desk.quickBooks.bookkeeper.editMemo(await numberOf(desk, older), 'Changed by hand');
    await queued(desk);
    expect(hasWritten(await desk.runUpdate())).toBe(false);
    expect(await connection()).toMatchObject({
      pause_kind: 'restored',
      pause_detail: { missing: [{ name: await numberOf(desk, newest), sign: 'missing' }] },
    });
  });

  test('while a write was lost is noticed before anybody asks about that write', async () => {
    desk = await openDesk();
    const backup = desk.quickBooks.moods.backup();
    await synced(desk);
    desk.env.advance(MINUTE);
    const id = await queued(desk);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040402',
      when: 'after',
      element: 'PurchaseOrderAdd',
    });
    await desk.runUpdate();
    desk.quickBooks.moods.restore(backup);
    desk.env.advance(MINUTE);
    const run = await desk.runUpdate();
    expect(run.sent.filter(xml => !isReadBack(xml) && (xml.includes(ASK) || xml.includes(LOOKUP)))).toEqual(
      [],
    );
    expect(hasWritten(run)).toBe(false);
    expect([await desk.stateOf(id), (await connection())['pause_kind']]).toEqual([
      'outcome_unknown',
      'restored',
    ]);
  });

  async function restoredWithout(): Promise<string> {
    desk = await openDesk();
    for (let before = 0; before < 2; before += 1) {
      await synced(desk);
      desk.env.advance(MINUTE);
    }
    expect((await connection())['read_back_at']).not.toBeNull();
    const backup = desk.quickBooks.moods.backup();
    const id = await synced(desk);
    desk.quickBooks.moods.restore(backup);
    desk.env.advance(MINUTE);
    await queued(desk);
    await desk.runUpdate();
    return id;
  }

  async function missingIds(): Promise<string[]> {
    const { pause_detail: detail } = await connection();
    return (detail as { missing: { qbId: string }[] }).missing.map(one => one.qbId);
  }

  test('gets what is exported again under a new acceptance and another mark', async () => {
    const id = await restoredWithout();
    const qbIds = await missingIds();
    await decideMissing(desk.approver, { connectionId: desk.connectionId, qbIds, decision: 'export_again' });
    expect([await desk.stateOf(id), await missingIds()]).toEqual(['unlinked', []]);
    await resumeConnection(desk.approver, desk.connectionId);
    // All of it is to be read back, and every list, before anything is written.
    expect(await connection()).toMatchObject({ read_back_at: null, pause_kind: null });
    desk.env.advance(MINUTE);
    await desk.runUpdate();
    expect(ordersOf(desk, await numberOf(desk, id))).toBe(0);
    await sendExport(desk.sender, { id, consents: [] });
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await desk.runUpdate();
    expect([await desk.stateOf(id), ordersOf(desk, await numberOf(desk, id))]).toEqual(['synced', 1]);
    expect(await rowOf(desk, id)).toMatchObject({ export_number: 2 });
  });

  test('is taken as it is where a person says so: the record is put away, and can be brought back', async () => {
    const id = await restoredWithout();
    const qbIds = await missingIds();
    await decideMissing(desk.admin, { connectionId: desk.connectionId, qbIds, decision: 'accept' });
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'archived',
      warning: expect.stringMatching(/Removed from QuickBooks/),
    });
    await resumeConnection(desk.admin, desk.connectionId);
    desk.env.advance(MINUTE);
    await desk.runUpdate();
    expect([await desk.stateOf(id), (await connection())['status']]).toEqual(['archived', 'active']);
    await restoreExport(desk.approver, { id });
    expect(await desk.stateOf(id)).toBe('ready_to_send');
  });

  test('goes on after the right file was opened again, without any decision', async () => {
    desk = await openDesk();
    const backup = desk.quickBooks.moods.backup();
    const id = await synced(desk);
    const right = desk.quickBooks.moods.backup();
    desk.quickBooks.moods.restore(backup);
    desk.env.advance(MINUTE);
    const waiting = await queued(desk);
    await desk.runUpdate();
    await resumeConnection(desk.admin, desk.connectionId);
    desk.env.advance(MINUTE);
    await desk.runUpdate();
    expect((await connection())['pause_kind']).toBe('restored');
    desk.quickBooks.moods.restore(right);
    await resumeConnection(desk.admin, desk.connectionId);
    desk.env.advance(MINUTE);
    await desk.runUpdate();
    await desk.runUpdate();
    for (const one of [id, waiting])
      expect([await desk.stateOf(one), await timesInBooks(desk, one)]).toEqual(['synced', 1]);
  });

  test('is decided about by approvers and administrators alone, and only about what is missing', async () => {
    await restoredWithout();
    const qbIds = await missingIds();
    const input = { connectionId: desk.connectionId, qbIds, decision: 'accept' } as const;
    for (const [who, ids, code] of [
      [desk.sender, qbIds, 'forbidden'],
      [desk.viewer, qbIds, 'forbidden'],
      [desk.admin, ['1-1'], 'not_found'],
      [desk.admin, [...qbIds, '1-1'], 'not_found'],
    ] as const)
      await expect(decideMissing(who, { ...input, qbIds: ids })).rejects.toMatchObject({ code });
    await resumeConnection(desk.admin, desk.connectionId);
    await expect(decideMissing(desk.admin, input)).rejects.toMatchObject({ code: 'conflict' });
    await desk.runUpdate();
  });
});

describe('what a person deleted in QuickBooks', () => {
  test('is told from what vanished: it is marked, pauses nothing, and does not come back by itself', async () => {
    const [id = ''] = await withExports(2);
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, id));
    const waiting = await queued(desk);
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'unlinked',
      warning: expect.stringMatching(/Deleted in QuickBooks/),
    });
    expect((await actionsOf(desk, id)).at(-1)).toBe('deleted in QuickBooks');
    expect([(await connection())['status'], await desk.stateOf(waiting)]).toEqual(['active', 'synced']);
    desk.env.advance(8 * DAY);
    await queued(desk);
    await desk.runUpdate();
    expect([await timesInBooks(desk, id), (await connection())['status']]).toEqual([1, 'active']);
  });
});

describe('a look that proves nothing', () => {
  test.each([
    [
      'is refused',
      () => desk.quickBooks.moods.answerStatus({ code: 3260, element: 'PurchaseOrderQuery', times: 20 }),
    ],
    [
      'cannot be read',
      () => desk.quickBooks.moods.spoilAnswers('cut-short', { element: 'TxnDeletedQuery', times: 9 }),
    ],
    [
      'does not say what was deleted',
      () => desk.quickBooks.moods.answerStatus({ code: 3260, element: 'TxnDeletedQuery', times: 9 }),
    ],
    ['shows nothing at all', () => desk.quickBooks.moods.limitRights()],
  ] as const)('(%s) leaves writes to the next session, and says so; reads go on', async (_, spoil) => {
    await withExports(3);
    const id = await queued(desk);
    desk.env.advance(6 * MINUTE);
    spoil();
    const run = await desk.runUpdate();
    expect([hasWritten(run), readBacks(run).length]).toEqual([false, 2]);
    expect(run.sent.some(xml => xml.includes('VendorQueryRq'))).toBe(true);
    expect([await desk.stateOf(id), (await connection())['status']]).toEqual(['queued', 'active']);
    const [session] = await desk.test.owner`
      select m.state from message_sets m where purpose = 'read_back' order by sent_at desc limit 1`;
    expect(session?.['state']).toBe('abandoned');
    desk.quickBooks.moods.clear();
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('(one record gone, and the others not shown with it) is no reason to pause', async () => {
    const [id = ''] = await withExports(4);
    desk.quickBooks.moods.withholdFound();
    desk.quickBooks.bookkeeper.deletePurchaseOrder(await numberOf(desk, id));
    const waiting = await queued(desk);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await desk.stateOf(waiting)]).toEqual(['unlinked', 'synced']);
    expect((await storyOf(desk, desk.connectionId)).map(entry => entry.action)).not.toContain('paused');
  });
});
