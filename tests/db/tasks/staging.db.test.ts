import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TASKS } from '@/lib/core/limits';
import { deliverWebhooks } from '@/lib/tasks/deliver-webhooks';
import { ensureHooks } from '@/lib/tasks/ensure-hooks';
import { pollChanges } from '@/lib/tasks/poll-procore';
import { reconcile } from '@/lib/tasks/reconcile';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

const LINE = { costCode: '03-300', amount: '100.0', description: 'Work' };

let ours: TaskOffice;
beforeAll(async () => {
  ours = await openTaskOffice();
  await ensureHooks(ours.deps, company());
  await compare();
});
afterEach(() => ours.office.procore.faults.clear());
afterAll(() => ours.close());

const company = () => ours.desk.admin.company;
const hand = () => ours.office.procore.office;

/** What the clock does every six hours. */
async function compare(): Promise<void> {
  ours.desk.env.advance(TASKS.reconcileEveryMs);
  while (await reconcile(ours.deps, company()));
}
async function hear(): Promise<void> {
  await ours.office.procore.settleWebhooks();
  await deliverWebhooks(ours.deps, company());
}
async function poll(): Promise<void> {
  ours.desk.env.advance(TASKS.pollEveryMs);
  await pollChanges(ours.deps, company());
}
/** Procore tells of nothing, so that only looking finds it. */
function sayNothing(): void {
  Object.assign(ours.office.procore.faults.webhooks, { lossOneIn: 1 });
}

interface Known {
  readonly kind: string;
  readonly amount: string;
  readonly snapshot: Record<string, unknown>;
  readonly snapshot_hash: string;
  readonly is_gone: boolean;
}

async function known(
  table: 'exports' | 'pictures',
  kind: string,
  procoreId: number,
): Promise<Known | undefined> {
  const { owner } = ours.desk.test;
  const [row] = await owner<Known[]>`
    select kind, amount, snapshot, snapshot_hash, deleted_in_procore_at is not null as is_gone
    from ${owner(table)} where kind = ${kind} and procore_id = ${procoreId}`;
  return row;
}

interface Story {
  readonly table: 'exports' | 'pictures';
  readonly kind: string;
  /** Gives the id of the record. */
  readonly make: () => number;
  readonly change: (id: number) => void;
  /** Undefined for what is never deleted. */
  readonly remove?: (id: number) => void;
  readonly learn: () => Promise<void>;
}

const STORIES: Readonly<Record<string, Story>> = {
  'a change order': {
    table: 'exports',
    kind: 'change_order',
    make: () =>
      hand().createChangeOrder({
        commitmentId: ours.newSubcontract(`FOR-CO-${ours.desk.env.newId()}`),
        title: 'More',
        lines: [LINE],
      }),
    change: id => void hand().addChangeOrderLine(id, LINE),
    remove: id => hand().deleteChangeOrder(id),
    learn: hear,
  },
  'an invoice': {
    table: 'exports',
    kind: 'invoice',
    make: () =>
      hand().createInvoice({ commitmentId: ours.newSubcontract(`FOR-INV-${ours.desk.env.newId()}`) }),
    change: id => hand().updateInvoice(id, { invoiceNumber: 'KC-2' }),
    remove: id => hand().deleteInvoice(id),
    learn: poll,
  },
  'a payment issued': {
    table: 'pictures',
    kind: 'payment',
    make: () =>
      hand().createPayment({
        commitmentId: ours.newSubcontract(`FOR-PAY-${ours.desk.env.newId()}`),
        amount: '10.0',
      }),
    change: id => hand().updatePayment(id, { amount: '11.0' }),
    remove: id => hand().deletePayment(id),
    learn: hear,
  },
  'a direct cost': {
    table: 'pictures',
    kind: 'cost',
    make: () =>
      hand().createDirectCost({
        projectId: RIVERSIDE_ID,
        type: 'expense',
        invoiceNumber: 'E-1',
        lines: [LINE],
      }),
    change: id => void hand().addDirectCostLine(id, LINE),
    remove: id => hand().deleteDirectCost(id),
    learn: hear,
  },
};

describe.each(Object.entries(STORIES))('%s', (_what, { table, kind, ...story }) => {
  test('is known as soon as Procore is heard or asked, and so is its change and its end', async () => {
    const id = story.make();
    await story.learn();
    const first = await known(table, kind, id);
    story.change(id);
    await story.learn();
    const second = await known(table, kind, id);
    expect([first?.is_gone, first?.snapshot_hash === second?.snapshot_hash]).toEqual([false, false]);
    story.remove?.(id);
    await (kind === 'invoice' ? compare() : story.learn());
    expect((await known(table, kind, id))?.is_gone).toBe(true);
  });

  test('of which no event comes is found by the next comparison, and so is its change and its end', async () => {
    sayNothing();
    const id = story.make();
    await compare();
    const first = await known(table, kind, id);
    story.change(id);
    await compare();
    expect((await known(table, kind, id))?.snapshot_hash).not.toBe(first?.snapshot_hash);
    story.remove?.(id);
    await compare();
    expect((await known(table, kind, id))?.is_gone).toBe(true);
  });
});

