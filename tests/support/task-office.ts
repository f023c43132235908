import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { acceptExport, refreshProject, sendExport } from '@/lib/exports';
import { linkRecord, refreshDirectory, unlinkRecord } from '@/lib/imports';
import { hearWebhook, type TaskDeps } from '@/lib/tasks';
import { COST_CODE_ID } from '@/tests/factories/commitment';
import { HARBOR_PINE_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { type Desk, ITEM_NAME, openDesk, qbIdOf } from './desk';
import { openDoor } from './door';
import { outcomeOf } from './outcome';
import { openProcoreOffice, type ProcoreOffice } from './procore-office';

export interface TaskOffice {
  readonly desk: Desk;
  readonly office: ProcoreOffice;
  readonly deps: TaskDeps;
  /** What the door answered to Procore's webhooks, in order. */
  readonly heard: readonly string[];
  /** A subcontract made in Procore by hand; gives Procore's id. */
  newSubcontract(number: string): number;
  /** The export of a Procore record; empty when there is none. */
  exportOf(procoreId: number): Promise<string>;
  /** A subcontract that went all the way into QuickBooks; Procore was not told yet. */
  synced(number: string): Promise<{ id: string; procoreId: number }>;
  close(): Promise<void>;
}

/** A company of the simulated Procore, at whose door webhooks may knock, and the deps of background work for it. */
export async function openTaskOffice(): Promise<TaskOffice> {
  const desk = await openDesk({ companyNumber: HARBOR_PINE_ID });
  const heard: string[] = [];
  const door = await openDoor(async (authorization, body) => {
    const input = { authorization, body: JSON.parse(body) as unknown };
    const outcome = await outcomeOf(hearWebhook({ env: desk.env, database: desk.test.database }, input));
    heard.push(outcome);
    return outcome === 'done' ? 204 : outcome === 'unauthenticated' ? 401 : 400;
  });
  const office = await openProcoreOffice(desk, { wait: async () => undefined });
  await readDirectories(desk, office);
  const newSubcontract = (number: string): number =>
    office.procore.office.createCommitment({
      projectId: RIVERSIDE_ID,
      kind: 'subcontract',
      number,
      title: `Package ${number}`,
      vendorId: 598134326300871,
      contractDate: '2026-03-02',
      lines: [{ costCode: '03-300', description: 'Work', amount: '100.0' }],
    });
  const exportOf = async (procoreId: number): Promise<string> => {
    const rows = await desk.test.owner<
      { id: string }[]
    >`select id from exports where procore_id = ${procoreId}`;
    return rows[0]?.id ?? '';
  };
  const synced: TaskOffice['synced'] = async number => {
    const procoreId = newSubcontract(number);
    await refreshProject(desk.admin, office.asService(), String(RIVERSIDE_ID));
    const id = await exportOf(procoreId);
    await sendExport(desk.sender, { id, consents: [] });
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await desk.runUpdate();
    return { id, procoreId };
  };
  return {
    desk,
    office,
    heard,
    deps: {
      env: desk.env,
      database: desk.test.database,
      metrics: desk.deps.metrics,
      appUrl: door.url,
      store: office.store,
      serviceFor: () => office.asService(),
    },
    newSubcontract,
    exportOf,
    synced,
    close: async () => {
      await office.close();
      await door.close();
      await desk.close();
    },
  };
}

/** Procore's own directories take the place of the usual ones, with the same twins. */
export async function readDirectories(desk: Desk, office: ProcoreOffice): Promise<void> {
  const { admin, connectionId } = desk;
  for (const kind of DIRECTORY_KINDS) await refreshDirectory(admin, office.asService(), kind);
  const [code] = await desk.test.owner<{ id: string }[]>`
    select procore_id::text as id from procore_records where kind = 'cost_code' and code = '03-300' and is_active`;
  const procoreId = code?.id ?? '';
  const kind = 'cost_code';
  if (procoreId === COST_CODE_ID) return;
  await unlinkRecord(admin, { connectionId, kind, procoreId: COST_CODE_ID });
  await linkRecord(admin, { connectionId, kind, procoreId, qbId: await qbIdOf(desk, 'item', ITEM_NAME) });
}
