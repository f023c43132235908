import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TASKS } from '@/lib/core/limits';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { pollChanges } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { ALL_SOURCES } from '@/lib/tasks/sources';
import { afterRefusal, mayConnectAgain } from '@/lib/tenancy';
import { nextCommitment } from '@/tests/factories/commitment';
import { HARBOR_PINE_ID, HARBOR_VIEW_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { rowOf } from '@/tests/support/paths';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const LIST = '/rest/v1.0/work_order_contracts';

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
  while (await compare());
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const company = () => ours.desk.admin.company;
const compare = (): Promise<boolean> => reconcile(ours.deps, company());
const poll = (): Promise<boolean> => pollChanges(ours.deps, company());
const hear = (): Promise<void> => ensureHooks(ours.deps, company());
const lists = (): number => ours.office.procore.records.requestCount('GET', LIST);
const hand = () => ours.office.procore.office;
const isKnown = async (procoreId: number): Promise<boolean> => (await ours.exportOf(procoreId)) !== '';
const cursor = async (projectId: number): Promise<Record<string, unknown> | undefined> =>
  (await ours.desk.test.owner`select * from procore_cursors where name = ${`commitments:${projectId}`}`)[0];

async function listsOf(work: () => Promise<unknown>): Promise<number> {
  const before = lists();
  await work();
  return lists() - before;
}

/** A subcontract of which no event ever comes. */
function unheard(number: string): number {
  return ours.newSubcontract(number);
}

describe('comparing whole', () => {
  test('comes round every six hours, and asks nothing in between', async () => {
    const lost = unheard('ROUND-1');
    ours.desk.env.advance(TASKS.reconcileEveryMs - 1);
    expect(await listsOf(compare)).toBe(0);
    ours.desk.env.advance(1);
    expect(await listsOf(compare)).toBeGreaterThan(1);
    expect(await isKnown(lost)).toBe(true);
  });

  test('finds a change in the very second in which the record was read before', async () => {
    const procoreId = unheard('SECOND-1');
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    hand().updateCommitment(procoreId, { title: 'Changed meanwhile' });
    const twin = unheard('SECOND-2');
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    hand().updateCommitment(twin, { title: 'Read now' });
    await compare();
    hand().updateCommitment(twin, { title: 'Changed in the same second' });
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    const titles = [procoreId, twin].map(async id => (await rowOf(ours.desk, await ours.exportOf(id))).title);
    expect(await Promise.all(titles)).toEqual(['Changed meanwhile', 'Changed in the same second']);
  });

  test('finds that a record is gone which Procore does not even list as deleted', async () => {
    const [id = ''] = await ours.desk.stage(nextCommitment({ projectId: String(RIVERSIDE_ID) }));
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    expect(await ours.desk.stateOf(id)).toBe('archived');
  });

  test('reads each record that did not change no more than once', async () => {
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    const show = (kind: string) =>
      ours.office.procore.records.requestCount('GET', `/rest/v1.0/${kind}_contracts/{id}`);
    const before = show('work_order') + show('purchase_order');
    await compare();
    expect(show('work_order') + show('purchase_order')).toBe(before);
  });

  test('of a project that is not permitted any more notes why and waits; the others are compared', async () => {
    hand().withdrawProject(RIVERSIDE_ID);
    const elsewhere = hand().createCommitment({
      projectId: HARBOR_VIEW_ID,
      kind: 'subcontract',
      number: 'ELSE-1',
      title: 'Elsewhere',
    });
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    expect((await cursor(RIVERSIDE_ID))?.['error']).toMatch(/not permitted/);
    expect(await isKnown(elsewhere)).toBe(true);
    ours.desk.env.advance(TASKS.retryReadingMs);
    expect(await listsOf(compare)).toBe(0);
    hand().permitProject(RIVERSIDE_ID);
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    expect((await cursor(RIVERSIDE_ID))?.['error']).toBeNull();
  });

  test('stops where Procore’s limit is used up, and goes on from there later', async () => {
    const late = unheard('LIMIT-1');
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    ours.office.procore.faults.add({ kind: 'rate-limited', retryAfterS: 1200, times: 1 });
    expect(await compare()).toBe(false);
    expect(await isKnown(late)).toBe(false);
    ours.desk.env.advance(TASKS.retryReadingMs);
    while (await compare());
    expect(await isKnown(late)).toBe(true);
  });
});

describe('after a gap everything is due at once', () => {
  const isFoundNow = async (number: string, gap: () => Promise<unknown>): Promise<boolean> => {
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    await compare();
    const lost = unheard(number);
    await gap();
    await compare();
    return await isKnown(lost);
  };

  test('when there was no webhook and one was made', async () => {
    expect(await isFoundNow('GAP-1', hear)).toBe(true);
    expect(await isFoundNow('GAP-2', hear)).toBe(false);
    await ours.desk.test.owner`update hooks set procore_hook_id = 1 where ended_at is null`;
    expect(await isFoundNow('GAP-3', hear)).toBe(true);
  });

  test('when Procore gave up telling an event after twelve hours, and only then', async () => {
    const hookId = ours.office.procore.records.hooks()[0]?.id ?? 0;
    const close = (isClosed: boolean) =>
      ours.desk.test
        .owner`update hooks set ended_at = ${isClosed ? new Date() : null} where procore_hook_id = ${hookId}`;
    const gap = async (): Promise<void> => {
      await close(true);
      hand().updateCommitment(known, { title: 'Told in vain' });
      const { deliveries } = ours.office.procore.records;
      await until(() => deliveries().some(one => one.hookId === hookId && one.status === 'discarded'));
      await close(false);
      await hear();
    };
    const known = unheard('GAP-4');
    expect(await isFoundNow('GAP-5', gap)).toBe(true);
    expect(await isFoundNow('GAP-6', hear)).toBe(false);
  });

  test('when the app was let into the company again', async () => {
    const deps = { ...ours.desk.admin, service: ours.office.asService(), requestId: null };
    const { actor } = ours.desk.admin;
    const away = async (): Promise<void> => {
      hand().uninstall(HARBOR_PINE_ID);
      await afterRefusal(deps, company());
      hand().install(HARBOR_PINE_ID);
      ours.desk.env.advance(2 * TASKS.lookAgainEveryMs);
      expect(await mayConnectAgain(deps, company(), actor)).toBe(true);
    };
    expect(await isFoundNow('GAP-7', away)).toBe(true);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; turn < 20_000 && !isSo(); turn += 1) await new Promise(resolve => setImmediate(resolve));
  if (!isSo()) throw new RangeError('it never came to that');
}

describe('polling', () => {
  const ready = (isReady: boolean) =>
    ours.desk.test.owner`update hooks set ready_at = ${isReady ? new Date() : null} where ended_at is null`;

  test('leaves to the webhook what Procore tells of, and reads it while there is none', async () => {
    await hear();
    ours.desk.env.advance(TASKS.reconcileEveryMs);
    while (await compare());
    const heard = unheard('POLL-1');
    ours.desk.env.advance(TASKS.pollEveryMs);
    expect(await listsOf(poll)).toBe(0);
    await ready(false);
    expect(await listsOf(poll)).toBeGreaterThan(0);
    expect(await isKnown(heard)).toBe(true);
    expect(await listsOf(poll)).toBe(0);
    await ready(true);
  });

  test('comes round less often the more projects there are, so that people keep their share', async () => {
    await ready(false);
    const before = (
      await ours.desk.test.owner`select 1 from procore_records where kind = 'project' and is_active`
    ).length;
    const many = TASKS.pollCallsPerHour;
    for (let made = before; made < many; made += 1)
      await ours.desk.test.owner`insert into procore_records
        (company_id, kind, procore_id, name, code, match_name, is_active, fields, read_at)
        values (${company().id}, 'project', ${made + 1}, 'P', '', 'p', true, '{}', now())`;
    ours.desk.env.advance(TASKS.pollEveryMs);
    expect(await listsOf(poll)).toBe(0);
    ours.desk.env.advance(ALL_SOURCES.reduce((hours, one) => hours + one.callsPerLook, 1) * 3_600_000);
    expect(await listsOf(poll)).toBeGreaterThan(0);
    await ours.desk.test.owner`delete from procore_records where procore_id < 10000 and kind = 'project'`;
    await ready(true);
  });
});
