import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createConnection, listConnections } from '@/lib/connections';
import { showExport } from '@/lib/exports';
import { type Desk, openDesk } from '@/tests/support/desk';
import { timesInBooks, WRITE } from '@/tests/support/outbox';
import { queued, ready, rowOf } from '@/tests/support/paths';
import { runUpdate } from '@/tests/support/web-connector';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => {
  desk.quickBooks.moods.clear();
  await desk.close();
});

async function shown() {
  const [connection] = await listConnections(desk.admin);
  return connection;
}

const rulesOf = async (id: string): Promise<string[]> =>
  (await showExport(desk.sender, id)).blockers.map(one => one.ruleId);

describe('rights that QuickBooks does not give', () => {
  test.each([3220, 3260, 3261, 3263])(
    '(%i) stop the others before they are sent, say so, and are tried again with the next run',
    async code => {
      const ids: string[] = [];
      for (let place = 0; place < 21; place += 1) ids.push(await queued(desk));
      const waiting = await ready(desk);
      desk.quickBooks.moods.answerStatus({ code, element: 'PurchaseOrderAdd', times: 20 });
      const run = await desk.runUpdate();
      expect(run.sent.filter(xml => xml.includes(WRITE))).toHaveLength(1);
      expect(await rowOf(desk, ids[0] ?? '')).toMatchObject({
        state: 'failed',
        error: { code: `QB-${code}` },
      });
      expect(await rowOf(desk, ids[20] ?? '')).toMatchObject({ state: 'failed', error: { code: 'GEN-07' } });
      expect((await shown())?.missingRight).toMatch(/./);
      expect(await rulesOf(waiting)).toContain('GEN-07');
      await desk.runUpdate();
      expect([(await shown())?.missingRight, await rulesOf(waiting)]).toEqual([null, []]);
    },
  );

  test('are known from the first call of a run, before anything is sent', async () => {
    const id = await queued(desk);
    desk.quickBooks.moods.spoilHcp(hcp =>
      hcp.replace(
        /<PreferencesQueryRs[\s\S]*<\/PreferencesQueryRs>/,
        '<PreferencesQueryRs requestID="2" statusCode="3260" statusSeverity="Error" statusMessage="no"/>',
      ),
    );
    const run = await desk.runUpdate();
    expect(run.sent.some(xml => xml.includes(WRITE))).toBe(false);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'GEN-07' } });
    expect(await timesInBooks(desk, id)).toBe(0);
  });
});

describe('two connections on one company file', () => {
  test('of one company: the second is told which one reaches it already', async () => {
    const { id: connectionId, ...login } = await createConnection(desk.admin, { name: 'Second' });
    const [row] = await desk.test.owner<{ owner_id: string; file_id: string }[]>`
      select owner_id, file_id from connections where id = ${connectionId}`;
    const stamp = { ownerId: row?.owner_id ?? '', fileId: row?.file_id ?? '' };
    const run = await runUpdate({ ...desk, login, stamp });
    expect(run.sent).toEqual([]);
    expect(run.lastError).toMatch(/reached by the connection “Main file” already/);
  });

  test('of two companies: the second learns nothing about the first', async () => {
    const other = await openDesk({ beside: desk });
    const run = await runUpdate({ ...other, quickBooks: desk.quickBooks });
    expect(run.lastError ?? run.closing).not.toMatch(/Main file|already/);
    await other.stage();
  });

  test('whose copies show the same marked order: the newer is paused, the older goes on', async () => {
    const id = await queued(desk);
    await desk.runUpdate();
    desk.env.advance(2 * 60 * 60_000);
    await desk.runUpdate();
    const second = await createConnection(desk.admin, { name: 'Second' });
    const { owner } = desk.test;
    await owner`insert into qb_lists (company_id, connection_id, kind, qb_id, qb_type, full_name, match_name, sublevel,
        is_active, edit_sequence, time_modified, fields, external_guid, read_at)
      select company_id, ${second.id}, kind, qb_id, qb_type, full_name, match_name, sublevel, is_active, edit_sequence,
        time_modified, fields, external_guid, read_at from qb_lists where external_guid is not null`;
    await desk.runUpdate();
    const [paused] =
      await owner`select status, pause_kind, pause_reason from connections where id = ${second.id}`;
    expect(paused).toMatchObject({
      status: 'paused',
      pause_kind: 'second_connection',
      pause_reason: expect.stringMatching(/“Main file”/),
    });
    expect([(await shown())?.status, await desk.stateOf(id)]).toEqual(['active', 'synced']);
  });
});
