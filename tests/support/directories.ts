import type { DirectoryKind } from '@/lib/core/kinds';
import { acceptExport, chooseForExport, proposeRecords, sendExport } from '@/lib/exports';
import { type CompanySettings, changeSettings, inCompany, settingsOf } from '@/lib/tenancy';
import { type Desk, putDirectory, qbIdOf } from './desk';
import { passMoment } from './paths';

/** A record of a Procore directory, as it was just read. */
export interface Listed {
  readonly procoreId: string;
  readonly name: string;
  readonly code?: string;
  readonly isActive?: boolean;
  readonly fields?: Readonly<Record<string, unknown>>;
}

export const CUSTOMER_NAME = 'Riverside Health';

export async function setSettings(desk: Desk, patch: Partial<CompanySettings>): Promise<void> {
  const { values, version } = await inCompany(desk.admin, tx => settingsOf(tx, desk.admin.company.id));
  await changeSettings(desk.admin, { values: { ...values, ...patch }, version });
}

/** Settings under which every cost code has its accounts. */
export async function chooseAccounts(desk: Desk): Promise<void> {
  await setSettings(desk, {
    incomeAccount: await qbIdOf(desk, 'account', 'Construction Income'),
    expenseAccount: await qbIdOf(desk, 'account', 'Subcontractors'),
  });
}

/** A record that was read from Procore and proposed; a job has its customer. Gives its export's id. */
export async function proposed(desk: Desk, kind: DirectoryKind, record: Listed): Promise<string> {
  await putDirectory(desk.admin, kind, [record]);
  const [id = ''] = await proposeRecords(desk.approver, { kind, procoreIds: [record.procoreId] });
  if (kind === 'project') {
    const customer = await qbIdOf(desk, 'customer', CUSTOMER_NAME);
    await chooseForExport(desk.approver, { id, choices: { customer } });
  }
  return id;
}

export async function acceptedRecord(desk: Desk, kind: DirectoryKind, record: Listed): Promise<string> {
  const id = await proposed(desk, kind, record);
  await sendAndAccept(desk, id);
  return id;
}

/** Sent and accepted by the same approver, whose records these are. */
export async function sendAndAccept(desk: Desk, id: string): Promise<void> {
  await sendExport(desk.approver, { id, consents: ['CC-02', 'PRJ-01', 'VEN-01', 'GEN-02'] });
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
}

let count = 0;

/** The next record of a directory: an id and a name that no other one has. */
export function nextListed(kind: DirectoryKind, patch: Partial<Listed> = {}): Listed {
  count += 1;
  const names = { cost_code: 'Waterproofing', project: 'Lakeside Library', vendor: 'Tidewater Glazing' };
  return {
    procoreId: String(700_000 + count),
    name: `${names[kind]} ${count}`,
    code: kind === 'vendor' ? '' : `9${count}-100`,
    ...patch,
  };
}