describe('a budget', () => {
  const budget = async () => await known('exports', 'budget', RIVERSIDE_ID);

  test('is one record of its project: its lines, transfers and changes, once it is locked', async () => {
    hand().unlockBudget(RIVERSIDE_ID);
    await compare();
    expect((await budget())?.snapshot).toMatchObject({ isLocked: false, rows: [] });
    const toLineId = hand().addBudgetLine(RIVERSIDE_ID, LINE);
    hand().lockBudget(RIVERSIDE_ID);
    hand().transferBudget({ fromLineId: null, toLineId, amount: '25.0' });
    hand().createBudgetChange({
      projectId: RIVERSIDE_ID,
      title: 'Approved',
      status: 'approved',
      lines: [LINE],
    });
    await compare();
    const snapshot = (await budget())?.snapshot as {
      rows: { id: string; code: { standardId: string | null; fullCode: string } | null }[];
      changes: { lines: unknown[] }[];
    };
    expect(snapshot.rows.map(row => row.id)).toContain(String(toLineId));
    // By their full codes of the company's standard list, by which items are found.
    const line = snapshot.rows.find(row => row.id === String(toLineId));
    expect(line?.code).toMatchObject({ fullCode: LINE.costCode, standardId: expect.stringMatching(/^\d+$/) });
    expect(snapshot).toMatchObject({ isLocked: true, modifications: [{ toLineId: String(toLineId) }] });
    expect(snapshot.changes.at(-1)?.lines).toHaveLength(1);
  });

  test('is read anew when Procore tells of a part of it', async () => {
    const before = await budget();
    hand().addBudgetLine(RIVERSIDE_ID, { ...LINE, costCode: '03-350' });
    await hear();
    expect((await budget())?.snapshot_hash).not.toBe(before?.snapshot_hash);
  });

  test('whose content is the same has the same hash, however often it is read', async () => {
    const before = await budget();
    await compare();
    expect((await budget())?.snapshot_hash).toBe(before?.snapshot_hash);
  });
});

describe('the tiers of change orders', () => {
  test.each([1, 2, 3] as const)(
    'are kept as Procore has them where there are %i; the package alone is exported',
    async tiers => {
      hand().setChangeOrderTiers(RIVERSIDE_ID, tiers);
      const commitmentId = ours.newSubcontract(`TIERS-${tiers}`);
      const id = hand().createChangeOrder({
        commitmentId,
        title: 'Tiered',
        status: 'approved',
        lines: [LINE, LINE],
      });
      await hear();
      const { owner } = ours.desk.test;
      const below =
        await owner`select kind from pictures where commitment_id = ${commitmentId} order by kind`;
      const requests = tiers === 3 ? ['change_order_request'] : [];
      expect(below.map(row => row['kind'])).toEqual([...requests, 'potential_change_order']);
      const exported = await owner`select procore_id::text as id, amount from exports
      where kind = 'change_order' and snapshot->>'commitmentId' = ${String(commitmentId)}`;
      expect([...exported]).toEqual([{ id: String(id), amount: '200.00' }]);
      hand().setChangeOrderTiers(RIVERSIDE_ID, 1);
    },
  );

  test('show whom the commitment is with, also when that changes later', async () => {
    const commitmentId = ours.newSubcontract('NAMED-1');
    const id = hand().createChangeOrder({ commitmentId, title: 'Named', lines: [LINE] });
    await hear();
    expect((await known('exports', 'change_order', id))?.snapshot['vendorName']).toBe('Keel Concrete LLC');
    hand().updateCommitment(commitmentId, { vendorId: 598134326300902 });
    await hear();
    expect((await known('exports', 'change_order', id))?.snapshot['vendorName']).not.toBe(
      'Keel Concrete LLC',
    );
  });
});

describe('payments issued', () => {
  test('that changed unheard without their amount are found within a week', async () => {
    const id = hand().createPayment({ commitmentId: ours.newSubcontract('WEEK-1'), amount: '12.0' });
    await compare();
    sayNothing();
    hand().updatePayment(id, { notes: 'Late' });
    await compare();
    expect((await known('pictures', 'payment', id))?.snapshot['notes']).toBe('');
    ours.desk.env.advance(TASKS.paymentsEveryMs);
    await compare();
    expect((await known('pictures', 'payment', id))?.snapshot['notes']).toBe('Late');
  });

  test('cost no call of their own while the sums on their commitments stay', async () => {
    const count = (): number =>
      ours.office.procore.records.requestCount('GET', '/rest/v1.0/contract_payments');
    await compare();
    const before = count();
    await compare();
    expect(count()).toBe(before);
  });
});
