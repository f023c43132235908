import { sql } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { acceptExport, sendExport, stageExports } from '@/lib/exports';
import type { Invoice } from '@/lib/procore';
import { type CompanySettings, changeSettings, inCompany, settingsOf } from '@/lib/tenancy';
import { due, invoiceItem, nextInvoice } from '@/tests/factories/invoice';
import type { BillView } from '@/tests/simulators/quickbooks';
import type { Contract } from './changes';
import { type Desk, qbIdOf } from './desk';
import { passMoment } from './paths';

export const RETAINAGE_ITEM = 'Retainage';

/** What an administrator sets for bills before the first one. */
export async function setUpBills(desk: Desk, patch: Partial<CompanySettings> = {}): Promise<void> {
  const { values, version } = await inCompany(desk.admin, tx => settingsOf(tx, desk.admin.company.id));
  const retainageItem = await qbIdOf(desk, 'item', RETAINAGE_ITEM);
  await changeSettings(desk.admin, { values: { ...values, retainageItem, ...patch }, version });
}

/** Stages invoices as just read from Procore; gives their exports' ids in the same order. */
export async function stageInvoices(desk: Desk, ...invoices: readonly Invoice[]): Promise<string[]> {
  const records = invoices.map(one => ({
    snapshot: one,
    updatedAt: new Date(one.updatedAt ?? 0),
    deletedAt: null,
  }));
  await stageExports(desk.admin, 'invoice', records);
  const rows = await inCompany(desk.admin, tx =>
    tx
      .select({ id: exports.id, procoreId: exports.procoreId })
      .from(exports)
      .where(sql`company_id = ${desk.admin.company.id} and kind = 'invoice'`),
  );
  return invoices.map(one => rows.find(row => row.procoreId === one.id)?.id ?? '');
}

/** Ids of the lines of the commitment's schedule of values, in their order. */
export async function lineIdsOf(desk: Desk, { commitmentId }: Contract): Promise<string[]> {
  const [row] = await desk.test.owner<{ ids: string[] }[]>`
    select array(select line->>'id' from jsonb_array_elements(snapshot->'lines') line) as ids
    from exports where kind = 'commitment' and procore_id = ${commitmentId}`;
  return row?.ids ?? [];
}

export interface Bills {
  /** Work of the first line, with its retainage. */
  readonly work?: string;
  readonly held?: string;
  readonly patch?: Partial<Invoice>;
}

/** An invoice of the contract that bills its first line. */
export async function invoiceOf(desk: Desk, contract: Contract, bills: Bills = {}): Promise<Invoice> {
  const { work = '20000.00', held = '0.00' } = bills;
  const [lineId = ''] = await lineIdsOf(desk, contract);
  const paid = BigInt(work.replace('.', '')) - BigInt(held.replace('.', ''));
  const text = paid.toString().padStart(3, '0');
  return nextInvoice(contract.commitmentId, {
    ...due(`${text.slice(0, -2)}.${text.slice(-2)}`),
    items: [invoiceItem({ lineId, work, held, description: 'Footings' })],
    ...bills.patch,
  });
}

/** Sent and accepted, and waiting for the Web Connector. */
export async function acceptedInvoice(desk: Desk, invoice: Invoice): Promise<string> {
  const [id = ''] = await stageInvoices(desk, invoice);
  await sendExport(desk.sender, { id, consents: [] });
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  return id;
}

/** Bills of the books under an invoice's number. */
export function billsOf(desk: Desk, { invoiceNumber }: Pick<Invoice, 'invoiceNumber'>): BillView[] {
  return desk.quickBooks.books.bills().filter(bill => bill.refNumber === invoiceNumber);
}
