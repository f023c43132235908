import { z } from 'zod';
import { idOrNull, idText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';

const costCodeList = z
  .looseObject({ id: idText, name: words, is_erp_list: truth })
  .transform(row => ({ id: row.id, name: row.name, isErpList: row.is_erp_list }));

/** The company's standard cost code lists. */
export function listCostCodeLists(session: ProcoreSession, companyId: string) {
  return session.list(costCodeList, '/rest/v1.0/standard_cost_code_lists', { company_id: companyId });
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
