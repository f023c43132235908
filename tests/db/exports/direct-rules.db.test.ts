import { afterEach, describe, expect, test } from 'vitest';
import {
  changeRule,
  listRules,
  makeRule,
  previewRule,
  type RuleInput,
  ruleChoices,
  sendExports,
  showExport,
} from '@/lib/exports';
import type { Commitment } from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';
import { nextChangeOrder } from '@/tests/factories/change-order';
import { commitmentLine, nextCommitment, PROJECT_ID, VENDOR_ID } from '@/tests/factories/commitment';
import { contractOf } from '@/tests/support/changes';
import { type Desk, putDirectory } from '@/tests/support/desk';
import { expectRefused } from '@/tests/support/outcome';
import { actionsOf, ready, rowOf, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

const DIRECT = { mayBeDirect: true } as const;

const OTHER_ID = '4200';

let count = 0;

function rule(patch: Partial<RuleInput> = {}): RuleInput {
  count += 1;
  const any = { amountUpTo: null, vendorId: null, projectId: null };
  return { name: `Rule ${count}`, kind: 'commitment', isOn: true, ...any, ...patch };
}

afterEach(async () => {
  const { desk } = ours;
  for (const one of await listRules(desk.admin)) if (one.isOn) await switchOff(desk, one.id);
});

async function switchOff(desk: Desk, id: string): Promise<void> {
  const one = (await listRules(desk.admin)).find(line => line.id === id);
  if (!one) throw new RangeError(`no rule ${id}`);
  const { name, version } = one;
  await changeRule(desk.admin, { ...rule({ name, isOn: false }), id, version });
}

function costing(amount: string): Partial<Commitment> {
  return { grandTotal: amount, lines: [commitmentLine({ amount })] };
}

async function sendsDirectly(desk: Desk, id: string) {
  const [result] = await sendExports(desk.sender, [{ id, consents: [] }], DIRECT);
  return result;
}

describe('a direct export rule', () => {
  test('accepts what is sent and what it is for, under its own name and under an acceptance like any other', async () => {
    const { desk } = ours;
    const { name } = rule();
    await makeRule(
      desk.approver,
      rule({ name, amountUpTo: 500_000n, vendorId: VENDOR_ID, projectId: PROJECT_ID }),
    );
    const id = await ready(desk, costing('5000.0'));
    expect(await sendsDirectly(desk, id)).toEqual({ id, ok: true, rule: name });
    expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'sent', 'accepted']);
    expect((await storyOf(desk, id)).at(-1)).toMatchObject({
      actor_kind: 'rule',
      actor_id: name,
      reason: `Accepted as it was sent, by the direct export rule “${name}”. Rules need no second person.`,
    });
    const { timeline } = await showExport(desk.approver, id);
    expect(timeline[0]?.who).toBe(`Direct export rule “${name}”`);
    const [kept] = await desk.test
      .owner`select accepted_by, rule_name from acceptances where export_id = ${id}`;
    expect(kept).toEqual({ accepted_by: null, rule_name: name });
    await desk.test.owner`update connections set expect_work_until = null`;
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });

  test.each([
    ['costs a cent more', { amountUpTo: 500_000n }, costing('5000.01')],
    ['deducts more', { amountUpTo: 500_000n }, costing('-6000.0')],
    ['is with another company', { vendorId: OTHER_ID }, {}],
    ['is of another project', { projectId: OTHER_ID }, {}],
  ] as const)('leaves to the approver what %s', async (_what, terms, patch) => {
    const { desk } = ours;
    for (const kind of ['vendor', 'project'] as const)
      await putDirectory(desk.admin, kind, [{ procoreId: OTHER_ID, name: 'Another' }]);
    await makeRule(desk.approver, rule(terms));
    const id = await ready(desk, patch);
    expect(await sendsDirectly(desk, id)).toEqual({ id, ok: true });
    expect(await desk.stateOf(id)).toBe('awaiting_approval');
  });

  test('knows whom a change order is with by its commitment', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    await makeRule(desk.approver, rule({ kind: 'change_order', vendorId: VENDOR_ID }));
    const [id = ''] = await desk.stageChanges(nextChangeOrder(contract.commitmentId, '001', ['100']));
    expect(await sendsDirectly(desk, id)).toMatchObject({ ok: true, rule: expect.any(String) });
    expect(await desk.stateOf(id)).toBe('queued');
  });

  test('that is switched off, or of another kind, accepts nothing; nor does one where Procore could not be asked', async () => {
    const { desk } = ours;
    await makeRule(desk.approver, rule({ isOn: false }));
    await makeRule(desk.approver, rule({ kind: 'change_order' }));
    const id = await ready(desk);
    expect(await sendsDirectly(desk, id)).toEqual({ id, ok: true });
    await makeRule(desk.approver, rule());
    const other = await ready(desk);
    const input = [{ id: other, consents: [] }];
    expect(await sendExports(desk.sender, input, { mayBeDirect: false })).toEqual([{ id: other, ok: true }]);
    expect([await desk.stateOf(id), await desk.stateOf(other)]).toEqual([
      'awaiting_approval',
      'awaiting_approval',
    ]);
  });

  test('needs no second person, also where duties are separated', async () => {
    const { desk } = ours;
    await makeRule(desk.approver, rule());
    const both: Ctx = {
      ...desk.approver,
      rights: { ...desk.sender.rights, approvals: new Set(['*']) },
    };
    const id = await ready(desk);
    const [result] = await sendExports(both, [{ id, consents: [] }], DIRECT);
    expect([result?.ok, await desk.stateOf(id)]).toEqual([true, 'queued']);
  });

  test('lets only one of two records with one number through; the other waits for the approver', async () => {
    const { desk } = ours;
    await makeRule(desk.approver, rule());
    const ids = [await ready(desk, { number: 'RULE-1' }), await ready(desk, { number: 'rule-1' })];
    const results = await sendExports(
      desk.sender,
      ids.map(id => ({ id, consents: [] })),
      DIRECT,
    );
    expect(results.map(one => one.ok && one.rule !== undefined)).toEqual([true, false]);
    expect(await Promise.all(ids.map(id => desk.stateOf(id)))).toEqual(['queued', 'awaiting_approval']);
  });
});

