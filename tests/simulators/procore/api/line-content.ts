import { extend } from '../decimal';
import type { Visit } from '../http/router';
import type { Json } from '../json';
import { type FieldKinds, numberOrNull, textOr } from '../rules/fields';
import { unitIn } from '../rules/units';
import type { LineRow } from '../store/rows';
import { budgetCodeFor } from './budget-codes';

type Values = Record<string, Json>;

/** What lines of change orders and of direct costs have in common with those of contracts. */
export type LineContent = Pick<
  LineRow,
  | 'costCodeId'
  | 'costTypeId'
  | 'wbsCodeId'
  | 'description'
  | 'amount'
  | 'quantity'
  | 'unitCost'
  | 'uom'
  | 'extendedType'
  | 'taxCodeId'
>;

export const BLANK_CONTENT: LineContent = {
  costCodeId: null,
  costTypeId: null,
  wbsCodeId: null,
  description: '',
  amount: '0.0',
  quantity: '0.0',
  unitCost: '0.0',
  uom: null,
  extendedType: 'manual',
  taxCodeId: null,
};

export const CONTENT_FIELDS: FieldKinds = {
  origin_id: 'text',
  origin_data: 'text',
  amount: 'decimal',
  cost_code_id: 'id',
  line_item_type_id: 'id',
  wbs_code_id: 'id',
  description: 'text',
  extended_type: ['manual', 'calculated'],
  quantity: 'decimal',
  unit_cost: 'decimal',
  uom: 'text',
  tax_code_id: 'id',
};

/** Money and codes of a line as the values and what was there before make them. */
export function lineContent(
  visit: Visit,
  values: Values,
  at: { projectId: number; before: LineContent },
): LineContent {
  const { before, projectId } = at;
  const quantity = textOr(values['quantity'], before.quantity);
  const unitCost = textOr(values['unit_cost'], before.unitCost);
  const isCalculated = (values['extended_type'] ?? before.extendedType) === 'calculated';
  return {
    ...budgetCodeFor(visit, values, { projectId, before }),
    description: textOr(values['description'], before.description),
    quantity,
    unitCost,
    uom: unitIn(visit, values, before.uom),
    extendedType: isCalculated ? 'calculated' : 'manual',
    amount: isCalculated ? extend(quantity, unitCost) : textOr(values['amount'], before.amount),
    taxCodeId: 'tax_code_id' in values ? numberOrNull(values['tax_code_id']) : before.taxCodeId,
  };
}

export const hasCode = (values: Values): boolean => 'wbs_code_id' in values || 'cost_code_id' in values;
