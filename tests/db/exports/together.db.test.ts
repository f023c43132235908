import { beforeAll, describe, expect, test } from 'vitest';
import {
  acceptExport,
  acceptExports,
  cancelExports,
  chooseForExport,
  listExports,
  prepareTogether,
  proposeRecords,
  recheckExports,
  sendExport,
  showExport,
  type TogetherItem,
} from '@/lib/exports';
import type { CommitmentLine } from '@/lib/procore';
import { commitmentLine, nextCommitment } from '@/tests/factories/commitment';
import { type Desk, putDirectory, qbIdOf } from '@/tests/support/desk';
import {
  CUSTOMER_NAME,
  chooseAccounts,
  type Listed,
  nextListed,
  setSettings,
} from '@/tests/support/directories';
import { expectRefused } from '@/tests/support/outcome';
import { passMoment, ready, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

beforeAll(async () => {
  await chooseAccounts(ours.desk);
  await setSettings(ours.desk, { mayGoTogether: true });
});

function lineOf(code: Listed): CommitmentLine {
  const fullCode = code.code ?? '';
  return commitmentLine({
    costCode: { id: `9${code.procoreId}`, standardId: code.procoreId, fullCode, name: code.name },
    wbsCode: { flatCode: `${fullCode}.C`, description: code.name },
  });
}

interface Newcomers {
  readonly id: string;
  readonly vendor: Listed;
  readonly division: Listed;
  readonly code: Listed;
}

/** A commitment with a company and a cost code, below a division, that QuickBooks has none of; sent to the approver. */
async function withNewcomers(desk: Desk): Promise<Newcomers> {
  const vendor = nextListed('vendor');
  const division = nextListed('cost_code');
  const code = nextListed('cost_code', { fields: { parentId: division.procoreId } });
  await putDirectory(desk.admin, 'vendor', [vendor]);
  await putDirectory(desk.admin, 'cost_code', [division, code]);
  const id = await ready(desk, {
    vendor: { id: vendor.procoreId, name: vendor.name },
    lines: [lineOf(code)],
  });
  await sendExport(desk.sender, { id, consents: [] });
  return { id, vendor, division, code };
}

function decisionOn(items: readonly TogetherItem[]) {
  return items.map(({ id, proposal }) => ({ id, hash: proposal?.hash ?? null }));
}

const refused = (results: readonly { ok: boolean }[]) => results.filter(one => !one.ok);

describe('a commitment whose company and items QuickBooks has not', () => {
  test('is sent all the same, says what it needs, and is not accepted alone', async () => {
    const { desk } = ours;
    const { id, vendor, code } = await withNewcomers(desk);
    const shown = await showExport(desk.approver, id);
    expect(shown.blockers.map(one => `${one.ruleId} ${one.severity}`)).toEqual([
      'COM-02 warns',
      'COM-03 warns',
    ]);
    expect(shown.needs.map(one => one.procoreId)).toEqual([vendor.procoreId, code.procoreId]);
    expect(shown.obstacle).toMatchObject({ remedy: expect.stringMatching(/Accept it together/) });
    await expectRefused(desk.test, 'blocked', () =>
      acceptExport(desk.approver, { id, hash: 'a'.repeat(64) }),
    );
  });

  test('is accepted with them in one decision; each is made before what needs it, and all of it by what was shown', async () => {
    const { desk } = ours;
    const { id, vendor, division, code } = await withNewcomers(desk);
    const items = await prepareTogether(desk.approver, id);
    expect(items.map(one => [one.kind, one.proposal?.name])).toEqual([
      ['cost_code', division.code],
      ['vendor', vendor.name],
      ['cost_code', `${division.code}:${code.code}`],
      ['commitment', (await rowOf(desk, id)).number],
    ]);
    expect(await desk.stateOf(id)).toBe('awaiting_approval');
    expect(refused(await acceptExports(desk.approver, decisionOn(items)))).toEqual([]);
    await passMoment(desk);
    const { waitsFor } = await showExport(desk.approver, id);
    expect(waitsFor.toSorted()).toEqual([`company ${vendor.name}`, `cost code ${code.code}`].toSorted());
    const listed = await listExports(desk.approver, {
      filter: 'exporting',
      projectId: null,
      kind: 'commitment',
      search: '',
      cursor: null,
    });
    expect(listed.items.find(one => one.id === id)?.waitsFor).toEqual(waitsFor);
    for (let runs = 0; runs < 3; runs += 1) await desk.runUpdate();
    expect(await Promise.all(items.map(one => desk.stateOf(one.id)))).toEqual(items.map(() => 'synced'));
    const { number } = await rowOf(desk, id);
    const order = desk.quickBooks.books.purchaseOrders().find(one => one.refNumber === number);
    expect(order).toMatchObject({ vendor: vendor.name });
    expect(order?.lines.map(line => line.item)).toEqual([`${division.code}:${code.code}`]);
  });

  test('leaves nobody waiting for ever: refused, its parent takes it along, and both go over when retried', async () => {
    const { desk } = ours;
    const { id } = await withNewcomers(desk);
    const items = await prepareTogether(desk.approver, id);
    await acceptExports(desk.approver, decisionOn(items));
    await passMoment(desk);
    desk.quickBooks.moods.answerStatus({ code: 3090, message: 'no', element: 'VendorAdd' });
    for (let runs = 0; runs < 3; runs += 1) await desk.runUpdate();
    desk.quickBooks.moods.clear();
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'WAITED-FOR' } });
    expect(desk.quickBooks.books.purchaseOrders().map(one => one.refNumber)).not.toContain(
      (await rowOf(desk, id)).number,
    );
  });

  test('what was shown and is no longer so is accepted neither with nor without the others', async () => {
    const { desk } = ours;
    const { id, vendor } = await withNewcomers(desk);
    const items = await prepareTogether(desk.approver, id);
    const company = items.find(one => one.kind === 'vendor')?.id ?? '';
    await chooseForExport(desk.approver, { id: company, choices: { name: `${vendor.name} Inc` } });
    const results = await acceptExports(desk.approver, decisionOn(items));
    expect(results.map(one => (one.ok ? 'done' : one.code))).toEqual(['done', 'conflict', 'done', 'blocked']);
    expect(await desk.stateOf(id)).toBe('awaiting_approval');
    await cancelExports(
      desk.approver,
      items.filter(one => one.kind === 'cost_code').map(one => one.id),
    );
  });

  test('two commitments of one new company are accepted one after the other, and both wait for it', async () => {
    const { desk } = ours;
    const vendor = nextListed('vendor');
    await putDirectory(desk.admin, 'vendor', [vendor]);
    const party = { id: vendor.procoreId, name: vendor.name };
    const ids = [await ready(desk, { vendor: party }), await ready(desk, { vendor: party })];
    for (const id of ids) await sendExport(desk.sender, { id, consents: [] });
    const [first = '', second = ''] = ids;
    await acceptExports(desk.approver, decisionOn(await prepareTogether(desk.approver, first)));
    const { blockers, needs } = await showExport(desk.approver, second);
    expect([blockers.map(one => one.message).join(), needs]).toEqual([
      `“${vendor.name}” is on its way to QuickBooks and goes first.`,
      [],
    ]);
    await acceptExport(desk.approver, { id: second, hash: await desk.hashOf(desk.approver, second) });
    await passMoment(desk);
    for (let runs = 0; runs < 2; runs += 1) await desk.runUpdate();
    expect([await desk.stateOf(first), await desk.stateOf(second)]).toEqual(['synced', 'synced']);
    expect(desk.quickBooks.books.vendors().filter(one => one.name === vendor.name)).toHaveLength(1);
  });
});

