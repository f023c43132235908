import { describe, expect, it } from 'vitest';
import {
  changePayment,
  createBudgetCode,
  createCostCodeList,
  createOnce,
  createProject,
  createVendor,
  deleteDirectCost,
  deletePayment,
  issuePayment,
  listBudgetCodes,
  listChangeOrderLines,
  listChangeOrders,
  listCommitmentLines,
  listCostCodeLists,
  listCostCodes,
  listDirectCostLines,
  listDirectCosts,
  listInvoices,
  listPayments,
  listPotentialChangeOrders,
  listProjectCostCodes,
  listProjects,
  listSegmentItems,
  listVendors,
  markChangeOrder,
  markChangeOrderLine,
  markCommitmentLine,
  markDirectCost,
  markInvoice,
  markPayment,
  markProject,
  markVendor,
  type ProcoreSession,
  showInvoice,
  showProject,
  showVendor,
  syncCostCodes,
  syncDirectCostLines,
  syncDirectCosts,
  syncProjectCostCodes,
  syncVendors,
} from '@/lib/procore';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { openSimulated } from './simulated';
import { procoreThatAnswers } from './stand-in';

const COMPANY = String(HARBOR_PINE_ID);
const RIVERSIDE = String(RIVERSIDE_ID);
const KEEL = '598134326300871';
const NORTH_SHORE = '598134326300902';
const CONCRETE = { projectId: RIVERSIDE, kind: 'subcontract', id: '598134327001501' } as const;

const origin = (name: string) => ({ originId: `${name}-1700000000`, originCode: name, originData: '{}' });

describe('a mark', () => {
  it('stands on the record it was written on, with its code where there is one', async () => {
    const { session } = await openSimulated();
    await markProject(session, { companyId: COMPANY, projectId: RIVERSIDE }, origin('JOB'));
    expect(await showProject(session, COMPANY, RIVERSIDE)).toMatchObject({
      originId: 'JOB-1700000000',
      originCode: 'JOB',
    });
    await markVendor(session, { companyId: COMPANY, vendorId: KEEL }, origin('VENDOR'));
    expect(await showVendor(session, COMPANY, KEEL)).toMatchObject({
      originId: 'VENDOR-1700000000',
      originCode: 'VENDOR',
    });
  });

  it('of a line is its own: no other line and nothing of it changes', async () => {
    const { session } = await openSimulated();
    const before = await listCommitmentLines(session, CONCRETE);
    await markCommitmentLine(session, { commitment: CONCRETE, lineId: before[1]?.id ?? '' }, origin('L2'));
    const after = await listCommitmentLines(session, CONCRETE);
    expect(after.map(line => line.originId)).toEqual([null, 'L2-1700000000', null]);
    expect(after.map(line => ({ ...line, originId: null }))).toEqual(before);
  });

  it('goes on approved change orders and on their lines', async () => {
    const { session } = await openSimulated();
    const approved = (await listChangeOrders(session, { projectId: RIVERSIDE })).find(
      one => one.status === 'approved',
    );
    const key = { projectId: RIVERSIDE, commitmentId: approved?.commitmentId ?? '', id: approved?.id ?? '' };
    await markChangeOrder(session, key, origin('CCO'));
    const { commitmentId } = key;
    expect(
      (await listChangeOrders(session, { projectId: RIVERSIDE, commitmentId })).find(
        one => one.id === key.id,
      ),
    ).toMatchObject({ originId: 'CCO-1700000000', originCode: 'CCO' });
    const [potential] = await listPotentialChangeOrders(session, { projectId: RIVERSIDE, commitmentId });
    const holder = { projectId: RIVERSIDE, potentialId: potential?.id ?? '' };
    const [line] = await listChangeOrderLines(session, holder);
    await markChangeOrderLine(session, { ...holder, lineId: line?.id ?? '' }, origin('CL'));
    expect((await listChangeOrderLines(session, holder))[0]?.originId).toBe('CL-1700000000');
  });

  it('goes on an invoice, by which it is found again, and leaves its money as it was', async () => {
    const { session } = await openSimulated();
    const [row] = await listInvoices(session, { projectId: RIVERSIDE, commitmentId: CONCRETE.id });
    const key = { projectId: RIVERSIDE, id: row?.id ?? '' };
    const before = await showInvoice(session, key);
    await markInvoice(session, { ...key, commitmentId: CONCRETE.id }, origin('BILL'));
    const found = await listInvoices(session, { projectId: RIVERSIDE, originId: 'BILL-1700000000' });
    expect(found.map(one => one.id)).toEqual([key.id]);
    const after = await showInvoice(session, key);
    expect([after.originId, after.originData]).toEqual(['BILL-1700000000', '{}']);
    expect([after.summary, after.items]).toEqual([before.summary, before.items]);
  });

  it('is repeated without harm after an answer was lost', async () => {
    const { session, procore } = await openSimulated();
    procore.faults.add({ kind: 'drop-after', method: 'PATCH' });
    await markVendor(session, { companyId: COMPANY, vendorId: KEEL }, origin('VENDOR'));
    expect((await showVendor(session, COMPANY, KEEL)).originId).toBe('VENDOR-1700000000');
    expect(procore.records.violations()).toEqual([]);
  });
});

