import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addRequisition, changeRequisition, removeRequisition } from '../acts/requisitions';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byFlag, byIds, byRange, byText, byWord, type Filter, filtered, viewOf } from '../http/filters';
import { pageOf } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { lastInvoice } from '../rules/billing';
import { freshItems } from '../rules/claims';
import { type FieldKinds, numberOrNull, readFields, textOr, textOrNull } from '../rules/fields';
import { refuseFields, refuseWhileLinked } from '../rules/locks';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { bodyObject, pathId, scopeId, wrapped } from '../rules/scope';
import { stampNow } from '../site';
import { REQUISITION_STATUSES, type RequisitionRow, type RequisitionStatus } from '../store/cost-rows';
import { type ContractRow, noLink } from '../store/rows';
import { byId, nextId } from '../store/state';
import { isDeletable, isLast, REQUISITION_VIEWS, requisitionView } from '../views/requisition';
import { itemsAfter } from './requisition-claims';

type Values = Record<string, Json>;
type Version = 'v1.0' | 'v1.1';

export const READ = { tool: 'invoicing', level: 'Read Only' } as const;
export const WRITE = { tool: 'invoicing', level: 'Standard' } as const;

const FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  items: 'list',
  period_id: 'id',
  requisition_start: 'date',
  requisition_end: 'date',
  billing_date: 'date',
  final: 'flag',
  invoice_number: 'text',
  payment_date: 'date',
  status: REQUISITION_STATUSES,
  submitted_at: 'date',
  prostore_file_ids: 'list',
  upload_ids: 'list',
};

const LOCKED = 'The invoice cannot be edited or deleted because it is synced with an ERP system';

function filtersFor(visit: Visit): Readonly<Record<string, Filter<RequisitionRow>>> {
  return {
    id: byIds(row => row.id),
    commitment_id: byIds(row => row.contractId),
    period_id: byIds(row => row.periodId),
    status: byWord(REQUISITION_STATUSES, row => row.status),
    created_at: byRange(row => row.createdAt),
    updated_at: byRange(row => row.updatedAt),
    origin_id: byText(row => row.originId),
    is_last: byFlag(row => isLast(visit.site, row)),
  };
}

const shown = (visit: Visit, row: RequisitionRow, version: Version) => {
  const view = viewOf(visit.call, REQUISITION_VIEWS, 'default');
  return requisitionView(visit.site, row, { view, version });
};

/** Only the rows of the page are worked out: each takes the invoices before it. */
function list(visit: Visit, version: Version): Answer {
  const project = projectOf(visit, READ);
  viewOf(visit.call, REQUISITION_VIEWS, 'default');
  const rows = visit.site.state.requisitions.filter(row => row.projectId === project.id);
  const found = filtered(visit.call, rows, filtersFor(visit));
  return pageOf(visit, found, { size: 30, most: 2000, show: row => shown(visit, row, version) });
}

/** An invoice of the project the request names. */
export function requisitionIn(
  visit: Visit,
  at: { param: string; need: typeof READ | typeof WRITE },
): RequisitionRow {
  const project = projectOf(visit, at.need);
  const id = pathId(visit.call, at.param);
  const row = visit.site.state.requisitions.find(one => one.id === id && one.projectId === project.id);
  if (!row) throw notFound('Requisition');
  return row;
}

function contractIn(visit: Visit): ContractRow {
  const project = projectOf(visit, WRITE);
  const id = scopeId(visit.call, 'commitment_id');
  const row = visit.site.state.contracts.find(
    one => one.id === id && one.projectId === project.id && one.deletedAt === null,
  );
  if (!row) throw notFound('Commitment');
  return row;
}

const claimOf = (visit: Visit, row: RequisitionRow | null) => ({
  record: 'requisition',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.requisitions,
});

function periodIn(
  visit: Visit,
  projectId: number,
  at: { values: Values; before: number | null },
): number | null {
  if (!('period_id' in at.values)) return at.before;
  const id = numberOrNull(at.values['period_id']);
  const row = byId(visit.site.state.billingPeriods, id);
  if (id !== null && row?.projectId !== projectId) throw refuseField(422, 'period_id', 'does not exist');
  return id;
}

/** Where each status may lead by the API. */
const NEXT: Readonly<Record<RequisitionStatus, readonly RequisitionStatus[]>> = {
  draft: ['under_review'],
  under_review: ['draft', 'revise_and_resubmit', 'approved', 'approved_as_noted', 'pending_owner_approval'],
  revise_and_resubmit: ['draft', 'under_review'],
  pending_owner_approval: ['revise_and_resubmit', 'approved', 'approved_as_noted'],
  approved: ['under_review', 'revise_and_resubmit'],
  approved_as_noted: ['under_review', 'revise_and_resubmit'],
};

function statusIn(values: Values, before: RequisitionStatus): RequisitionStatus {
  const wanted = REQUISITION_STATUSES.find(status => status === values['status']) ?? before;
  if (wanted !== before && !NEXT[before].includes(wanted)) {
    throw refuseField(422, 'status', `cannot change from ${before} to ${wanted}`);
  }
  return wanted;
}

export const isApproved = (row: RequisitionRow): boolean => row.status.startsWith('approved');

const ORIGIN = ['origin_id', 'origin_data'];

