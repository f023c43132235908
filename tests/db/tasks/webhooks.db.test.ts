import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TASKS } from '@/lib/core/limits';
import { hearWebhook } from '@/lib/tasks';
import { deliverWebhooks } from '@/lib/tasks/deliver-webhooks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { pollDirectories } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { expectRefused } from '@/tests/support/outcome';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const MINUTE = 60_000;
const VENDOR = 598134326300871;

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
  await ensureHooks(ours.deps, ours.desk.admin.company);
  await settle();
  await compare();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

/** Procore delivers what it has to tell; then it is worked off. */
async function settle(): Promise<void> {
  await ours.office.procore.settleWebhooks();
  await deliver();
}
/** What the clock does every six hours. */
async function compare(): Promise<void> {
  ours.desk.env.advance(TASKS.reconcileEveryMs);
  await reconcile(ours.deps, ours.desk.admin.company);
}
const deliver = (): Promise<boolean> => deliverWebhooks(ours.deps, ours.desk.admin.company);

/** Events wait until they are settled, so that they can be told badly. */
function tellBadly(how: Partial<TaskOffice['office']['procore']['faults']['webhooks']>): void {
  Object.assign(ours.office.procore.faults.webhooks, { hold: true, ...how });
}

async function waiting(): Promise<Record<string, unknown>[]> {
  return await ours.desk.test.owner`select * from deliveries where handled_at is null order by received_at`;
}

/** The export says of the record what Procore says of it now. */
async function expectTrue(procoreId: number): Promise<void> {
  const there = ours.office.procore.records.commitment(procoreId);
  const here = await rowOf(ours.desk, await ours.exportOf(procoreId));
  expect([here.number, here.title, here.deleted_in_procore_at !== null]).toEqual([
    there?.number,
    there?.title,
    there?.deletedAt !== null,
  ]);
}

