import type { LineContent } from '../api/line-content';
import type { JsonObject } from '../json';
import type { Site } from '../site';
import { byId } from '../store/state';
import { briefWbsCode, costCode, costType } from './codes';

/** The part that lines of change orders and of direct costs are written alike in. */
export function contentView(site: Site, row: LineContent): JsonObject {
  const { state } = site;
  const wbs = byId(state.wbsCodes, row.wbsCodeId);
  const code = byId(state.costCodes, row.costCodeId);
  const type = byId(state.costTypes, row.costTypeId);
  return {
    amount: row.amount,
    total_amount: row.amount,
    extended_amount: row.amount,
    extended_type: row.extendedType,
    description: row.description,
    quantity: row.quantity,
    unit_cost: row.unitCost,
    uom: row.uom,
    tax_code_id: row.taxCodeId,
    wbs_code: wbs ? briefWbsCode(site, wbs) : null,
    cost_code: code ? costCode(site, code) : null,
    line_item_type: type ? costType(type) : null,
  };
}
