import { KINDS } from '../acts/kinds';
import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { ContractRow, LineRow } from '../store/rows';
import { byId } from '../store/state';
import { briefWbsCode, costCode, costType } from './codes';
import { briefProject, CURRENCY, companyRow, originWithoutCode } from './shared';

/** One line of a schedule of values, as lists, shows and writes all answer it. */
export function lineView(site: Site, row: LineRow, contract: ContractRow): JsonObject {
  const { state } = site;
  const company = companyRow(site, row.companyId);
  const code = row.hidesCostCode ? undefined : byId(state.costCodes, row.costCodeId);
  const wbs = byId(state.wbsCodes, row.wbsCodeId);
  const type = byId(state.costTypes, row.costTypeId);
  return {
    id: row.id,
    amount: row.amount,
    company: { id: company.id, name: company.name },
    wbs_code: wbs ? briefWbsCode(site, wbs) : null,
    cost_code: code ? costCode(site, code) : null,
    line_item_type: type ? costType(type) : null,
    description: row.description,
    extended_type: row.extendedType,
    holder: { id: contract.id, holder_type: KINDS[contract.kind].type },
    ...originWithoutCode(row),
    position: row.position,
    project: briefProject(site, contract.projectId),
    quantity: company.isLoose ? Number(row.quantity) : row.quantity,
    tax_code_id: row.taxCodeId,
    total_amount: row.amount,
    extended_amount: row.amount,
    unit_cost: row.unitCost,
    uom: row.uom,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    currency_configuration: CURRENCY,
  };
}

export function sourceLineView(site: Site, row: LineRow): JsonObject {
  const wbs = byId(site.state.wbsCodes, row.wbsCodeId);
  return {
    id: row.id,
    amount: row.amount,
    description: row.description,
    position: row.position,
    wbs_code: wbs ? briefWbsCode(site, wbs) : null,
    currency_configuration: CURRENCY,
  };
}
