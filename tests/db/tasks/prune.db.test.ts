import { describe, expect, test } from 'vitest';
import { pruneCompany, pruneShared } from '@/lib/tasks/prune';
import type { Desk } from '@/tests/support/desk';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { nextWith, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { KEY_ONE } from '@/tests/support/procore-office';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);
const DAY = 86_400_000;

function depsOf(desk: Desk) {
  const serviceFor = (): never => {
    throw new RangeError('pruning asks Procore nothing');
  };
  const { env, deps, test: db } = desk;
  const hosts = { environment: 'test', loginUrl: '', apiUrl: '', clientId: '', clientSecret: '' };
  const store = { env, database: db.database, keys: { current: KEY_ONE, all: [KEY_ONE] }, hosts };
  return { env, database: db.database, metrics: deps.metrics, appUrl: '', store, serviceFor };
}

const prune = (desk: Desk): Promise<void> => pruneCompany(depsOf(desk), desk.admin.company);

interface Kind {
  readonly what: string;
  /** Puts one row in that is this old, or ended this long ago. */
  readonly put: (desk: Desk, at: Date, mark: string) => Promise<unknown>;
  readonly left: (desk: Desk) => Promise<string[]>;
  readonly keptMs: number;
  readonly isShared?: boolean;
}

const marks = async (rows: Promise<readonly Record<string, unknown>[]>): Promise<string[]> =>
  (await rows).map(row => String(row['mark']));

const KINDS: readonly Kind[] = [
  {
    what: 'deliveries that were worked off',
    keptMs: 30 * DAY,
    put: ({ test: { owner }, admin, env }, at, mark) => owner`
      insert into deliveries (company_id, id, event_id, resource_name, resource_id, event_type, body, received_at, handled_at, attempts)
      values (${admin.company.id}, ${env.newId()}, ${mark}, 'x', 1, 'x', '{}', ${at}, ${at}, 0)`,
    left: ({ test: { owner } }) => marks(owner`select event_id as mark from deliveries order by 1`),
  },
  {
    what: 'download links',
    keptMs: 0,
    put: ({ test: { owner }, admin, viewer }, at, mark) => owner`
      insert into download_links (company_id, token_hash, user_id, target, expires_at)
      values (${admin.company.id}, ${mark}, ${viewer.actor.kind === 'person' ? viewer.actor.userId : ''}, 'x', ${at})`,
    left: ({ test: { owner } }) => marks(owner`select token_hash as mark from download_links order by 1`),
  },
  {
    what: 'mails that were sent or given up',
    keptMs: 30 * DAY,
    put: ({ test: { owner }, admin, env, viewer }, at, mark) => owner`
      insert into mails (company_id, id, user_id, kind, key, subject, body, state, attempts, due_at, created_at, settled_at)
      values (${admin.company.id}, ${env.newId()}, ${viewer.actor.kind === 'person' ? viewer.actor.userId : ''}, 'digest',
        ${mark}, 'x', 'x', 'sent', 1, ${at}, ${at}, ${at})`,
    left: ({ test: { owner } }) => marks(owner`select key as mark from mails order by 1`),
  },
  {
    what: 'failures counted for an address',
    keptMs: 15 * 60_000,
    isShared: true,
    put: ({ test: { owner } }, at, mark) =>
      owner`insert into address_failures (address, failures, window_started_at) values (${mark}, 1, ${at})`,
    left: ({ test: { owner } }) => marks(owner`select address as mark from address_failures order by 1`),
  },
  {
    what: 'calls counted for a company that nobody calls any more',
    keptMs: DAY,
    isShared: true,
    put: ({ test: { owner } }, at, mark) => owner`
      insert into procore_windows (procore_key, spike_taken, spike_resets_at, hour_taken, hour_resets_at, blocked_until)
      values (${mark}, 0, ${at}, 0, ${at}, ${at})`,
    left: ({ test: { owner } }) => marks(owner`select procore_key as mark from procore_windows order by 1`),
  },
];