describe('many records at once', () => {
  it('are saved or refused each by itself, and it is told which', async () => {
    const { session } = await openSimulated();
    const [first, second] = await listVendors(session, COMPANY);
    const answer = await syncVendors(session, COMPANY, [
      { id: first?.id ?? '', origin_id: 'A' },
      { id: '598134326399999', origin_id: 'B' },
      { id: second?.id ?? '', origin_id: 'A' },
    ]);
    expect(answer.saved.map(one => [one.id, one.originId])).toEqual([[first?.id, 'A']]);
    expect(answer.refused.map(one => one.id)).toEqual(['598134326399999', second?.id]);
    expect(answer.refused.every(one => one.messages.length > 0)).toBe(true);
  });

  it('go out in batches, and a batch that is too large is halved', async () => {
    const updates = Array.from({ length: 1200 }, (_, place) => ({ id: String(place + 1), origin_id: 'x' }));
    const good = { body: { entities: [{ id: 1, name: 'A' }], errors: [] } };
    const { session, asked } = procoreThatAnswers([{ status: 413 }, good]);
    const { saved } = await syncVendors(session, '42', updates);
    const sizes = asked.map(one => JSON.parse(one.body ?? '').updates.length);
    expect(sizes).toEqual([500, 250, 250, 500, 200]);
    expect(saved).toHaveLength(4);
  });

  it('cost codes of the company and of a project take their marks', async () => {
    const { session } = await openSimulated();
    const [list] = await listCostCodeLists(session, COMPANY);
    const key = { companyId: COMPANY, listId: list?.id ?? '' };
    const [code] = await listCostCodes(session, COMPANY, key.listId);
    const standard = await syncCostCodes(session, key, [{ id: code?.id ?? '', origin_id: 'ITEM' }]);
    expect([standard.saved.map(one => one.originId), standard.refused]).toEqual([['ITEM'], []]);
    const [own] = await listProjectCostCodes(session, RIVERSIDE);
    const answer = await syncProjectCostCodes(session, RIVERSIDE, [
      { id: own?.id ?? '', origin_id: 'JOB|ITEM' },
    ]);
    expect([answer.saved.map(one => one.originId), answer.refused]).toEqual([['JOB|ITEM'], []]);
  });
});

const LOST = ['drop-after', 'half-body', 'server-error', 'drop-before'] as const;

