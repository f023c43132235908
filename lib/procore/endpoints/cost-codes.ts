import { z } from 'zod';
import { count, idOrNull, idText, momentText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Synced, type SyncUpdate, syncRecords } from '../write';

const costCodeList = z
  .looseObject({ id: idText, name: words, is_erp_list: truth })
  .transform(row => ({ id: row.id, name: row.name, isErpList: row.is_erp_list }));

export type CostCodeList = z.output<typeof costCodeList>;

/** The company's standard cost code lists. */
export function listCostCodeLists(session: ProcoreSession, companyId: string): Promise<CostCodeList[]> {
  return session.list(costCodeList, '/rest/v1.0/standard_cost_code_lists', { company_id: companyId });
}

/** Makes a list. It carries no mark: look for its name in `listCostCodeLists` before and after. */
export function createCostCodeList(
  session: ProcoreSession,
  companyId: string,
  name: string,
): Promise<CostCodeList> {
  return session.write(costCodeList, {
    method: 'POST',
    path: '/rest/v1.0/standard_cost_code_lists',
    body: { company_id: numeral(companyId), standard_cost_code_list: { name } },
  });
}

const costCode = z
  .looseObject({
    id: idText,
    standard_cost_code_list_id: idOrNull,
    parent_id: idOrNull,
    code: words,
    full_code: words,
    name: words,
    origin_id: wordsOrNull,
  })
  .transform(row => ({
    id: row.id,
    listId: row.standard_cost_code_list_id,
    parentId: row.parent_id,
    fullCode: row.full_code === '' ? row.code : row.full_code,
    name: row.name,
    originId: row.origin_id,
  }));

export type StandardCostCode = z.output<typeof costCode>;

/** The codes of one standard list. */
export function listCostCodes(
  session: ProcoreSession,
  companyId: string,
  listId: string,
): Promise<StandardCostCode[]> {
  return session.list(costCode, '/rest/v1.0/standard_cost_codes', {
    company_id: companyId,
    standard_cost_code_list_id: listId,
  });
}

/** Writes codes of one standard list, their marks among them; each is refused or saved by itself. */
export function syncCostCodes(
  session: ProcoreSession,
  list: { readonly companyId: string; readonly listId: string },
  updates: readonly SyncUpdate[],
): Promise<Synced<StandardCostCode>> {
  const scope = {
    company_id: numeral(list.companyId),
    standard_cost_code_list_id: numeral(list.listId),
  };
  const path = '/rest/v1.0/standard_cost_codes/sync';
  return syncRecords(session, { path, scope, updates, entity: costCode });
}

const projectCostCode = z
  .looseObject({
    id: idText,
    standard_cost_code_id: idOrNull,
    parent: z.looseObject({ id: idOrNull }).nullish(),
    code: words,
    full_code: words,
    name: words,
    position: count,
    biller_id: idOrNull,
    biller_type: words,
    budgeted: truth,
    origin_id: wordsOrNull,
    updated_at: momentText,
    deleted_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    standardId: row.standard_cost_code_id,
    parentId: row.parent?.id ?? null,
    fullCode: row.full_code === '' ? row.code : row.full_code,
    name: row.name,
    position: row.position,
    /** Null for the codes of the project itself. */
    subJobId: row.biller_type === 'SubJob' ? row.biller_id : null,
    isBudgeted: row.budgeted,
    originId: row.origin_id,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
  }));

export type ProjectCostCode = z.output<typeof projectCostCode>;

/** The cost codes of a project. */
export function listProjectCostCodes(session: ProcoreSession, projectId: string): Promise<ProjectCostCode[]> {
  return session.list(projectCostCode, '/rest/v1.0/cost_codes', { project_id: projectId });
}

/** Writes cost codes of a project, their marks among them: the only way on projects tied to an accounting system. */
export function syncProjectCostCodes(
  session: ProcoreSession,
  projectId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<ProjectCostCode>> {
  return syncRecords(session, {
    path: '/rest/v1.0/cost_codes/sync',
    query: { project_id: projectId },
    scope: {},
    updates,
    entity: projectCostCode,
  });
}