describe('a commitment of a project that has no job', () => {
  test('goes over with the job, once its customer is chosen', async () => {
    const { desk } = ours;
    const project = nextListed('project');
    await putDirectory(desk.admin, 'project', [project]);
    const sender = {
      ...desk.sender,
      rights: {
        ...desk.sender.rights,
        projects: new Map([[project.procoreId, [...desk.sender.rights.projects.values()][0] ?? never()]]),
      },
    };
    const [id = ''] = await desk.stage(nextCommitment({ projectId: project.procoreId }));
    await sendExport(sender, { id, consents: [] });
    const before = await prepareTogether(desk.approver, id);
    expect(before.map(one => one.obstacle?.message)).toEqual([
      expect.stringMatching(/accountant chooses the customer/),
      expect.stringMatching(/is not in QuickBooks yet/),
    ]);
    const customer = await qbIdOf(desk, 'customer', CUSTOMER_NAME);
    await chooseForExport(desk.approver, { id: before[0]?.id ?? '', choices: { customer } });
    const items = await prepareTogether(desk.approver, id);
    expect(items[0]?.proposal?.name).toBe(`${CUSTOMER_NAME}:${project.name}`);
    expect(refused(await acceptExports(desk.approver, decisionOn(items)))).toEqual([]);
    await passMoment(desk);
    for (let runs = 0; runs < 2; runs += 1) await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });
});

function never(): never {
  throw new RangeError('the sender has rights');
}

describe('where records are not let go together', () => {
  test('a company that nobody proposed stops the sender; once an approver proposed it, it does not', async () => {
    const { desk } = ours;
    await setSettings(desk, { mayGoTogether: false });
    const vendor = nextListed('vendor');
    await putDirectory(desk.admin, 'vendor', [vendor]);
    const id = await ready(desk, { vendor: { id: vendor.procoreId, name: vendor.name } });
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'not_sendable',
      blockers: [{ ruleId: 'COM-02', severity: 'blocks' }],
    });
    await proposeRecords(desk.approver, { kind: 'vendor', procoreIds: [vendor.procoreId] });
    await recheckExports(desk.admin);
    expect(await desk.stateOf(id)).toBe('ready_to_send');
    await setSettings(desk, { mayGoTogether: true });
  });

  test('one that the directory shows as inactive stops it in any case', async () => {
    const { desk } = ours;
    const vendor = nextListed('vendor', { isActive: false });
    await putDirectory(desk.admin, 'vendor', [vendor]);
    const id = await ready(desk, { vendor: { id: vendor.procoreId, name: vendor.name } });
    expect(await desk.stateOf(id)).toBe('not_sendable');
  });

  test('nobody prepares what he may not accept', async () => {
    const { desk } = ours;
    const { id } = await withNewcomers(desk);
    const onlyOrders = {
      ...desk.approver,
      rights: { ...desk.viewer.rights, approvals: new Set(['commitment:export']) },
    };
    await expectRefused(desk.test, 'forbidden', () => prepareTogether(onlyOrders, id));
    await expectRefused(desk.test, 'forbidden', () => prepareTogether(desk.sender, id));
  });
});