describe('a record that is made', () => {
  const vendorOnce = (session: ProcoreSession) =>
    createOnce({
      find: async () =>
        (await listVendors(session, COMPANY, { originId: 'NEW-1' })).find(one => one.originId === 'NEW-1') ??
        null,
      create: () =>
        createVendor(session, COMPANY, { name: 'Otis & Sons', ...origin('NEW'), originId: 'NEW-1' }),
    });

  it.each(LOST)('is there once, whatever became of the answer (%s)', async kind => {
    const { session, procore } = await openSimulated();
    procore.faults.add({ kind, method: 'POST' });
    // The task's next try, where the first could not tell.
    const made = await vendorOnce(session).catch(() => vendorOnce(session));
    expect(made.record.name).toBe('Otis & Sons');
    expect(await vendorOnce(session)).toMatchObject({ isNew: false, record: { id: made.record.id } });
    expect((await listVendors(session, COMPANY)).filter(one => one.name === 'Otis & Sons')).toHaveLength(1);
  });

  it('is given back at once where it can be seen although its answer was lost', async () => {
    const { session, procore } = await openSimulated();
    procore.faults.add({ kind: 'drop-after', method: 'POST' });
    expect(await vendorOnce(session)).toMatchObject({ isNew: false, record: { name: 'Otis & Sons' } });
  });

  it('that Procore refuses is not there, and its words are said', async () => {
    const { session } = await openSimulated();
    const made = createOnce({
      find: async () => null,
      create: () => createVendor(session, COMPANY, { name: ' ', ...origin('BLANK') }),
    });
    await expect(made).rejects.toMatchObject({ status: 422, isUnsure: false });
  });

  it('projects, lists of cost codes and budget codes are made as asked', async () => {
    const { session } = await openSimulated();
    const project = await createProject(session, COMPANY, {
      name: 'Pier 9',
      number: '26-001',
      ...origin('P9'),
    });
    expect(await showProject(session, COMPANY, project.id)).toMatchObject({
      number: '26-001',
      originCode: 'P9',
    });
    const found = await listProjects(session, COMPANY, { originId: 'P9-1700000000' });
    expect(found.map(one => one.id)).toEqual([project.id]);
    const list = await createCostCodeList(session, COMPANY, 'QuickBooks Desktop Standard Cost Codes');
    expect((await listCostCodeLists(session, COMPANY)).map(one => one.id)).toContain(list.id);
    const known = new Set((await listBudgetCodes(session, RIVERSIDE)).map(one => one.flatCode));
    const [division] = await listSegmentItems(session, RIVERSIDE, '10');
    const types = await listSegmentItems(session, RIVERSIDE, '11');
    const type = types.find(one => !known.has(`${division?.pathCode}.${one.pathCode}`));
    const choices = [
      { segmentId: '10', itemId: division?.id ?? '' },
      { segmentId: '11', itemId: type?.id ?? '' },
    ];
    const code = await createBudgetCode(session, RIVERSIDE, choices);
    expect(code.flatCode).toBe(`${division?.pathCode}.${type?.pathCode}`);
  });
});

const PLACE = { projectId: RIVERSIDE, commitmentId: CONCRETE.id };
const PAYMENT = {
  amount: '19206.50',
  date: '2026-04-18',
  method: 'check',
  invoiceId: null,
  invoiceNumber: 'KC-1042',
  checkNumber: '10587',
  notes: 'Bill payment check 10587',
  originId: '1A2F-1713450000',
  originData: '{"txn":"BillPaymentCheck"}',
} as const;

describe('a payment issued', () => {
  it.each(LOST)('is issued once, whatever became of the answer (%s)', async kind => {
    const { session, procore } = await openSimulated();
    procore.faults.add({ kind, method: 'POST' });
    await issuePayment(session, PLACE, PAYMENT).catch(() => issuePayment(session, PLACE, PAYMENT));
    expect(await issuePayment(session, PLACE, PAYMENT)).toMatchObject({ isNew: false });
    const ours = (await listPayments(session, PLACE)).filter(one => one.originId === PAYMENT.originId);
    expect(ours.map(one => [one.amount, one.checkNumber, one.date])).toEqual([
      ['19206.5', '10587', '2026-04-18'],
    ]);
  });

  it('can be changed although it is locked, and carries its mark again', async () => {
    const { session } = await openSimulated();
    const { record } = await issuePayment(session, PLACE, PAYMENT);
    const at = { place: PLACE, id: record.id };
    const next = { ...PAYMENT, amount: '19000.00', checkNumber: '10588' };
    await changePayment(session, at, next);
    await changePayment(session, at, next);
    const [payment] = (await listPayments(session, PLACE)).filter(one => one.id === record.id);
    expect(payment).toMatchObject({ amount: '19000.0', checkNumber: '10588', originId: PAYMENT.originId });
  });

  it('can be taken away once its mark is off, and again without harm', async () => {
    const { session } = await openSimulated();
    const { record } = await issuePayment(session, PLACE, PAYMENT);
    const at = { place: PLACE, id: record.id };
    await expect(deletePayment(session, at)).rejects.toMatchObject({ status: 422 });
    await markPayment(session, at, { originId: null, originData: null });
    await deletePayment(session, at);
    await deletePayment(session, at);
    expect((await listPayments(session, PLACE)).map(one => one.id)).not.toContain(record.id);
  });
});

