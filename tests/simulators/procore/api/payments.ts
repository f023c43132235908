import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addPayment, changePayment, removePayment } from '../acts/payments';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { invoicesOf } from '../rules/billing';
import { type FieldKinds, numberOrNull, readFields, textOr, textOrNull } from '../rules/fields';
import { refuseFields, refuseWhileLinked } from '../rules/locks';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { pathId, scopeId, wrapped } from '../rules/scope';
import { stampNow } from '../site';
import { PAYMENT_METHODS, type PaymentRow } from '../store/cost-rows';
import { type ContractRow, noLink } from '../store/rows';
import { nextId } from '../store/state';
import { paymentView } from '../views/payment';

type Values = Record<string, Json>;

const READ = { tool: 'commitments', level: 'Read Only' } as const;
const WRITE = { tool: 'commitments', level: 'Standard' } as const;

/** `origin_code` is read and cannot be written. */
const FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  date: 'date',
  invoice_number: 'text',
  check_number: 'text',
  invoice_date: 'date',
  draw_request_number: 'whole',
  notes: 'text',
  payment_number: 'whole',
  payment_method: PAYMENT_METHODS,
  amount: 'decimal',
  requisition_id: 'id',
  prostore_file_ids: 'list',
};

const LOCKED = 'The Contract Payment cannot be edited or deleted because it is synced with an ERP system';

/** Project and contract are both needed, on every route. */
function contractIn(visit: Visit, need: typeof READ | typeof WRITE): ContractRow {
  const project = projectOf(visit, need);
  const id = scopeId(visit.call, 'contract_id');
  const row = visit.site.state.contracts.find(
    one => one.id === id && one.projectId === project.id && one.deletedAt === null,
  );
  if (!row) throw notFound('Contract');
  return row;
}

function paymentIn(visit: Visit, contract: ContractRow): PaymentRow {
  const id = pathId(visit.call, 'id');
  const row = visit.site.state.payments.find(one => one.id === id && one.contractId === contract.id);
  if (!row) throw notFound('Contract payment');
  return row;
}

/** Procore lists no filter for payments. */
function list(visit: Visit): Answer {
  const contract = contractIn(visit, READ);
  const rows = visit.site.state.payments.filter(row => row.contractId === contract.id);
  return listPage(visit, filtered(visit.call, rows, {}).map(paymentView));
}

const claimOf = (visit: Visit, row: PaymentRow | null) => ({
  record: 'contract_payment',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.payments,
});

function requisitionIn(visit: Visit, contract: ContractRow, at: { values: Values; before: number | null }) {
  if (!('requisition_id' in at.values)) return at.before;
  const id = numberOrNull(at.values['requisition_id']);
  if (id !== null && !invoicesOf(visit.site.state, contract.id).some(row => row.id === id)) {
    throw refuseField(422, 'requisition_id', 'is no invoice of this contract');
  }
  return id;
}

const textIn = (values: Values, name: string, before: string | null): string | null =>
  name in values ? textOrNull(values[name]) : before;

const wholeIn = (values: Values, name: string, before: number | null): number | null =>
  name in values ? numberOrNull(values[name]) : before;

function contentOf(visit: Visit, values: Values, at: { contract: ContractRow; before: PaymentRow }) {
  const { contract, before } = at;
  return {
    requisitionId: requisitionIn(visit, contract, { values, before: before.requisitionId }),
    amount: textOr(values['amount'], before.amount),
    date: textIn(values, 'date', before.date),
    paymentNumber: numberOrNull(values['payment_number']) ?? before.paymentNumber,
    drawNumber: wholeIn(values, 'draw_request_number', before.drawNumber),
    invoiceNumber: textIn(values, 'invoice_number', before.invoiceNumber),
    checkNumber: textIn(values, 'check_number', before.checkNumber),
    method: PAYMENT_METHODS.find(one => one === values['payment_method']) ?? before.method,
    notes: textOr(values['notes'], before.notes),
    more: 'invoice_date' in values ? { invoice_date: values['invoice_date'] ?? null } : before.more,
  };
}

function requireTab(contract: ContractRow): void {
  if (contract.hasPayments) return;
  refuseFields(['base'], 'Payments are not enabled for this commitment');
}

function postOne(visit: Visit): Answer {
  const contract = contractIn(visit, WRITE);
  const { site, company } = visit;
  const values = readFields(wrapped(visit.call, 'contract_payment'), FIELDS);
  requireTab(contract);
  if (textOrNull(values['amount']) === null) throw refuseField(422, 'amount', "can't be blank");
  const link = relink(visit, values, claimOf(visit, null));
  const count = site.state.payments.filter(row => row.contractId === contract.id).length;
  const at = stampNow(site);
  const blank: PaymentRow = {
    ...noLink,
    id: 0,
    companyId: company.id,
    projectId: contract.projectId,
    contractId: contract.id,
    requisitionId: null,
    amount: '0.0',
    date: null,
    paymentNumber: count + 1,
    drawNumber: null,
    invoiceNumber: null,
    checkNumber: null,
    method: null,
    notes: '',
    status: null,
    createdAt: at,
    updatedAt: at,
    more: {},
  };
  const content = contentOf(visit, values, { contract, before: blank });
  const id = nextId(site.state, 'payments', company.id);
  const row = addPayment(site, { ...blank, ...content, ...link, id }, actorOf(visit));
  return created(paymentView(row));
}

function patchOne(visit: Visit): Answer {
  const contract = contractIn(visit, WRITE);
  const row = paymentIn(visit, contract);
  const values = readFields(wrapped(visit.call, 'contract_payment'), FIELDS);
  refuseWhileLinked(row, values, { free: ['origin_id', 'origin_data', 'prostore_file_ids'], why: LOCKED });
  const link = relink(visit, values, claimOf(visit, row));
  const content = contentOf(visit, values, { contract, before: row });
  changePayment(visit.site, row, { change: { ...content, ...link }, actor: actorOf(visit) });
  return ok(paymentView(row));
}

function remove(visit: Visit): Answer {
  const row = paymentIn(visit, contractIn(visit, WRITE));
  refuseWhileLinked(row, { base: null }, { free: [], why: LOCKED });
  removePayment(visit.site, row, actorOf(visit));
  return ok(paymentView(row));
}

const PATH = '/rest/v1.0/contract_payments';

export const paymentRoutes: readonly Route[] = [
  get(PATH, list),
  get(`${PATH}/{id}`, visit => ok(paymentView(paymentIn(visit, contractIn(visit, READ))))),
  post(PATH, postOne),
  patch(`${PATH}/{id}`, patchOne),
  del(`${PATH}/{id}`, remove),
];