describe.each(KINDS)('$what', kind => {
  test('are removed when their time is over, and not a moment before', async () => {
    const { desk } = ours;
    const over = new Date(desk.env.now().getTime() - kind.keptMs);
    await kind.put(desk, new Date(over.getTime() - 1), 'old');
    await kind.put(desk, over, 'young');
    await (kind.isShared ? pruneShared(depsOf(desk)) : prune(desk));
    expect(await kind.left(desk)).toEqual(['young']);
  });
});

describe('pruning', () => {
  test('never touches a delivery that was not worked off, however old', async () => {
    const { desk } = ours;
    const old = new Date(desk.env.now().getTime() - 90 * DAY);
    await desk.test.owner`
      insert into deliveries (company_id, id, event_id, resource_name, resource_id, event_type, body, received_at, attempts)
      values (${desk.admin.company.id}, ${desk.env.newId()}, 'waiting', 'x', 1, 'x', '{}', ${old}, 0)`;
    await prune(desk);
    expect(await desk.test.owner`select 1 from deliveries where event_id = 'waiting'`).toHaveLength(1);
  });

  test('takes the texts of old exchanges, later where something went wrong, and nothing of what was decided or written down', async () => {
    const { desk } = ours;
    const [good, bad] = [await queued(desk), await queued(desk)];
    await desk.runUpdate();
    desk.quickBooks.moods.answerStatus({ code: 3140, element: 'PurchaseOrderAdd' });
    await queued(desk);
    await desk.runUpdate();
    expect([await desk.stateOf(good), await desk.stateOf(bad)]).toEqual(['synced', 'synced']);
    const texts = async (): Promise<string[]> =>
      (await desk.test.owner`select answer_xml from message_sets where xml <> '' and purpose = 'write'`).map(
        row => String(row['answer_xml']),
      );
    const before = await dumpOf(desk.test);
    desk.env.advance(31 * DAY);
    await prune(desk);
    const changed = changedTables(before, await dumpOf(desk.test));
    expect(changed.filter(name => !['deliveries', 'download_links', 'mails'].includes(name))).toEqual([
      'message_sets',
    ]);
    expect(await texts()).toEqual([expect.stringContaining('statusCode="3140"')]);
    desk.env.advance(60 * DAY);
    await prune(desk);
    expect(await texts()).toEqual([]);
    const [row] = await desk.test.owner`
      select count(*)::int as sets, count(xml_sha256)::int as sent, count(answer_sha256)::int as answers
      from message_sets where state = 'answered'`;
    expect([row?.['sent'], row?.['answers']]).toEqual([row?.['sets'], row?.['sets']]);
  });

  test('never gives up a run with something in flight: what it wrote is still found out', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    const visit = await desk.visit();
    await visit.ask(await nextWith(visit, WRITE));
    desk.env.advance(40 * DAY);
    await prune(desk);
    expect(await desk.stateOf(id)).toBe('sent');
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test('ends a run that was left open idle for a day', async () => {
    const { desk } = ours;
    await queued(desk);
    await desk.visit();
    desk.env.advance(DAY + 1);
    await prune(desk);
    expect(await desk.test.owner`select 1 from qb_sessions where state = 'open'`).toHaveLength(0);
    await desk.runUpdate();
  });

  test('of one company leaves every other as it is', async () => {
    const old = new Date(others.desk.env.now().getTime() - 90 * DAY);
    for (const kind of KINDS.filter(one => one.isShared !== true)) await kind.put(others.desk, old, 'theirs');
    const before = await dumpOf(ours.desk.test);
    await prune(ours.desk);
    expect(changedTables(before, await dumpOf(ours.desk.test))).toEqual([]);
    await prune(others.desk);
    for (const kind of KINDS.filter(one => one.isShared !== true))
      expect(await kind.left(others.desk)).not.toContain('theirs');
  });
});
