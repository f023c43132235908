import { expect, test } from 'vitest';
import { listConnections } from '@/lib/connections';
import { listExports, showExport } from '@/lib/exports';
import { FILTERS } from '@/lib/lifecycle';
import { listPairs } from '@/lib/mappings/pairs';
import { inCompany } from '@/lib/tenancy';
import { nextCommitment } from '@/tests/factories/commitment';
import { type Desk, openDesk } from '@/tests/support/desk';
import { queued, rejected, sent, synced } from '@/tests/support/paths';

/** Records with the same ids, numbers and texts on every desk. */
const RECORDS = Array.from({ length: 6 }, () => nextCommitment());

/** A company's day: records in every tab, one of them refused by QuickBooks. */
async function work(desk: Desk): Promise<string[]> {
  const [a, b, c, d, e, f] = RECORDS;
  const ids = [await synced(desk, a), await sent(desk, b), await rejected(desk, c)];
  desk.quickBooks.moods.answerStatus({ code: 3140, element: 'PurchaseOrderAdd' });
  ids.push(await synced(desk, d), await queued(desk, e), ...(await desk.stage(f ?? nextCommitment())));
  return ids;
}

async function told(desk: Desk, ids: readonly string[]): Promise<string> {
  const { admin, approver, viewer, connectionId } = desk;
  const ask = { projectId: null, kind: null, search: '', cursor: null };
  const answers: unknown[] = [await listConnections(admin)];
  for (const filter of FILTERS) answers.push(await listExports(approver, { ...ask, filter }));
  for (const id of ids) answers.push(await showExport(viewer, id), await showExport(approver, id));
  for (const kind of ['project', 'vendor', 'cost_code'] as const) {
    const place = {
      companyId: admin.company.id,
      connectionId,
      kind,
      show: 'all',
      search: '',
      offset: 0,
    } as const;
    answers.push(await inCompany(admin, tx => listPairs(tx, place)));
  }
  return JSON.stringify(answers, null, 1);
}

test('what a company is told is the same to the byte whether or not another one is there and busy', async () => {
  const alone = await openDesk({ seed: 'twin' });
  const toldAlone = await told(alone, await work(alone));
  await alone.close();

  const first = await openDesk({ seed: 'other', companyNumber: 2 });
  await work(first);
  const second = await openDesk({ seed: 'twin', beside: first, companyNumber: 1 });
  const [ids] = await Promise.all([work(second), work(first).catch(() => [])]);
  expect(await told(second, ids)).toBe(toldAlone);
  await first.close();
});

test('another company’s records, projects and connections are not there to be shown or listed', async () => {
  const desk = await openDesk();
  const beside = await openDesk({ beside: desk });
  const id = await sent(desk);
  await expect(showExport(beside.approver, id)).rejects.toMatchObject({ code: 'not_found' });
  const list = { filter: 'ready_to_export', projectId: null, kind: null, search: '', cursor: null } as const;
  expect((await listExports(beside.approver, list)).items).toEqual([]);
  expect(Object.values((await listExports(beside.approver, list)).counts).every(count => count === 0)).toBe(
    true,
  );
  const connections = (await listConnections(beside.admin)).map(one => one.id);
  expect(connections).toEqual([beside.connectionId]);
  await desk.close();
});
