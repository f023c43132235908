import { z } from 'zod';
import { decimal, idText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Synced, type SyncUpdate, syncRecords } from '../write';

const unit = z
  .looseObject({ id: idText, name: words, description: words })
  .transform(({ id, name, description }) => ({ id, name, description }));

export type Unit = z.output<typeof unit>;

/** The company's units of measure. */
export function listUnits(session: ProcoreSession, companyId: string): Promise<Unit[]> {
  return session.list(unit, `/rest/v1.0/companies/${companyId}/uoms`);
}

const taxCode = z
  .looseObject({
    id: idText,
    code: words,
    description: words,
    rate1: decimal,
    archived: truth,
    origin_id: wordsOrNull,
  })
  .transform(row => ({
    id: row.id,
    code: row.code,
    description: row.description,
    /** Percent, as its digits. */
    rate: row.rate1,
    isArchived: row.archived,
    originId: row.origin_id,
  }));

export type TaxCode = z.output<typeof taxCode>;

/** The company's tax codes. A page holds a hundred, whatever is asked. */
export function listTaxCodes(session: ProcoreSession, companyId: string): Promise<TaxCode[]> {
  return session.list(taxCode, '/rest/v1.0/tax_codes', { company_id: companyId, per_page: 100 });
}

/** Writes tax codes, their marks among them; each is refused or saved by itself. */
export function syncTaxCodes(
  session: ProcoreSession,
  companyId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<TaxCode>> {
  const scope = { company_id: numeral(companyId) };
  return syncRecords(session, { path: '/rest/v1.0/tax_codes/sync', scope, updates, entity: taxCode });
}

const subJob = z
  .looseObject({ id: idText, name: words, code: words, origin_id: wordsOrNull })
  .transform(row => ({ id: row.id, name: row.name, code: row.code, originId: row.origin_id }));

export type SubJob = z.output<typeof subJob>;

/** The sub jobs of a project. */
export function listSubJobs(session: ProcoreSession, projectId: string): Promise<SubJob[]> {
  return session.list(subJob, '/rest/v1.0/sub_jobs', { project_id: projectId });
}

/** Writes sub jobs, their marks among them; each is refused or saved by itself. */
export function syncSubJobs(
  session: ProcoreSession,
  projectId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<SubJob>> {
  return syncRecords(session, {
    path: '/rest/v1.0/sub_jobs/sync',
    query: { project_id: projectId },
    scope: { project_id: numeral(projectId) },
    updates,
    entity: subJob,
  });
}