describe('an event', () => {
  test('told by Procore is taken in at once and worked off later, and the record is read', async () => {
    const procoreId = ours.newSubcontract('HEARD-1');
    await ours.office.procore.settleWebhooks();
    expect([await ours.exportOf(procoreId), (await waiting()).length > 0]).toEqual(['', true]);
    await deliver();
    await expectTrue(procoreId);
    expect(await waiting()).toEqual([]);
  });

  test('told twice counts once', async () => {
    tellBadly({ duplicates: true });
    const procoreId = ours.newSubcontract('TWICE-1');
    await settle();
    const id = await ours.exportOf(procoreId);
    expect(await actionsOf(ours.desk, id)).toEqual(['read from Procore']);
    const [row] = await ours.desk.test.owner`
      select count(*)::int as all, count(distinct event_id)::int as events from deliveries`;
    expect(row?.['all']).toBe(row?.['events']);
    await deliver();
    expect(await actionsOf(ours.desk, id)).toEqual(['read from Procore']);
  });

  test('told five times at once is stored once, and who tells it hears that it is a repeat', async () => {
    const bearer = await bearerOf();
    const body = eventOf({ id: 4711, resource_id: 1 });
    const { desk } = ours;
    const deps = { env: desk.env, database: desk.test.database };
    const told = await Promise.all(
      [1, 2, 3, 4, 5].map(() => hearWebhook(deps, { authorization: bearer, body })),
    );
    expect(told.filter(one => one.isRepeat)).toHaveLength(4);
    await desk.test.owner`delete from deliveries where event_id = '4711'`;
  });

  test('told in any order, twice, of a record that changed and was deleted ends as in Procore', async () => {
    tellBadly({ duplicates: true, disorder: true });
    const { office } = ours.office.procore;
    const ids = ['ORDER-1', 'ORDER-2', 'ORDER-3', 'ORDER-4'].map(ours.newSubcontract);
    const [first = 0, second = 0, third = 0] = ids;
    ours.desk.env.advance(MINUTE);
    office.updateCommitment(first, { title: 'Once' });
    office.updateCommitment(first, { title: 'Twice' });
    office.updateCommitment(second, { number: 'ORDER-2B' });
    office.addLine(second, { costCode: '03-350', description: 'More', amount: '7.0' });
    await settle();
    ours.desk.env.advance(MINUTE);
    office.deleteCommitment(third);
    office.updateCommitment(first, { title: 'Thrice' });
    await settle();
    for (const procoreId of ids) await expectTrue(procoreId);
    expect(await ours.desk.stateOf(await ours.exportOf(third))).toBe('archived');
    const { snapshot } =
      (await ours.desk.test.owner`select snapshot from exports where procore_id = ${second}`)[0] ?? {};
    expect(snapshot.lines).toHaveLength(2);
  });

  test('that never comes is found by the next comparison', async () => {
    tellBadly({ lossOneIn: 1 });
    const { office } = ours.office.procore;
    const lost = ours.newSubcontract('LOST-1');
    const known = ours.newSubcontract('LOST-2');
    await settle();
    expect([await ours.exportOf(lost), await ours.exportOf(known)]).toEqual(['', '']);
    await compare();
    office.updateCommitment(known, { title: 'Changed unheard' });
    office.deleteCommitment(lost);
    await settle();
    await compare();
    for (const procoreId of [lost, known]) await expectTrue(procoreId);
    expect(await ours.desk.stateOf(await ours.exportOf(lost))).toBe('archived');
  });

  test('of a vendor brings the directory up to date, and what it changes for records', async () => {
    const { office } = ours.office.procore;
    office.renameVendor(VENDOR, 'Keel Concrete & Sons LLC');
    await settle();
    expect(await vendorName()).toBe('Keel Concrete & Sons LLC');
  });

  test('about something we do not carry is set aside', async () => {
    const { desk } = ours;
    const deps = { env: desk.env, database: desk.test.database };
    const body = eventOf({ id: 4712, resource_name: 'RFIs', resource_id: 9 });
    await hearWebhook(deps, { authorization: await bearerOf(), body });
    await deliver();
    expect(await waiting()).toEqual([]);
  });
});

describe('an event that cannot be worked off', () => {
  test('because Procore is away is tried again, and done when it is back', async () => {
    const procoreId = ours.newSubcontract('AWAY-1');
    await ours.office.procore.settleWebhooks();
    ours.office.procore.faults.add({ kind: 'server-error', route: '/rest/*', times: 'always' });
    await deliver();
    expect([await ours.exportOf(procoreId), (await waiting())[0]]).toEqual([
      '',
      expect.objectContaining({ attempts: 1 }),
    ]);
    ours.office.procore.faults.clear();
    await deliver();
    expect(await ours.exportOf(procoreId)).toBe('');
    ours.desk.env.advance(MINUTE);
    await deliver();
    await expectTrue(procoreId);
    expect(await waiting()).toEqual([]);
  });

  test('because the rate limit is used up waits as it was, and nothing else is asked', async () => {
    const procoreId = ours.newSubcontract('LIMIT-1');
    await ours.office.procore.settleWebhooks();
    ours.office.procore.faults.add({ kind: 'rate-limited', retryAfterS: 600, times: 'always' });
    await deliver();
    const asked = ours.office.procore.records.statusCount(429);
    expect(asked).toBeGreaterThan(0);
    expect((await waiting()).map(one => one['attempts'])).toEqual([0, 0, 0]);
    ours.office.procore.faults.clear();
    ours.desk.env.advance(10 * MINUTE);
    await deliver();
    await expectTrue(procoreId);
  });

  test('is given up after five tries, and its project is compared at once', async () => {
    const procoreId = ours.newSubcontract('AWAY-2');
    await ours.office.procore.settleWebhooks();
    ours.office.procore.faults.add({ kind: 'server-error', route: '/rest/*', times: 'always' });
    for (const wait of [1, 2, 4, 8, 16]) {
      await deliver();
      ours.desk.env.advance(wait * MINUTE);
    }
    expect(await waiting()).toEqual([]);
    ours.office.procore.faults.clear();
    await reconcile(ours.deps, ours.desk.admin.company);
    await expectTrue(procoreId);
  });

  test('holds up no other', async () => {
    const bad = ours.newSubcontract('AWAY-3');
    ours.office.procore.office.renameVendor(VENDOR, 'Keel Concrete LLC');
    await ours.office.procore.settleWebhooks();
    const route = '/rest/v1.0/work_order_contracts/{id}';
    ours.office.procore.faults.add({ kind: 'server-error', route, times: 'always' });
    await deliver();
    expect([await ours.exportOf(bad), await vendorName()]).toEqual(['', 'Keel Concrete LLC']);
    ours.office.procore.faults.clear();
    ours.desk.env.advance(MINUTE);
    await deliver();
    await expectTrue(bad);
  });
});