describe('rules', () => {
  test('are kept by administrators and by approvers of their kind, with every change in the history', async () => {
    const { desk } = ours;
    const { id } = await makeRule(desk.admin, rule({ name: 'Small subcontracts' }));
    await switchOff(desk, id);
    expect(await actionsOf(desk, id)).toEqual(['direct rule made', 'direct rule switched off']);
    const ofChanges: Ctx = {
      ...desk.approver,
      rights: { ...desk.viewer.rights, approvals: new Set(['change_order:export']) },
    };
    for (const ctx of [desk.sender, desk.viewer, ofChanges])
      await expectRefused(desk.test, 'forbidden', () => makeRule(ctx, rule()));
    await expectRefused(desk.test, 'forbidden', () =>
      changeRule(ofChanges, { ...rule({ kind: 'change_order' }), id, version: 2 }),
    );
    for (const ctx of [desk.sender, desk.viewer]) await expect(listRules(ctx)).rejects.toThrow(/approver/);
    expect((await listRules(ofChanges)).find(one => one.id === id)).toMatchObject({ canChange: false });
  });

  test('are not made of what cannot be, nor changed under somebody’s eyes', async () => {
    const { desk } = ours;
    const { id } = await makeRule(desk.approver, rule({ name: 'One' }));
    const wrong: [Partial<RuleInput>, string][] = [
      [{ name: ' ' }, 'invalid'],
      [{ name: 'ONE' }, 'conflict'],
      [{ amountUpTo: 0n }, 'invalid'],
      [{ kind: 'vendor' }, 'invalid'],
      [{ vendorId: '1' }, 'not_found'],
      [{ projectId: '1' }, 'not_found'],
    ];
    for (const [patch, code] of wrong)
      await expectRefused(desk.test, code as 'invalid', () => makeRule(desk.approver, rule(patch)));
    await expectRefused(desk.test, 'conflict', () =>
      changeRule(desk.approver, { ...rule(), id, version: 7 }),
    );
    await expectRefused(desk.test, 'not_found', () =>
      changeRule(desk.approver, { ...rule(), id: 'none', version: 1 }),
    );
  });

  test('are shown with what they would accept before they are made', async () => {
    const { desk } = ours;
    const ids = [await ready(desk, costing('77000.01')), await ready(desk, costing('77000.02'))];
    const terms = {
      kind: 'commitment',
      amountUpTo: 7_700_001n,
      vendorId: VENDOR_ID,
      projectId: PROJECT_ID,
    } as const;
    const { examples, ...sums } = await previewRule(desk.approver, terms);
    const all = await previewRule(desk.approver, { ...terms, amountUpTo: null });
    const shown = new Set(examples.map(one => one.id));
    expect([shown.has(ids[0] ?? ''), shown.has(ids[1] ?? '')]).toEqual([true, false]);
    expect(sums.count).toBeLessThan(all.count);
    await expect(previewRule(desk.sender, terms)).rejects.toThrow(/approver/);
    expect(await ruleChoices(desk.approver, { kind: 'vendor', search: 'keel' })).toEqual([
      { procoreId: VENDOR_ID, name: 'Keel Concrete LLC' },
    ]);
  });

  test('of another company are neither seen nor tried', async () => {
    const { desk } = ours;
    await makeRule(desk.approver, rule());
    const rows = await desk.test.owner<{ count: number }[]>`select count(*)::int as count from direct_rules`;
    expect(rows[0]?.count).toBeGreaterThan(0);
    const elsewhere = { ...desk.approver, company: { ...desk.approver.company, id: desk.env.newId() } };
    expect(await listRules(elsewhere)).toEqual([]);
  });
});

test('what a rule left is accepted by a person like anything else', async () => {
  const { desk } = ours;
  await makeRule(desk.approver, rule({ amountUpTo: 100n }));
  const [id = ''] = await desk.stage(nextCommitment());
  await sendsDirectly(desk, id);
  expect((await showExport(desk.approver, id)).can.decide).toBe(true);
  expect(await rowOf(desk, id)).toMatchObject({ state: 'awaiting_approval' });
});
