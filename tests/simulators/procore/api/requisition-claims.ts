import { refuseField } from '../http/answer';
import { idOf, isObject, type Json } from '../json';
import { type Claim, claimed } from '../rules/claims';
import { type FieldKinds, readFields, textOrNull } from '../rules/fields';
import type { RequisitionItemRow } from '../store/cost-rows';

type Values = Record<string, Json>;

/** What the routes of single items take. */
export const CLAIM_FIELDS: FieldKinds = {
  work_completed_this_period: 'decimal',
  materials_presently_stored: 'decimal',
  work_completed_retainage_retained_this_period: 'decimal',
  materials_stored_retainage_currently_retained: 'decimal',
  work_completed_retainage_released_this_period: 'decimal',
  work_completed_this_period_quantity: 'decimal',
};

/** What items inside an invoice take beyond that. */
const ITEM_FIELDS: FieldKinds = {
  ...CLAIM_FIELDS,
  id: 'id',
  line_item_id: 'id',
  detail_line_item_id: 'id',
  item_type: ['contract_item', 'contract_detail_item', 'change_order_item'],
  materials_presently_stored_from_previous_progress: 'decimal',
  new_materials: 'decimal',
  new_materials_quantity: 'decimal',
  stored_materials: 'decimal',
  stored_materials_quantity: 'decimal',
  work_completed_retainage_percent_this_period: 'decimal',
  materials_stored_retainage_percent_this_period: 'decimal',
  subcontractor_claimed_amount: 'decimal',
  status: ['approved', 'rejected', 'no_action'],
  comment: 'text',
};

const NAMES: readonly [field: string, key: keyof Claim][] = [
  ['work_completed_this_period', 'completed'],
  ['work_completed_this_period_quantity', 'quantity'],
  ['materials_presently_stored', 'stored'],
  ['work_completed_retainage_retained_this_period', 'retained'],
  ['work_completed_retainage_released_this_period', 'released'],
  ['work_completed_retainage_percent_this_period', 'percent'],
  ['materials_stored_retainage_currently_retained', 'storedRetained'],
];

/** The item after the write. */
export function itemAfter(item: RequisitionItemRow, values: Values): RequisitionItemRow {
  const claim: Claim = Object.fromEntries(
    NAMES.flatMap(([field, key]) => {
      const text = textOrNull(values[field]);
      return text === null ? [] : [[key, text]];
    }),
  );
  const next = claimed(item, claim);
  return {
    ...next,
    claimed: textOrNull(values['subcontractor_claimed_amount']) ?? next.claimed,
    comment: 'comment' in values ? textOrNull(values['comment']) : item.comment,
    status: 'status' in values ? textOrNull(values['status']) : item.status,
  };
}

/** Items named by id, or by line in a new invoice; the others stay as they are. */
export function itemsAfter(
  values: Values,
  items: readonly RequisitionItemRow[],
  field = 'items',
): RequisitionItemRow[] {
  const given = values[field];
  if (!Array.isArray(given)) return [...items];
  const after = [...items];
  for (const one of given) {
    if (!isObject(one)) throw refuseField(400, field, 'must hold objects');
    const read = readFields(one, ITEM_FIELDS);
    const id = idOf(read['id'] ?? null);
    const lineId = idOf(read['line_item_id'] ?? null);
    const index = after.findIndex(item => (id === null ? item.lineId === lineId : item.id === id));
    const item = after[index];
    if (!item) throw refuseField(422, field, `holds no item ${id ?? lineId}`);
    after[index] = itemAfter(item, read);
  }
  return after;
}
