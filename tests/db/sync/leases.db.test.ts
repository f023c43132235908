import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '@/tests/support/desk';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { ASK, nextWith, timesInBooks, WRITE } from '@/tests/support/outbox';
import { actionsOf, queued } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';
import type { Visit } from '@/tests/support/web-connector';

const ours = sharedDesk();
const MINUTE = 60_000;
const IDLE_MS = 10 * MINUTE;
const IN_FLIGHT_MS = 60 * MINUTE;

const statusNow = async (desk: Desk): Promise<string> => (await desk.authenticate()).status;

/** The session that is open is ended in good order. */
async function closeAll(desk: Desk): Promise<void> {
  desk.env.advance(IN_FLIGHT_MS);
  await desk.runUpdate();
}

afterEach(() => closeAll(ours.desk));

describe('a PC that vanished', () => {
  test('before it asked for work keeps others out for ten minutes, and not longer', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    await desk.visit();
    desk.env.advance(IDLE_MS - 1);
    expect(await statusNow(desk)).toBe('busy');
    desk.env.advance(1);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test.each([
    ['after QuickBooks had written', true],
    ['before QuickBooks saw it', false],
  ])(
    'with a set in flight, %s, keeps others out for an hour; then it is found out, and the order is there once',
    async (_, isWritten) => {
      const { desk } = ours;
      const id = await queued(desk);
      const visit = await desk.visit();
      const xml = await nextWith(visit, WRITE);
      if (isWritten) await visit.ask(xml);
      desk.env.advance(IN_FLIGHT_MS - 1);
      expect([await statusNow(desk), await desk.stateOf(id)]).toEqual(['busy', 'sent']);
      desk.env.advance(1);
      const second = await desk.authenticate();
      expect([second.status, await desk.stateOf(id)]).toEqual(['', 'outcome_unknown']);
      await desk.call('closeConnection', { ticket: second.ticket });
      await desk.runUpdate();
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    },
  );

  test('and comes back after it was taken over can do nothing any more, whatever it brings', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const old = await desk.visit();
    const good = await old.ask(await nextWith(old, WRITE));
    desk.env.advance(IN_FLIGHT_MS);
    const fresh = await desk.visit();
    const before = await dumpOf(desk.test);
    expect([await old.next(), await old.bring(good), await old.lastError()]).toEqual([
      '',
      -1,
      'This session has ended. Run the update again.',
    ]);
    expect(await old.close()).toBe('OK');
    expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
    await fresh.bring(await fresh.ask(await nextWith(fresh, ASK)));
    await fresh.close();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect((await actionsOf(desk, id)).filter(action => action === 'synced')).toHaveLength(1);
  });

  test('thirty days ago is recovered by the first run after', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const visit = await desk.visit();
    await visit.ask(await nextWith(visit, WRITE));
    desk.env.advance(30 * 24 * 60 * MINUTE);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});

describe('a PC that is slow', () => {
  const carry = async (visit: Visit): Promise<void> => {
    const xml = await visit.next();
    if (xml !== '') await visit.bring(await visit.ask(xml));
  };

  test('keeps its session as long as it goes on', async () => {
    const { desk } = ours;
    const ids = [await queued(desk)];
    const visit = await desk.visit();
    for (let round = 0; round < 4; round += 1) {
      desk.env.advance(IDLE_MS - 1);
      await carry(visit);
      expect(await statusNow(desk)).toBe('busy');
      ids.push(await queued(desk));
    }
    await visit.close();
    await desk.runUpdate();
    for (const id of ids)
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('while QuickBooks takes 59 minutes for an answer still brings it', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const visit = await desk.visit();
    const good = await visit.ask(await nextWith(visit, WRITE));
    desk.env.advance(IN_FLIGHT_MS - 1);
    expect(await visit.bring(good)).toBeGreaterThan(0);
    await visit.close();
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('but lives on for twelve hours at most', async () => {
    const { desk } = ours;
    await queued(desk);
    const visit = await desk.visit();
    for (let minutes = 0; minutes < 12 * 60; minutes += 9) {
      desk.env.advance(9 * MINUTE);
      await carry(visit);
    }
    expect(await statusNow(desk)).toBe('');
  });
});

describe('two that take over at the same moment', () => {
  test('one gets the session, the other is told busy, and the order is there once', async () => {
    const { desk } = ours;
    for (let round = 0; round < 4; round += 1) {
      const id = await queued(desk);
      const old = await desk.visit();
      await old.ask(await nextWith(old, WRITE));
      desk.env.advance(IN_FLIGHT_MS);
      const both = await Promise.all([desk.authenticate(), desk.authenticate()]);
      expect(both.map(one => one.status).toSorted()).toEqual(['', 'busy']);
      for (const { ticket } of both) await desk.call('closeConnection', { ticket });
      await desk.runUpdate();
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    }
  });
});
