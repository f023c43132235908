import { describe, expect, it } from 'vitest';
import { parseMoney, sumMoney } from '@/lib/core/money';
import {
  COMMITMENT_KINDS,
  listBillingPeriods,
  listBudgetChanges,
  listBudgetCodes,
  listBudgetModifications,
  listBudgetRows,
  listBudgetViews,
  listChangeOrderBatches,
  listChangeOrderLines,
  listChangeOrderRequests,
  listChangeOrderStatuses,
  listChangeOrders,
  listChangeOrderTargets,
  listCommitmentChangeOrders,
  listCommitmentLines,
  listCommitments,
  listCostTypes,
  listDirectCostLines,
  listDirectCosts,
  listInvoiceChangeItems,
  listInvoices,
  listPayments,
  listPotentialChangeOrders,
  listProjectCostCodes,
  listProjects,
  listSegmentItems,
  listSegments,
  listSubJobs,
  listTaxCodes,
  listUnits,
  listUsers,
  listVendors,
  type ProcoreSession,
  showBudget,
  showBudgetChange,
  showChangeOrder,
  showCommitment,
  showDirectCost,
  showInvoice,
  showInvoiceSettings,
  showVendor,
} from '@/lib/procore';
import { HARBOR_PINE_ID, HARBOR_VIEW_ID, OTTER_CREEK_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { openSimulated } from './simulated';

const COMPANIES = [HARBOR_PINE_ID, OTTER_CREEK_ID];
const RIVERSIDE = String(RIVERSIDE_ID);
const HARBOR_VIEW = String(HARBOR_VIEW_ID);
/** A subcontract of Riverside with two invoices. */
const CONCRETE = '598134327001501';

/** Everything of a project, one record after the other; gives how many there were. */
async function readAll(session: ProcoreSession, companyId: string, projectId: string): Promise<number> {
  let records = 0;
  const each = async <T>(rows: Promise<readonly T[]>, next?: (row: T) => Promise<unknown>) => {
    for (const row of await rows) {
      records += 1;
      await next?.(row);
    }
  };
  await showBudget(session, projectId);
  await each(listBudgetViews(session, projectId), view =>
    each(listBudgetRows(session, { projectId, viewId: view.id }, 'all')),
  );
  await each(listBudgetModifications(session, projectId));
  await each(listBudgetChanges(session, projectId), one => showBudgetChange(session, projectId, one.id));
  await each(listProjectCostCodes(session, projectId));
  await each(listBudgetCodes(session, projectId));
  await each(listSegments(session, projectId), one => each(listSegmentItems(session, projectId, one.id)));
  await each(listSubJobs(session, projectId));
  await each(listUsers(session, { projectId }));
  for (const kind of COMMITMENT_KINDS)
    await each(listCommitments(session, { projectId, kind }), async ({ id, deletedAt }) => {
      if (deletedAt !== null) return;
      await showCommitment(session, { projectId, kind, id });
      await each(listCommitmentLines(session, { projectId, kind, id }));
      await showInvoiceSettings(session, { projectId, id });
      await each(listPayments(session, { projectId, commitmentId: id }));
      await each(listChangeOrderRequests(session, { projectId, commitmentId: id }));
    });
  await each(listChangeOrders(session, { projectId }), async ({ id, deletedAt }) => {
    if (deletedAt === null) await showChangeOrder(session, { projectId, id, vendorName: '' });
  });
  await each(listPotentialChangeOrders(session, { projectId }), async ({ id, deletedAt }) => {
    if (deletedAt === null) await each(listChangeOrderLines(session, { projectId, potentialId: id }));
  });
  await each(listChangeOrderBatches(session, projectId));
  await each(listInvoices(session, { projectId }), async ({ id }) => {
    await showInvoice(session, { projectId, id });
    await each(listInvoiceChangeItems(session, { projectId, id }));
  });
  await each(listBillingPeriods(session, projectId));
  await each(listDirectCosts(session, projectId), one => showDirectCost(session, projectId, one.id));
  await each(listDirectCostLines(session, projectId));
  await each(listChangeOrderStatuses(session, companyId));
  return records;
}

describe('what Procore keeps', () => {
  it.each(COMPANIES)('of company %i is read whole, record by record, with every word known', async number => {
    const { as, env } = await openSimulated();
    const session = as({ companyId: number });
    const companyId = String(number);
    let records = 0;
    for (const project of await listProjects(session, companyId)) {
      // Projects the service account was not given are not read.
      records += await readAll(session, companyId, project.id);
    }
    for (const list of [listCostTypes, listUnits, listTaxCodes])
      records += (await list(session, companyId)).length;
    for (const one of await listVendors(session, companyId)) await showVendor(session, companyId, one.id);
    records += (await listUsers(session, { companyId })).length;
    expect(records).toBeGreaterThan(50);
    expect(env.logged).toEqual([]);
  });

  it('comes whole from page to page, however small Procore makes them', async () => {
    const whole = await openSimulated();
    const listings = (session: ProcoreSession) => [
      listBudgetCodes(session, RIVERSIDE),
      listInvoices(session, { projectId: HARBOR_VIEW }),
      listCommitments(session, { projectId: HARBOR_VIEW, kind: 'subcontract' }),
      listProjectCostCodes(session, RIVERSIDE),
    ];
    const expected = await Promise.all(listings(whole.session));
    const small = await openSimulated();
    const cut = new Proxy(small.session, {
      get: (session, name: keyof ProcoreSession) =>
        name === 'list'
          ? (item: never, path: string, query = {}) => session.list(item, path, { ...query, per_page: 3 })
          : session[name],
    });
    expect(await Promise.all(listings(cut))).toEqual(expected);
    expect(small.procore.records.requests().length).toBeGreaterThan(
      whole.procore.records.requests().length * 3,
    );
  });
});

describe('subcontractor invoices', () => {
  it('carry every figure as it was written, and their items add up to what is due', async () => {
    const { session } = await openSimulated();
    const rows = await listInvoices(session, { projectId: RIVERSIDE, commitmentId: CONCRETE });
    expect(rows.map(one => [one.invoiceNumber, one.number, one.status])).toContainEqual([
      'KC-1042',
      1,
      'approved',
    ]);
    const invoice = await showInvoice(session, { projectId: RIVERSIDE, id: rows[0]?.id ?? '' });
    const nets = invoice.items.map(item => parseMoney(item.net ?? ''));
    expect(sumMoney(nets)).toBe(parseMoney(invoice.summary?.paymentDue ?? ''));
    expect(invoice.items.some(item => item.workRetainage.retained !== '0.00')).toBe(true);
    expect(invoice.items.every(item => item.lineId !== null && item.budgetCode !== null)).toBe(true);
  });

  it('tell of each change order item which line of the commitment it changes', async () => {
    const { session } = await openSimulated();
    for (const { id } of await listInvoices(session, { projectId: HARBOR_VIEW })) {
      const { items } = await showInvoice(session, { projectId: HARBOR_VIEW, id });
      const changed = await listInvoiceChangeItems(session, { projectId: HARBOR_VIEW, id });
      const ids = items.filter(item => item.itemType !== 'contract_item').map(item => item.id);
      expect(changed.map(one => one.id).toSorted()).toEqual(ids.toSorted());
      expect(changed.every(one => one.changeOrderId !== null)).toBe(true);
    }
  });
});

describe('change orders', () => {
  it('of two tiers: the package’s lines are those of its potential change orders, with their targets', async () => {
    const { session } = await openSimulated();
    const companyId = String(HARBOR_PINE_ID);
    const facade = await listCommitmentChangeOrders(session, { projectId: HARBOR_VIEW });
    expect(facade.length).toBeGreaterThan(0);
    for (const { id, packageId } of facade) {
      const whole = await showChangeOrder(session, {
        projectId: HARBOR_VIEW,
        id: packageId ?? '',
        vendorName: '',
      });
      const lines = await listChangeOrderLines(session, { projectId: HARBOR_VIEW, potentialId: id });
      const targets = await listChangeOrderTargets(session, { companyId, projectId: HARBOR_VIEW, id });
      expect(whole.lines.map(one => one.id)).toEqual(expect.arrayContaining(lines.map(one => one.id)));
      expect(targets.map(one => one.id).toSorted()).toEqual(lines.map(one => one.id).toSorted());
    }
    const batches = await listChangeOrderBatches(session, HARBOR_VIEW);
    expect(batches.map(one => one.id).toSorted()).toEqual(
      [...new Set(facade.map(one => one.batchId ?? ''))].toSorted(),
    );
  });
});

describe('budgets', () => {
  it('have a row for each line, the columns of their view, and costs outside them only when asked', async () => {
    const { session } = await openSimulated();
    const [standard, accounting] = await listBudgetViews(session, RIVERSIDE);
    const rowsOf = (viewId = '', type: 'budgeted' | 'all' = 'budgeted') =>
      listBudgetRows(session, { projectId: RIVERSIDE, viewId }, type);
    const rows = await rowsOf(standard?.id);
    expect(rows.every(row => row.isBudgeted && row.id !== null)).toBe(true);
    expect(rows.find(row => row.costCode.startsWith('100'))).toMatchObject({
      originalAmount: '64000.0',
      modifications: '-2500.0',
      columns: { 'Revised Budget': '61500.0' },
    });
    const outside = (await rowsOf(standard?.id, 'all')).filter(row => !row.isBudgeted);
    expect(outside.length).toBeGreaterThan(0);
    expect(outside.every(row => row.id === null)).toBe(true);
    expect(Object.keys((await rowsOf(accounting?.id))[0]?.columns ?? {})).toEqual([
      'Approved COs',
      'Revised Budget',
      'Job to Date Costs',
    ]);
  });

  it('tell whether they are locked, and their changes with lines that add up', async () => {
    const { session } = await openSimulated();
    expect(await showBudget(session, RIVERSIDE)).toEqual({ isLocked: true });
    expect(await showBudget(session, HARBOR_VIEW)).toEqual({ isLocked: false });
    for (const { id, total, lines } of await listBudgetChanges(session, RIVERSIDE)) {
      expect(lines).toEqual([]);
      const whole = await showBudgetChange(session, RIVERSIDE, id);
      expect(sumMoney(whole.lines.map(line => parseMoney(line.amount)))).toBe(parseMoney(total));
    }
  });
});

it('what changed since a moment is asked for and nothing else', async () => {
  const { session, procore, env } = await openSimulated();
  env.advance(60_000);
  const since = env.now();
  env.advance(60_000);
  procore.office.renameVendor(598134326300871, 'Keel Concrete Inc.');
  const found = await listVendors(session, String(HARBOR_PINE_ID), { updatedSince: since });
  expect(found.map(one => one.name)).toEqual(['Keel Concrete Inc.']);
});
