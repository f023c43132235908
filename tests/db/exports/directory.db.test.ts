import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import {
  acceptExport,
  chooseForExport,
  proposeRecords,
  retryExport,
  sendExport,
  showExport,
} from '@/lib/exports';
import { restageDirectory } from '@/lib/exports/stage-directory';
import { linkRecord } from '@/lib/imports';
import { type Desk, putDirectory, qbIdOf } from '@/tests/support/desk';
import {
  acceptedRecord,
  CUSTOMER_NAME,
  chooseAccounts,
  type Listed,
  nextListed,
  proposed,
  sendAndAccept,
  setSettings,
} from '@/tests/support/directories';
import { actionsOf, passMoment, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

beforeAll(() => chooseAccounts(ours.desk));
afterEach(() => ours.desk.quickBooks.moods.clear());

const rulesOf = async (desk: Desk, id: string): Promise<string[]> =>
  (await rowOf(desk, id)).blockers.map(one => `${one.ruleId} ${one.severity}`);

/** A division and a code below it, as read from Procore. */
function divisionAndCode(): [Listed, Listed] {
  const division = nextListed('cost_code');
  const code = nextListed('cost_code', { fields: { parentId: division.procoreId } });
  return [division, code];
}

async function itemNames(desk: Desk, codes: readonly Listed[]): Promise<string[]> {
  const own = codes.map(one => one.code);
  return desk.quickBooks.books
    .items()
    .filter(item => own.includes(item.name))
    .map(item => item.fullName);
}

describe('records of the directories', () => {
  test('are staged when an approver proposes them, and by nobody else; none that was not read', async () => {
    const { desk } = ours;
    const record = nextListed('vendor');
    await putDirectory(desk.admin, 'vendor', [record]);
    const input = { kind: 'vendor', procoreIds: [record.procoreId] } as const;
    for (const ctx of [desk.sender, desk.viewer])
      await expect(proposeRecords(ctx, input)).rejects.toThrow(/approver/);
    await expect(
      proposeRecords(desk.approver, { ...input, procoreIds: [record.procoreId, '1'] }),
    ).rejects.toThrow(/not/i);
    const [id = ''] = await proposeRecords(desk.approver, input);
    expect(await desk.stateOf(id)).toBe('ready_to_send');
    expect(await proposeRecords(desk.approver, input)).toEqual([id]);
    expect(await actionsOf(desk, id)).toEqual(['read from Procore']);
  });

  test('are what the directory says when it is read again; the same again changes nothing', async () => {
    const { desk } = ours;
    const record = nextListed('vendor');
    const id = await proposed(desk, 'vendor', record);
    await sendExport(desk.approver, { id, consents: [] });
    const hash = await desk.hashOf(desk.approver, id);
    desk.env.advance(60_000);
    await putDirectory(desk.admin, 'vendor', [record]);
    await restageDirectory(desk.admin, 'vendor');
    expect([await desk.hashOf(desk.approver, id), await actionsOf(desk, id)]).toEqual([
      hash,
      ['read from Procore', 'sent'],
    ]);
    desk.env.advance(60_000);
    await putDirectory(desk.admin, 'vendor', [{ ...record, name: `${record.name} & Sons` }]);
    await restageDirectory(desk.admin, 'vendor');
    expect((await rowOf(desk, id)).title).toBe(`${record.name} & Sons`);
    await expect(acceptExport(desk.approver, { id, hash })).rejects.toThrow(/has changed since/);
  });

  test('that were changed in Procore after they went over say so, and are not sent again', async () => {
    const { desk } = ours;
    const record = nextListed('cost_code');
    const id = await acceptedRecord(desk, 'cost_code', record);
    await desk.runUpdate();
    desk.env.advance(60_000);
    await putDirectory(desk.admin, 'cost_code', [{ ...record, name: 'Renamed', isActive: false }]);
    await restageDirectory(desk.admin, 'cost_code');
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'synced',
      changed_after_sync: expect.stringMatching(/Changed in Procore/),
    });
    expect(await rulesOf(desk, id)).toEqual(['CC-07 blocks']);
  });

  test('that were linked by hand meanwhile are stopped, on the screen and just before they leave', async () => {
    const { desk } = ours;
    const record = nextListed('vendor');
    const id = await acceptedRecord(desk, 'vendor', record);
    await linkRecord(desk.admin, {
      connectionId: desk.connectionId,
      kind: 'vendor',
      procoreId: record.procoreId,
      qbId: await qbIdOf(desk, 'vendor', 'North Shore Supply'),
    });
    const run = await desk.runUpdate();
    expect(run.sent.some(xml => xml.includes('VendorAddRq'))).toBe(false);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: 'GEN-09' } });
  });
});

