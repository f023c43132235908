import { refuseField } from '../http/answer';
import type { Visit } from '../http/router';
import type { Json } from '../json';
import { numberOrNull } from '../rules/fields';
import { type Site, stampNow } from '../site';
import type { LineRow, WbsCodeRow } from '../store/rows';
import { byId, nextId } from '../store/state';

type Codes = Pick<LineRow, 'costCodeId' | 'costTypeId' | 'wbsCodeId'>;

/** The budget code of cost code and cost type, made when the project has none: Procore adds it to the budget. */
export function ensureBudgetCode(site: Site, costCodeId: number, costTypeId: number): WbsCodeRow {
  const { state } = site;
  const known = state.wbsCodes.find(row => row.costCodeId === costCodeId && row.costTypeId === costTypeId);
  if (known) return known;
  const code = byId(state.costCodes, costCodeId);
  if (!code) throw new RangeError(`no cost code ${costCodeId}`);
  const at = stampNow(site);
  const row: WbsCodeRow = {
    id: nextId(state, 'wbsCodes', code.companyId),
    companyId: code.companyId,
    projectId: code.projectId,
    costCodeId,
    costTypeId,
    createdAt: at,
    updatedAt: at,
  };
  state.wbsCodes.push(row);
  return row;
}

/** What a line points at: a budget code, or a cost code with a cost type; a budget code wins over both. */
export function budgetCodeFor(
  visit: Visit,
  values: Readonly<Record<string, Json>>,
  at: { projectId: number; before: Codes },
): Codes {
  const { site, company } = visit;
  const { projectId, before } = at;
  const wbsId = numberOrNull(values['wbs_code_id']);
  if (wbsId !== null) {
    const row = site.state.wbsCodes.find(one => one.id === wbsId && one.projectId === projectId);
    if (!row) throw refuseField(422, 'wbs_code_id', 'does not exist in this project');
    return { wbsCodeId: row.id, costCodeId: row.costCodeId, costTypeId: row.costTypeId };
  }
  if (!('cost_code_id' in values) && !('line_item_type_id' in values)) {
    return { wbsCodeId: before.wbsCodeId, costCodeId: before.costCodeId, costTypeId: before.costTypeId };
  }
  const costCodeId = numberOrNull(values['cost_code_id']) ?? before.costCodeId;
  const costTypeId = numberOrNull(values['line_item_type_id']) ?? before.costTypeId;
  const code = site.state.costCodes.find(one => one.id === costCodeId && one.projectId === projectId);
  if (!code) throw refuseField(422, 'cost_code_id', 'does not exist in this project');
  const type = site.state.costTypes.find(one => one.id === costTypeId && one.companyId === company.id);
  if (!type) throw refuseField(422, 'line_item_type_id', 'does not exist');
  return { wbsCodeId: ensureBudgetCode(site, code.id, type.id).id, costCodeId: code.id, costTypeId: type.id };
}
