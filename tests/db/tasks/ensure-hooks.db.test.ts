import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createTrigger, deleteTrigger, listTriggers } from '@/lib/procore';
import { hearWebhook } from '@/lib/tasks';
import { ensureHooks, removeHooks } from '@/lib/tasks/ensure-hooks';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { outcomeOf } from '@/tests/support/outcome';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const HOOKS = '/rest/v1.0/webhooks/hooks';
const TRIGGERS = '/rest/v1.0/webhooks/hooks/{hook_id}/triggers';
/**
 * Contracts and lines of two kinds, cost codes: made, changed, deleted. Vendors, projects, people: made, changed. Lists of
 * cost codes: made.
 */
const EVENTS = 15 * 3 + 3 * 2 + 1;

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const ensure = (): Promise<void> => ensureHooks(ours.deps, ours.desk.admin.company);
const hooks = () => ours.office.procore.records.hooks();
const made = (): number => ours.office.procore.records.requestCount('POST', HOOKS);

/** As if the hook we know of had been deleted in Procore. */
async function forget(): Promise<void> {
  await ours.desk.test.owner`update hooks set procore_hook_id = 1 where ended_at is null`;
}

/** Exactly one hook of ours is in Procore, its bearer opens our door, and a change is told. */
async function expectOneGoodHook(number: string): Promise<void> {
  expect(hooks()).toHaveLength(1);
  const before = ours.heard.length;
  ours.newSubcontract(number);
  await ours.office.procore.settleWebhooks();
  expect(ours.heard.slice(before)).toContain('done');
  expect(ours.heard.slice(before)).not.toContain('unauthenticated');
}

async function hear(authorization: string | null): Promise<string> {
  const body = {
    id: 1,
    company_id: HARBOR_PINE_ID,
    project_id: RIVERSIDE_ID,
    resource_name: 'x',
    resource_id: 1,
  };
  return await outcomeOf(
    hearWebhook({ env: ours.desk.env, database: ours.desk.test.database }, { authorization, body }),
  );
}

describe('the webhook of a company', () => {
  test('is made once, with a bearer of its own that is kept as a hash alone', async () => {
    await ensure();
    await ensure();
    await expectOneGoodHook('HOOK-1');
    expect(made()).toBe(1);
    const bearer = hooks()[0]?.authorization?.slice('Bearer '.length) ?? '';
    const rows = await ours.desk.test.owner`select * from hooks where ended_at is null`;
    expect([bearer.length, rows.length]).toEqual([43, 1]);
    expect(JSON.stringify(rows)).not.toContain(bearer);
  });

  test('that somebody deleted in Procore is made again; the old bearer opens nothing any more', async () => {
    const [old] = hooks();
    await forget();
    await ensure();
    await expectOneGoodHook('HOOK-2');
    expect(hooks()[0]?.id).not.toBe(old?.id);
    expect(await hear(old?.authorization ?? null)).toBe('unauthenticated');
  });

  test.each([
    ['the list cannot be had', { kind: 'server-error', method: 'GET', route: HOOKS, times: 'always' }],
    ['it cannot be made', { kind: 'server-error', method: 'POST', route: HOOKS, times: 'always' }],
    ['the answer to its making is lost', { kind: 'drop-after', method: 'POST', route: HOOKS }],
    ['a trigger cannot be made', { kind: 'server-error', route: TRIGGERS, times: 'always', skip: 3 }],
  ] as const)('half made because %s is whole after the next try, and alone', async (what, fault) => {
    await forget();
    ours.office.procore.faults.add(fault);
    expect(await outcomeOf(ensure())).toBe('procore');
    ours.office.procore.faults.clear();
    await ensure();
    await expectOneGoodHook(`HOOK ${what.slice(0, 5)}`);
  });

  test('is given the triggers it lacks, and loses those nobody has a use for', async () => {
    const { records } = ours.office.procore;
    await ensure();
    const [hook] = hooks();
    const service = ours.office.asService();
    const key = { companyId: String(HARBOR_PINE_ID), hookId: String(hook?.id) };
    const [first] = await listTriggers(service, key);
    await deleteTrigger(service, key, first?.id ?? '');
    await createTrigger(service, key, { resourceName: 'Sub Jobs', event: 'create' });
    const before = records.requestCount('POST', HOOKS);
    await ensure();
    const names = (await listTriggers(service, key)).map(one => `${one.resourceName} ${one.event}`);
    expect(names).toContain(`${first?.resourceName} ${first?.event}`);
    expect([names.length, names.includes('Sub Jobs create')]).toEqual([EVENTS, false]);
    expect(records.requestCount('POST', HOOKS)).toBe(before);
  });

  test('is removed by us: Procore tells nothing any more, and the bearer opens nothing', async () => {
    await ensure();
    const [old] = hooks();
    await removeHooks(ours.deps, ours.desk.admin.company);
    expect(hooks()).toEqual([]);
    expect(await hear(old?.authorization ?? null)).toBe('unauthenticated');
    await removeHooks(ours.deps, ours.desk.admin.company);
    await ensure();
    await expectOneGoodHook('HOOK-4');
  });

  test('tells of every event that matters, and of no other', async () => {
    const { records, office } = ours.office.procore;
    const triggers = (): number => records.requestCount('POST', TRIGGERS);
    await forget();
    const before = triggers();
    await ensure();
    expect(triggers() - before).toBe(EVENTS);
    const heard = ours.heard.length;
    office.renameVendor(598134326300871, 'Keel Concrete Ltd');
    await ours.office.procore.settleWebhooks();
    expect(ours.heard.length - heard).toBe(1);
  });
});
