import { and, eq } from 'drizzle-orm';
import { companies, settings } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { CompanyRef, Ctx } from './context';
import { type CompanySettings, readSettings } from './settings';

export interface CompanyStatus extends CompanyRef {
  readonly status: 'active' | 'disconnected';
  readonly statusReason: string | null;
  /** Whether an administrator disconnected it, and has to connect it again. */
  readonly isDisconnectedHere: boolean;
  /** Where Procore shows its records; null until it was asked. */
  readonly webBaseUrl: string | null;
}

export function procoreKey(environment: string, procoreCompanyId: string): string {
  return `${environment}:${procoreCompanyId}`;
}

/** A company by its Procore id; null when nobody has set the app up for it. */
export async function findCompany(
  database: Database,
  environment: string,
  procoreCompanyId: string,
): Promise<CompanyStatus | null> {
  const value = procoreKey(environment, procoreCompanyId);
  const [row] = await transact(database, { key: 'procore_key', value }, tx =>
    tx.select().from(companies).where(eq(companies.procoreKey, value)),
  );
  return row
    ? {
        id: row.id,
        environment: row.environment,
        procoreCompanyId: row.procoreCompanyId,
        name: row.name,
        status: row.status,
        statusReason: row.statusReason,
        isDisconnectedHere: row.disconnectedBy !== null,
        webBaseUrl: row.webBaseUrl,
      }
    : null;
}

/** Keeps where Procore shows the company's records. */
export async function keepWebBaseUrl(
  { database, company }: Pick<Ctx, 'database' | 'company'>,
  webBaseUrl: string,
): Promise<void> {
  await transact(database, { company: company.id }, tx =>
    tx
      .update(companies)
      .set({ webBaseUrl: webBaseUrl.slice(0, 200) })
      .where(eq(companies.id, company.id)),
  );
}

/** Every company that background work may call Procore for. The one read across companies: ids and names only. */
export async function activeCompanies(database: Database): Promise<CompanyRef[]> {
  const rows = await transact(database, 'every company', tx =>
    tx.select().from(companies).where(eq(companies.status, 'active')),
  );
  return rows.map(row => ({
    id: row.id,
    environment: row.environment,
    procoreCompanyId: row.procoreCompanyId,
    name: row.name,
  }));
}

/** A company that background work may call Procore for; null for another. */
export async function activeCompany(database: Database, companyId: string): Promise<CompanyRef | null> {
  if (!isUuid(companyId)) return null;
  const isIt = and(eq(companies.id, companyId), eq(companies.status, 'active'));
  const [row] = await transact(database, { company: companyId }, tx =>
    tx.select().from(companies).where(isIt),
  );
  if (!row) return null;
  const { id, environment, procoreCompanyId, name } = row;
  return { id, environment, procoreCompanyId, name };
}

export async function settingsOf(
  tx: Tx,
  companyId: string,
): Promise<{ values: CompanySettings; version: number }> {
  const [row] = await tx.select().from(settings).where(eq(settings.companyId, companyId));
  return { values: readSettings(row?.values), version: row?.version ?? 0 };
}
