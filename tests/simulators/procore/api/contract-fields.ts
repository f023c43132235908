import { KINDS } from '../acts/kinds';
import type { FieldKinds } from '../rules/fields';
import { ORIGIN_FIELDS } from '../rules/origin';
import type { ContractKind } from '../store/rows';

const COMMON: FieldKinds = {
  ...ORIGIN_FIELDS,
  accounting_method: ['amount', 'unit'],
  approval_letter_date: 'date',
  contract_date: 'date',
  description: 'text',
  executed: 'flag',
  execution_date: 'date',
  invoice_contact_user_ids: 'list',
  issued_on_date: 'date',
  letter_of_intent_date: 'date',
  number: 'text',
  private: 'flag',
  retainage_percent: 'decimal',
  returned_date: 'date',
  title: 'text',
  vendor_id: 'id',
  drawing_revision_ids: 'list',
  file_version_ids: 'list',
  form_ids: 'list',
  image_ids: 'list',
  upload_ids: 'list',
  currency_exchange_rate: 'decimal',
  currency_iso_code: 'text',
};

const ORDER: FieldKinds = {
  ...COMMON,
  status: KINDS.purchase_order.statuses,
  assignee_id: 'id',
  bill_to_address: 'text',
  delivery_date: 'date',
  payment_terms: 'text',
  ship_to_address: 'text',
  ship_via: 'text',
};

const SUBCONTRACT: FieldKinds = {
  ...COMMON,
  status: KINDS.subcontract.statuses,
  actual_completion_date: 'date',
  contract_start_date: 'date',
  contract_estimated_completion_date: 'date',
  inclusions: 'text',
  exclusions: 'text',
  signed_contract_received_date: 'date',
};

/** What a write to a commitment may carry. */
export const CONTRACT_FIELDS: Readonly<Record<ContractKind, FieldKinds>> = {
  purchase_order: ORDER,
  subcontract: SUBCONTRACT,
};

const APART = new Set([
  ...Object.keys(ORIGIN_FIELDS),
  'accounting_method',
  'description',
  'number',
  'status',
  'title',
  'vendor_id',
]);

export const isKeptAsIs = (name: string): boolean => !APART.has(name) && !name.endsWith('_ids');

export const LINE_FIELDS: FieldKinds = {
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