describe('a job', () => {
  test('is not accepted before somebody chose its customer; the sender need not', async () => {
    const { desk } = ours;
    const record = nextListed('project');
    await putDirectory(desk.admin, 'project', [record]);
    const [id = ''] = await proposeRecords(desk.approver, {
      kind: 'project',
      procoreIds: [record.procoreId],
    });
    await sendExport(desk.approver, { id, consents: [] });
    const { proposal, obstacle } = await showExport(desk.approver, id);
    expect([proposal, obstacle?.message]).toEqual([
      null,
      expect.stringMatching(/accountant chooses the customer/),
    ]);
    const customer = await qbIdOf(desk, 'customer', CUSTOMER_NAME);
    await expect(chooseForExport(desk.sender, { id, choices: { customer } })).rejects.toThrow(/approver/);
    await chooseForExport(desk.approver, { id, choices: { customer } });
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    const there = desk.quickBooks.books.customers().map(one => one.fullName);
    expect(there).toContain(`${CUSTOMER_NAME}:${record.name}`);
    expect((await actionsOf(desk, id)).slice(0, 3)).toEqual(['read from Procore', 'sent', 'chosen']);
  });

  test('under another customer than was on the screen is not accepted', async () => {
    const { desk } = ours;
    const id = await proposed(desk, 'project', nextListed('project'));
    await sendExport(desk.approver, { id, consents: [] });
    const hash = await desk.hashOf(desk.approver, id);
    const customer = await qbIdOf(desk, 'customer', "O'Neil & Sons");
    await chooseForExport(desk.approver, { id, choices: { customer } });
    await expect(acceptExport(desk.approver, { id, hash })).rejects.toThrow(/has changed since/);
  });

  test('is a customer where the company keeps its projects so', async () => {
    const { desk } = ours;
    await setSettings(desk, { projectsBecome: 'customers' });
    const record = nextListed('project');
    const id = await acceptedRecord(desk, 'project', record);
    await desk.runUpdate();
    await setSettings(desk, { projectsBecome: 'jobs' });
    expect(await desk.stateOf(id)).toBe('synced');
    const made = desk.quickBooks.books.customers().find(one => one.name === record.name);
    expect(made).toMatchObject({ parentId: null, fullName: record.name });
  });

  test('takes no choice that is not for it, and none after it was decided', async () => {
    const { desk } = ours;
    const id = await proposed(desk, 'project', nextListed('project'));
    for (const choices of [{ itemType: 'service' }, { customer: '' }, { unknown: 1 }, 'x'])
      await expect(chooseForExport(desk.approver, { id, choices })).rejects.toThrow(/cannot be chosen/);
    await sendAndAccept(desk, id);
    await expect(chooseForExport(desk.approver, { id, choices: {} })).rejects.toThrow(/is now/);
    await desk.runUpdate();
  });
});