/** Only the latest invoice in an open period may be edited, and its money only until it is approved. */
export function refuseClosed(visit: Visit, row: RequisitionRow, names: readonly string[]): void {
  const touched = names.filter(name => !ORIGIN.includes(name));
  const period = byId(visit.site.state.billingPeriods, row.periodId);
  if (period?.status === 'closed') refuseFields(touched, 'cannot be changed: the billing period is closed');
  if (!isLast(visit.site, row)) refuseFields(touched, 'cannot be changed: there is a later invoice');
  if (isApproved(row)) {
    refuseFields(
      touched.filter(name => !['status', 'payment_date'].includes(name)),
      'cannot be changed while the invoice is approved',
    );
  }
}

const dayIn = (values: Values, name: string, before: string): string => textOr(values[name], before);

function headerOf(visit: Visit, values: Values, before: RequisitionRow): Partial<RequisitionRow> {
  const textIn = (name: string, was: string | null) => (name in values ? textOrNull(values[name]) : was);
  return {
    periodId: periodIn(visit, before.projectId, { values, before: before.periodId }),
    startDate: dayIn(values, 'requisition_start', before.startDate),
    endDate: dayIn(values, 'requisition_end', before.endDate),
    billingDate: dayIn(values, 'billing_date', before.billingDate),
    isFinal: typeof values['final'] === 'boolean' ? values['final'] : before.isFinal,
    invoiceNumber: textIn('invoice_number', before.invoiceNumber),
    paymentDate: textIn('payment_date', before.paymentDate),
    submittedAt: textIn('submitted_at', before.submittedAt),
  };
}

function valuesIn(visit: Visit): Values {
  const isEmpty = bodyObject(visit.call)['requisition'] === undefined;
  return isEmpty ? {} : readFields(wrapped(visit.call, 'requisition'), FIELDS);
}

function postOne(visit: Visit, version: Version): Answer {
  const contract = contractIn(visit);
  const { site, company } = visit;
  const values = valuesIn(visit);
  const last = lastInvoice(site.state, contract.id);
  if (last && !isApproved(last)) refuseFields(['base'], 'The invoice before this one is not approved yet');
  const link = relink(visit, values, claimOf(visit, null));
  const at = stampNow(site);
  const today = at.slice(0, 10);
  const actor = actorOf(visit);
  const blank: RequisitionRow = {
    ...noLink,
    id: 0,
    companyId: company.id,
    projectId: contract.projectId,
    contractId: contract.id,
    createdById: actor.userId,
    number: (last?.number ?? 0) + 1,
    invoiceNumber: null,
    status: REQUISITION_STATUSES.find(status => status === values['status']) ?? 'draft',
    periodId: null,
    billingDate: today,
    startDate: today,
    endDate: today,
    dueDate: null,
    paymentDate: null,
    submittedAt: null,
    isFinal: false,
    statedDue: null,
    items: freshItems(site.state, contract),
    history: [],
    createdAt: at,
    updatedAt: at,
  };
  const content = { ...headerOf(visit, values, blank), items: itemsAfter(values, blank.items) };
  const id = nextId(site.state, 'requisitions', company.id);
  const row = addRequisition(site, { ...blank, ...content, ...link, id }, actor);
  return created(shown(visit, row, version));
}

function patchOne(visit: Visit, version: Version): Answer {
  const contract = contractIn(visit);
  const row = requisitionIn(visit, { param: 'id', need: WRITE });
  if (row.contractId !== contract.id) throw notFound('Requisition');
  const values = valuesIn(visit);
  refuseWhileLinked(row, values, { free: ORIGIN, why: LOCKED });
  refuseClosed(visit, row, Object.keys(values));
  const link = relink(visit, values, claimOf(visit, row));
  const change: Partial<RequisitionRow> = {
    ...headerOf(visit, values, row),
    ...link,
    status: statusIn(values, row.status),
    items: itemsAfter(values, row.items),
  };
  changeRequisition(visit.site, row, { change, actor: actorOf(visit) });
  return ok(shown(visit, row, version));
}

function remove(visit: Visit, version: Version): Answer {
  const row = requisitionIn(visit, { param: 'id', need: WRITE });
  refuseWhileLinked(row, { base: null }, { free: [], why: LOCKED });
  if (!isDeletable(visit.site, row)) refuseFields(['base'], 'Only the latest invoice can be deleted');
  const view = shown(visit, row, version);
  removeRequisition(visit.site, row, actorOf(visit));
  return ok(view);
}

/** Ends with when the bill is to be paid. */
function paymentDetails(visit: Visit): Answer {
  const row = requisitionIn(visit, { param: 'id', need: WRITE });
  const values = readFields(bodyObject(visit.call), { due_date: 'date' });
  const change = { dueDate: textOrNull(values['due_date']) };
  changeRequisition(visit.site, row, { change, actor: actorOf(visit) });
  return ok({ data: { due_date: row.dueDate } });
}

function routesFor(version: Version): Route[] {
  const path = `/rest/${version}/requisitions`;
  return [
    get(path, visit => list(visit, version)),
    get(`${path}/{id}`, visit =>
      ok(shown(visit, requisitionIn(visit, { param: 'id', need: READ }), version)),
    ),
    post(path, visit => postOne(visit, version)),
    patch(`${path}/{id}`, visit => patchOne(visit, version)),
    del(`${path}/{id}`, visit => remove(visit, version)),
  ];
}

export const requisitionRoutes: readonly Route[] = [
  ...routesFor('v1.0'),
  ...routesFor('v1.1'),
  patch(
    '/rest/v2.0/companies/{company_id}/projects/{project_id}/requisitions/{id}/payment_details',
    paymentDetails,
  ),
];
