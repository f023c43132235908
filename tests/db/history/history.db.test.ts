import { sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { rejectExport } from '@/lib/exports';
import { firstBreak, historyFrame, recordHistory, timelineOf } from '@/lib/history';
import { moveExports } from '@/lib/lifecycle';
import { inCompany } from '@/lib/tenancy';
import type { Desk } from '@/tests/support/desk';
import { ready, sent, storyOf, synced } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

async function numbersOf(desk: Desk): Promise<number[]> {
  const rows = await desk.test.owner<{ seq: number }[]>`
    select seq::int from history where company_id = ${desk.admin.company.id} order by seq`;
  return rows.map(row => row.seq);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, place) => place + 1);

describe('numbers', () => {
  test('have no gap, of each company for itself, however many write at once', async () => {
    for (let round = 0; round < 4; round += 1)
      await Promise.all([ours.desk, others.desk, ours.desk, others.desk].map(desk => ready(desk)));
    for (const { desk } of [ours, others]) {
      const numbers = await numbersOf(desk);
      expect(numbers).toEqual(upTo(numbers.length));
    }
  });

  test('are not used up by what is rolled back', async () => {
    const { desk } = ours;
    const before = await numbersOf(desk);
    const failing = inCompany(desk.admin, async tx => {
      const entry = { action: 'never', objectKind: 'company', objectId: null };
      await recordHistory(tx, historyFrame(desk.admin), [entry]);
      throw new RangeError('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    await ready(desk);
    expect(await numbersOf(desk)).toEqual(upTo(before.length + 1));
  });

  test('and hashes are given by the database, whatever the application says', async () => {
    const { desk } = ours;
    await inCompany(desk.admin, tx =>
      tx.execute(sql`
        insert into history (company_id, seq, at, actor_kind, action, object_kind, prev_hash, hash)
        values (${desk.admin.company.id}, 1, now(), 'system', 'sly', 'company', 'made', 'up')`),
    );
    const numbers = await numbersOf(desk);
    expect(numbers).toEqual(upTo(numbers.length));
    expect(await inCompany(desk.admin, tx => firstBreak(tx, desk.admin.company.id))).toBeNull();
  });
});

describe('the past', () => {
  const CHANGES = [
    "update history set reason = 'other'",
    'delete from history',
    'truncate history',
    "update acceptances set payload_hash = 'other'",
    'delete from acceptances',
    'truncate acceptances',
    "update history_heads set hash = ''",
    'delete from history_heads',
    'truncate history_heads',
  ];

  test.each(CHANGES)('cannot be changed by the application: %s', async statement => {
    const { desk } = ours;
    await synced(desk);
    const work = inCompany(desk.admin, tx => tx.execute(sql.raw(statement)));
    await expect(work).rejects.toMatchObject({ cause: { code: '42501' } });
  });

  test.each(CHANGES.slice(0, 6))('cannot be changed by the owner of the tables: %s', async statement => {
    await expect(ours.desk.test.owner.unsafe(statement)).rejects.toMatchObject({ code: '23000' });
  });

  test('tells of every state what was before and what came after, without a gap', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    await rejectExport(desk.approver, { id, comment: 'No' });
    const states = (await storyOf(desk, id)).map(entry => [entry.before?.['state'], entry.after?.['state']]);
    expect(states).toEqual([
      [undefined, 'ready_to_send'],
      ['ready_to_send', 'awaiting_approval'],
      ['awaiting_approval', 'rejected'],
    ]);
  });

  test('is shown with people by name, newest first, and never another company’s', async () => {
    const { desk } = ours;
    const id = await sent(desk);
    const timeline = await inCompany(desk.viewer, tx =>
      timelineOf(tx, desk.admin.company.id, { kind: 'export', id }),
    );
    expect(timeline.map(entry => [entry.who, entry.action])).toEqual([
      ['sender', 'sent'],
      ['admin', 'read from Procore'],
    ]);
    const theirs = others.desk;
    const peek = (companyId: string) =>
      inCompany(theirs.viewer, tx => timelineOf(tx, companyId, { kind: 'export', id }));
    expect([await peek(desk.admin.company.id), await peek(theirs.admin.company.id)]).toEqual([[], []]);
  });
});

describe('a forged past', () => {
  /** Past every trigger, as somebody with the disk or the superuser's password could; undone afterwards. */
  async function forged(statement: string): Promise<{ found: number | null; newest: number }> {
    const { desk } = ours;
    await sent(desk);
    const newest = (await numbersOf(desk)).length;
    let found: number | null = null;
    const undone = new RangeError('undone');
    const attempt = desk.test.owner.begin(async tx => {
      await tx`set local session_replication_role = replica`;
      await tx.unsafe(statement.replaceAll('$newest', String(newest)));
      const [row] = await tx`select history_first_break(${desk.admin.company.id})::int as seq`;
      found = row?.['seq'];
      throw undone;
    });
    await expect(attempt).rejects.toBe(undone);
    return { found, newest };
  }

  test.each([
    ['a reason is put in', "update history set reason = 'other' where seq = 3", 3],
    ['an actor is exchanged', "update history set actor_id = 'x' where seq = 2", 2],
    [
      'a time is moved by a millionth',
      "update history set at = at + interval '1 microsecond' where seq = 4",
      4,
    ],
    ['a state is rewritten', `update history set after = '{"state":"synced"}' where seq = 6`, 6],
    ['a row is taken out', 'delete from history where seq = 3', 4],
    ['the first row is taken out', 'delete from history where seq = 1', 2],
    [
      'two rows change places',
      'update history set seq = case seq when 3 then 1004 else 1003 end where seq in (3, 4); update history set seq = seq - 1000 where seq > 1000',
      3,
    ],
    [
      'a row is rewritten together with its hash',
      "update history set reason = 'other' where seq = 3; update history h set hash = history_digest(h) where seq = 3",
      4,
    ],
  ])('is found where %s', async (_what, statement, place) => {
    expect((await forged(statement)).found).toBe(place);
  });

  test('is not found where nothing was forged', async () => {
    expect((await forged('select 1')).found).toBeNull();
  });

  test.each([
    ['the newest row is cut off', 'delete from history where seq >= $newest'],
    [
      'the newest row is rewritten together with its hash',
      "update history set reason = 'other' where seq = $newest; update history h set hash = history_digest(h) where seq = $newest",
    ],
    ['everything is gone', 'delete from history'],
  ])('is found by its head where %s', async (what, statement) => {
    const { found, newest } = await forged(statement);
    expect(found).toBe(what === 'everything is gone' ? 1 : newest);
  });
});

describe('a move', () => {
  test('that the table of states does not have is a broken invariant, and changes nothing', async () => {
    const { desk } = ours;
    const exportId = await ready(desk);
    const frame = historyFrame(desk.admin);
    const move = { exportId, from: ['ready_to_send'], to: 'synced', action: 'leap' } as const;
    await expect(inCompany(desk.admin, tx => moveExports(tx, frame, [move]))).rejects.toMatchObject({
      code: 'broken',
    });
    expect(await desk.stateOf(exportId)).toBe('ready_to_send');
  });

  test('of another company’s export moves nothing and tells nothing', async () => {
    const { desk } = ours;
    const exportId = await ready(others.desk);
    const move = { exportId, from: ['ready_to_send'], to: 'archived', action: 'archived' } as const;
    const moved = await inCompany(desk.admin, tx => moveExports(tx, historyFrame(desk.admin), [move]));
    expect([moved.size, await desk.stateOf(exportId)]).toEqual([0, 'ready_to_send']);
    expect(await storyOf(desk, exportId)).toHaveLength(1);
  });
});
