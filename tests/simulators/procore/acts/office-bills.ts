import type {
  FinancialOffice,
  InvoicePatch,
  LineClaim,
  NewInvoice,
  NewPayment,
  PaymentPatch,
} from '../office-financials';
import { lastInvoice } from '../rules/billing';
import { claimed, freshItems } from '../rules/claims';
import { type Site, stampNow, tell } from '../site';
import {
  type PaymentRow,
  REQUISITION_STATUSES,
  type RequisitionItemRow,
  type RequisitionRow,
} from '../store/cost-rows';
import { ofContract } from '../store/grouped';
import { noLink } from '../store/rows';
import { byId, nextId } from '../store/state';
import { contractRow } from './office-commitments';
import { existing, handOf, markOf, money, projectRow } from './office-hand';
import { addPayment, changePayment, removePayment } from './payments';
import { addBillingPeriod, addRequisition, changeRequisition, removeRequisition } from './requisitions';

const invoiceRow = (site: Site, id: number): RequisitionRow =>
  existing(byId(site.state.requisitions, id), 'invoice', id);

function claimsOn(items: readonly RequisitionItemRow[], claims: readonly LineClaim[]): RequisitionItemRow[] {
  const after = [...items];
  for (const { lineId, ...amounts } of claims) {
    const index = after.findIndex(item => item.lineId === lineId);
    const item = existing(after[index], 'line of the invoice', lineId);
    const given = Object.entries(amounts).map(([name, amount]) => [name, money(amount)]);
    after[index] = claimed(item, Object.fromEntries(given));
  }
  return after;
}

function checkStatus(status: string | undefined): void {
  if (status !== undefined && !REQUISITION_STATUSES.some(one => one === status)) {
    throw new RangeError(`an invoice is never "${status}"`);
  }
}

/** In the open period of the project, unless another is named. */
function create(site: Site, input: NewInvoice): number {
  checkStatus(input.status);
  const { state } = site;
  const contract = contractRow(site, input.commitmentId);
  const actor = handOf(site, contract.companyId);
  const at = stampNow(site);
  const today = at.slice(0, 10);
  const open = state.billingPeriods.find(
    one => one.projectId === contract.projectId && one.status === 'open',
  );
  const period = input.periodId === undefined ? open : byId(state.billingPeriods, input.periodId);
  const row: RequisitionRow = {
    ...noLink,
    id: nextId(state, 'requisitions', contract.companyId),
    companyId: contract.companyId,
    projectId: contract.projectId,
    contractId: contract.id,
    createdById: actor.userId,
    number: (lastInvoice(state, contract.id)?.number ?? 0) + 1,
    invoiceNumber: input.invoiceNumber ?? null,
    status: input.status ?? 'draft',
    periodId: period?.id ?? null,
    billingDate: input.billingDate ?? period?.endDate ?? today,
    startDate: period?.startDate ?? today,
    endDate: period?.endDate ?? today,
    dueDate: period?.dueDate ?? null,
    paymentDate: null,
    submittedAt: today,
    isFinal: false,
    statedDue: input.statedDue === undefined ? null : money(input.statedDue),
    items: claimsOn(freshItems(state, contract), input.claims ?? []),
    history: [],
    createdAt: at,
    updatedAt: at,
  };
  return addRequisition(site, row, actor).id;
}

function update(site: Site, id: number, patch: InvoicePatch): void {
  checkStatus(patch.status);
  const row = invoiceRow(site, id);
  const { originId, statedDue, claims, ...fields } = patch;
  const due = statedDue == null ? statedDue : money(statedDue);
  const change: Partial<RequisitionRow> = {
    ...fields,
    ...markOf(originId),
    ...(due === undefined ? {} : { statedDue: due }),
    ...(claims === undefined ? {} : { items: claimsOn(row.items, claims) }),
  };
  changeRequisition(site, row, { change, actor: handOf(site, row.companyId) });
}

const paymentRow = (site: Site, id: number): PaymentRow =>
  existing(byId(site.state.payments, id), 'payment', id);

function createPayment(site: Site, input: NewPayment): number {
  const contract = contractRow(site, input.commitmentId);
  const at = stampNow(site);
  const row: PaymentRow = {
    ...noLink,
    id: nextId(site.state, 'payments', contract.companyId),
    companyId: contract.companyId,
    projectId: contract.projectId,
    contractId: contract.id,
    requisitionId: input.requisitionId ?? null,
    amount: money(input.amount),
    date: input.date ?? at.slice(0, 10),
    paymentNumber: ofContract(site.state.payments, contract.id).length + 1,
    drawNumber: null,
    invoiceNumber: input.invoiceNumber ?? null,
    checkNumber: input.checkNumber ?? null,
    method: input.method ?? 'check',
    notes: input.notes ?? '',
    status: null,
    createdAt: at,
    updatedAt: at,
    more: {},
  };
  return addPayment(site, row, handOf(site, contract.companyId)).id;
}

function updatePayment(site: Site, id: number, patch: PaymentPatch): void {
  const row = paymentRow(site, id);
  const { originId, amount, ...fields } = patch;
  const change: Partial<PaymentRow> = {
    ...fields,
    ...markOf(originId),
    ...(amount === undefined ? {} : { amount: money(amount) }),
  };
  changePayment(site, row, { change, actor: handOf(site, row.companyId) });
}

function addPeriod(site: Site, input: Parameters<FinancialOffice['addBillingPeriod']>[0]): number {
  const project = projectRow(site, input.projectId);
  const at = stampNow(site);
  const count = site.state.billingPeriods.filter(one => one.projectId === project.id).length;
  const id = nextId(site.state, 'billingPeriods', project.companyId);
  const place = { companyId: project.companyId, position: count + 1 };
  addBillingPeriod(site, { ...input, ...place, id, status: 'open', createdAt: at, updatedAt: at });
  return id;
}

function setPeriod(site: Site, id: number, status: 'open' | 'closed'): void {
  const row = existing(byId(site.state.billingPeriods, id), 'billing period', id);
  Object.assign(row, { status, updatedAt: stampNow(site) });
  tell(site, `Billing period ${id} is ${status}`);
}

function setTab(site: Site, commitmentId: number, isOn: boolean): void {
  const row = contractRow(site, commitmentId);
  row.hasPayments = isOn;
  tell(site, `The Payments tab of commitment ${row.number} is ${isOn ? 'on' : 'off'}`);
}

type BillOffice = Pick<
  FinancialOffice,
  | 'addBillingPeriod'
  | 'setBillingPeriod'
  | 'createInvoice'
  | 'updateInvoice'
  | 'approveInvoice'
  | 'deleteInvoice'
  | 'setPaymentsTab'
  | 'createPayment'
  | 'updatePayment'
  | 'deletePayment'
>;

export function billOffice(site: Site): BillOffice {
  return {
    addBillingPeriod: input => addPeriod(site, input),
    setBillingPeriod: (id, status) => setPeriod(site, id, status),
    createInvoice: input => create(site, input),
    updateInvoice: (id, patch) => update(site, id, patch),
    approveInvoice: id => update(site, id, { status: 'approved' }),
    deleteInvoice: id => {
      const row = invoiceRow(site, id);
      removeRequisition(site, row, handOf(site, row.companyId));
    },
    setPaymentsTab: (commitmentId, isOn) => setTab(site, commitmentId, isOn),
    createPayment: input => createPayment(site, input),
    updatePayment: (id, patch) => updatePayment(site, id, patch),
    deletePayment: id => {
      const row = paymentRow(site, id);
      removePayment(site, row, handOf(site, row.companyId));
    },
  };
}