describe('divisions go first', () => {
  test('a code below a division that is accepted follows it in its own set, by the name it gets', async () => {
    const { desk } = ours;
    const [division, code] = divisionAndCode();
    await putDirectory(desk.admin, 'cost_code', [division, code]);
    const [first = '', second = ''] = await proposeRecords(desk.approver, {
      kind: 'cost_code',
      procoreIds: [division.procoreId, code.procoreId],
    });
    await sendExport(desk.approver, { id: second, consents: [] });
    expect((await showExport(desk.approver, second)).obstacle?.message).toMatch(/is not in QuickBooks yet/);
    await sendAndAccept(desk, first);
    await acceptExport(desk.approver, { id: second, hash: await desk.hashOf(desk.approver, second) });
    await passMoment(desk);
    await desk.runUpdate();
    await desk.runUpdate();
    expect([await desk.stateOf(first), await desk.stateOf(second)]).toEqual(['synced', 'synced']);
    expect(await itemNames(desk, [division, code])).toEqual([division.code, `${division.code}:${code.code}`]);
  });

  test('a code whose division was refused waits in vain and says so; it goes over once the division is there', async () => {
    const { desk } = ours;
    const [division, code] = divisionAndCode();
    await putDirectory(desk.admin, 'cost_code', [division, code]);
    const [first = '', second = ''] = await proposeRecords(desk.approver, {
      kind: 'cost_code',
      procoreIds: [division.procoreId, code.procoreId],
    });
    await sendAndAccept(desk, first);
    await sendAndAccept(desk, second);
    desk.quickBooks.moods.answerStatus({ code: 3090, message: 'no', element: 'ItemServiceAdd' });
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await rowOf(desk, first)).toMatchObject({ state: 'failed', error: { code: 'QB-3090' } });
    expect(await rowOf(desk, second)).toMatchObject({ state: 'failed', error: { code: 'WAITED-FOR' } });
    expect(await itemNames(desk, [division, code])).toEqual([]);
    for (const id of [first, second]) {
      await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
      await passMoment(desk);
    }
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await itemNames(desk, [division, code])).toEqual([division.code, `${division.code}:${code.code}`]);
  });

  test('hundreds of codes are accepted and written in full sets, each once', async () => {
    const { desk } = ours;
    const codes = Array.from({ length: 60 }, () => nextListed('cost_code'));
    await putDirectory(desk.admin, 'cost_code', codes);
    const ids = await proposeRecords(desk.approver, {
      kind: 'cost_code',
      procoreIds: codes.map(one => one.procoreId),
    });
    for (const id of ids) await sendAndAccept(desk, id);
    const run = await desk.runUpdate();
    expect(run.sent.filter(xml => xml.includes('ItemServiceAddRq'))).toHaveLength(3);
    expect((await itemNames(desk, codes)).toSorted()).toEqual(codes.map(one => one.code ?? '').toSorted());
  });
});

describe('names', () => {
  test('a vendor whose name a customer has is stopped before it is sent', async () => {
    const { desk } = ours;
    const id = await proposed(desk, 'vendor', nextListed('vendor', { name: CUSTOMER_NAME }));
    expect([await desk.stateOf(id), await rulesOf(desk, id)]).toEqual(['not_sendable', ['VEN-01 blocks']]);
    await chooseForExport(desk.approver, { id, choices: { name: 'Riverside Health (vendor)' } });
    expect([await desk.stateOf(id), await rulesOf(desk, id)]).toEqual(['ready_to_send', []]);
  });

  test('a company whose vendor is there is to be linked, whatever the case of its name', async () => {
    const { desk } = ours;
    const id = await proposed(desk, 'vendor', nextListed('vendor', { name: 'NORTH SHORE SUPPLY' }));
    expect((await rowOf(desk, id)).blockers).toMatchObject([
      { ruleId: 'VEN-01', severity: 'blocks', fix: { where: 'mappings' } },
    ]);
  });

  test('a code is judged among the items of its own division', async () => {
    const { desk } = ours;
    const id = await proposed(desk, 'cost_code', nextListed('cost_code', { code: '03-300' }));
    expect(await rulesOf(desk, id)).toEqual([]);
    const top = await proposed(desk, 'cost_code', nextListed('cost_code', { code: '03' }));
    expect(await rulesOf(desk, top)).toEqual(['CC-05 blocks']);
  });

  test('nothing goes over without accounts', async () => {
    const { desk } = ours;
    await setSettings(desk, { incomeAccount: null });
    const id = await proposed(desk, 'cost_code', nextListed('cost_code'));
    expect(await rulesOf(desk, id)).toEqual(['CC-04 blocks']);
    await chooseAccounts(desk);
    const incomeAccount = await qbIdOf(desk, 'account', 'Checking');
    await chooseForExport(desk.approver, { id, choices: { incomeAccount } });
    expect(await rulesOf(desk, id)).toEqual(['CC-04 blocks']);
  });
});

describe('other kinds of items', () => {
  test.each([
    ['non_inventory', 'ItemNonInventory'],
    ['other_charge', 'ItemOtherCharge'],
  ] as const)('a cost code becomes a %s item where it was chosen so', async (itemType, kind) => {
    const { desk } = ours;
    const record = nextListed('cost_code');
    const id = await proposed(desk, 'cost_code', record);
    await chooseForExport(desk.approver, { id, choices: { itemType } });
    await sendAndAccept(desk, id);
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: `${kind}Add` });
    await desk.runUpdate();
    desk.quickBooks.moods.loseStoredAnswers();
    await desk.runUpdate();
    const made = desk.quickBooks.books.items().filter(one => one.name === record.code);
    expect(made).toMatchObject([{ kind }]);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'synced', txn_id: made[0]?.listId });
  });
});