const COST = {
  originId: '2B01-1710160000',
  originData: '{"txn":"Check"}',
  type: 'expense',
  status: 'approved',
  vendorId: NORTH_SHORE,
  invoiceNumber: '1101',
  date: '2026-03-11',
  paidOn: '2026-03-11',
  description: 'Anchor bolts & plates',
} as const;

async function costWithLine(session: ProcoreSession, amount: string) {
  const [code] = await listBudgetCodes(session, RIVERSIDE);
  const headers = await syncDirectCosts(session, RIVERSIDE, [COST]);
  const directCostId = headers.saved[0]?.id ?? '';
  const lines = await syncDirectCostLines(session, RIVERSIDE, [
    {
      originId: '2B01-1710160000|2B03-1710160000',
      originData: null,
      budgetCodeId: code?.id ?? '',
      description: 'Anchor bolts',
      amount,
      directCostId,
    },
  ]);
  return { id: directCostId, headers, lines };
}

describe('a direct cost', () => {
  it('and its lines are written by their marks: twice is once, and later values take the place of earlier', async () => {
    const { session } = await openSimulated();
    for (const amount of ['412.18', '412.18', '400.00']) {
      const { headers, lines } = await costWithLine(session, amount);
      expect([headers.refused, lines.refused]).toEqual([[], []]);
    }
    const found = await listDirectCosts(session, RIVERSIDE, { originId: COST.originId });
    expect(found.map(one => [one.grandTotal, one.description, one.vendorId])).toEqual([
      ['400.0', 'Anchor bolts & plates', NORTH_SHORE],
    ]);
    const lines = await listDirectCostLines(session, RIVERSIDE, found[0]?.id);
    expect(lines.map(one => [one.amount, one.directCostId])).toEqual([['400.0', found[0]?.id]]);
  });

  it('is written once although the answer was lost', async () => {
    const { session, procore } = await openSimulated();
    procore.faults.add({ kind: 'drop-after', method: 'PATCH' });
    await costWithLine(session, '412.18');
    expect(await listDirectCosts(session, RIVERSIDE, { originId: COST.originId })).toHaveLength(1);
  });

  it('is taken away once its mark is off, and again without harm', async () => {
    const { session } = await openSimulated();
    const { id } = await costWithLine(session, '412.18');
    const key = { projectId: RIVERSIDE, id };
    await expect(deleteDirectCost(session, key)).rejects.toMatchObject({ status: 422 });
    await markDirectCost(session, key, { originId: null, originData: null });
    await deleteDirectCost(session, key);
    await deleteDirectCost(session, key);
    expect((await listDirectCosts(session, RIVERSIDE)).map(one => one.id)).not.toContain(id);
  });
});

it('ids and amounts leave with every digit they have, as numbers where Procore wants numbers', async () => {
  const { session, asked } = procoreThatAnswers([{ body: { entities: [], errors: [] } }]);
  await syncDirectCostLines(session, '9007199254740993', [
    {
      originId: 'a',
      originData: null,
      budgetCodeId: '9007199254740995',
      description: '',
      amount: '90071992547409.93',
      directCostId: '9007199254740997',
    },
  ]);
  expect(asked[0]?.url.pathname).toContain('/9007199254740993/');
  expect(asked[0]?.body).toContain('"wbs_code_id":9007199254740995,');
  expect(asked[0]?.body).toContain('"amount":90071992547409.93');
  expect(asked[0]?.body).toContain('"direct_cost_id":9007199254740997,');
});

it('what is taken off a record is written as nothing, not left out', async () => {
  const { session, asked } = procoreThatAnswers([{ body: {} }]);
  await markInvoice(
    session,
    { projectId: '9', id: '7', commitmentId: '8' },
    { originId: null, originData: null },
  );
  expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
    project_id: 9,
    commitment_id: 8,
    requisition: { origin_id: null, origin_data: null },
  });
});