describe('two workers at once', () => {
  test('work the same events off without reading anything in twice', async () => {
    const ids = ['PAIR-1', 'PAIR-2', 'PAIR-3'].map(ours.newSubcontract);
    await ours.office.procore.settleWebhooks();
    await Promise.all([deliver(), deliver(), deliver()]);
    for (const procoreId of ids)
      expect(await actionsOf(ours.desk, await ours.exportOf(procoreId))).toEqual(['read from Procore']);
    expect(await waiting()).toEqual([]);
  });
});

describe('who tells', () => {
  const tell = (authorization: string | null, body: unknown) => () =>
    hearWebhook({ env: ours.desk.env, database: ours.desk.test.database }, { authorization, body });

  test('without the bearer of a live hook is a stranger, and nothing is stored', async () => {
    const bearer = await bearerOf();
    const strange = [
      null,
      '',
      'Bearer x',
      `Bearer ${'A'.repeat(43)}`,
      bearer.slice(7),
      `${bearer}x`,
      bearer.toLowerCase(),
    ];
    for (const one of strange)
      await expectRefused(ours.desk.test, 'unauthenticated', tell(one, eventOf({ id: 1, resource_id: 1 })));
  });

  test('of another company, or of nothing in particular, is refused, and nothing is stored', async () => {
    const bearer = await bearerOf();
    await expectRefused(
      ours.desk.test,
      'not_found',
      tell(bearer, eventOf({ id: 2, resource_id: 1, company_id: 77 })),
    );
    for (const body of [
      null,
      [],
      {},
      eventOf({ id: null, resource_id: 1 }),
      eventOf({ id: 3, resource_id: 'x' }),
    ])
      await expectRefused(ours.desk.test, 'invalid', tell(bearer, body));
  });
});

describe('polling the directories', () => {
  test('reads projects, vendors and cost codes, and changes nothing the second time', async () => {
    await pollDirectories(ours.deps, ours.desk.admin.company);
    const count = async () =>
      await ours.desk.test
        .owner`select kind, count(*)::int as count from procore_records group by kind order by kind`;
    const first = await count();
    expect(first.map(row => row['kind'])).toEqual(['cost_code', 'project', 'vendor']);
    await pollDirectories(ours.deps, ours.desk.admin.company);
    expect(await count()).toEqual(first);
  });
});

async function vendorName(): Promise<string> {
  const rows = await ours.desk.test.owner<{ name: string }[]>`
    select name from procore_records where kind = 'vendor' and procore_id = ${VENDOR}`;
  return rows[0]?.name ?? '';
}

async function bearerOf(): Promise<string> {
  const hook = ours.office.procore.records.hooks().at(-1);
  return hook?.authorization ?? '';
}

function eventOf(patch: Record<string, unknown>): Record<string, unknown> {
  return {
    company_id: HARBOR_PINE_ID,
    project_id: RIVERSIDE_ID,
    resource_name: 'Work Order Contracts',
    event_type: 'update',
    ...patch,
  };
}
