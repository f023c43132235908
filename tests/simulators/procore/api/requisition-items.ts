import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addBillingPeriod, changeRequisition } from '../acts/requisitions';
import { type Answer, created, json, notFound, ok, refuseField } from '../http/answer';
import { byIds, byRange, byWord, type Filter, filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import type { JsonObject } from '../json';
import { type Progress, progressOf } from '../rules/billing';
import { packageItems } from '../rules/claims';
import { type FieldKinds, readFields, textOr } from '../rules/fields';
import { refuseFields, refuseWhileLinked } from '../rules/locks';
import { bodyObject, pathId, scopeId, wrapped } from '../rules/scope';
import { stampNow } from '../site';
import type { BillingPeriodRow, RequisitionItemRow, RequisitionRow } from '../store/cost-rows';
import { byId, nextId } from '../store/state';
import { detailView, itemRow } from '../views/requisition';
import { CLAIM_FIELDS, itemAfter, itemsAfter } from './requisition-claims';
import { READ, refuseClosed, requisitionIn, WRITE } from './requisitions';

type ItemType = RequisitionItemRow['itemType'];

const LOCKED = 'The invoice cannot be edited because it is synced with an ERP system';

const itemsOf = (visit: Visit, row: RequisitionRow, type: ItemType): Progress[] =>
  progressOf(visit.site.state, row).filter(one => one.item.itemType === type);

const open = (visit: Visit, need: typeof READ | typeof WRITE): RequisitionRow =>
  requisitionIn(visit, { param: 'requisition_id', need });

const FILTERS: Readonly<Record<ItemType, Readonly<Record<string, Filter<Progress>>>>> = {
  contract_item: {},
  change_order_item: { change_order_id: byIds(one => one.item.packageId) },
};

function list(visit: Visit, type: ItemType): Answer {
  const row = open(visit, READ);
  const found = filtered(visit.call, itemsOf(visit, row, type), FILTERS[type]);
  return listPage(
    visit,
    found.map(one => itemRow(visit.site, row, one)),
  );
}

function oneOf(visit: Visit, row: RequisitionRow, at: { type: ItemType; id: number }): Progress {
  const found = itemsOf(visit, row, at.type).find(one => one.item.id === at.id);
  if (!found) throw notFound('Requisition item');
  return found;
}

function showOne(visit: Visit, type: ItemType): Answer {
  const row = open(visit, READ);
  return ok(itemRow(visit.site, row, oneOf(visit, row, { type, id: pathId(visit.call, 'id') })));
}

/** The invoice, ready for its money to be changed. */
function unlocked(visit: Visit): RequisitionRow {
  const row = open(visit, WRITE);
  refuseWhileLinked(row, { base: null }, { free: [], why: LOCKED });
  refuseClosed(visit, row, ['base']);
  return row;
}

const WRAPPERS: Readonly<Record<ItemType, string>> = {
  contract_item: 'requisition_contract_item',
  change_order_item: 'requisition_change_order_item',
};

function patchOne(visit: Visit, type: ItemType): Answer {
  const row = unlocked(visit);
  const id = pathId(visit.call, 'id');
  const { item } = oneOf(visit, row, { type, id });
  const next = itemAfter(item, readFields(wrapped(visit.call, WRAPPERS[type]), CLAIM_FIELDS));
  const items = row.items.map(one => (one.id === id ? next : one));
  changeRequisition(visit.site, row, { change: { items }, actor: actorOf(visit) });
  return ok(itemRow(visit.site, row, oneOf(visit, row, { type, id })));
}

function bulk(visit: Visit): Answer {
  const row = unlocked(visit);
  const given = bodyObject(visit.call)['requisition_items'];
  if (!Array.isArray(given)) throw refuseField(400, 'requisition_items', 'is required and must be a list');
  const items = itemsAfter({ requisition_items: given }, row.items, 'requisition_items');
  changeRequisition(visit.site, row, { change: { items }, actor: actorOf(visit) });
  return ok(progressOf(visit.site.state, row).map(one => itemRow(visit.site, row, one)));
}

function packageIn(visit: Visit, row: RequisitionRow) {
  if (scopeId(visit.call, 'commitment_id') !== row.contractId) throw notFound('Commitment');
  const id = scopeId(visit.call, 'change_order_package_id');
  const found = byId(visit.site.state.packages, id);
  if (found?.contractId !== row.contractId) throw notFound('Change order package');
  return found;
}

function addPackage(visit: Visit): Answer {
  const row = unlocked(visit);
  const found = packageIn(visit, row);
  const contract = byId(visit.site.state.contracts, row.contractId);
  if (found.status !== 'approved' || !contract) {
    refuseFields(['change_order_package_id'], 'is not approved');
    throw notFound('Commitment');
  }
  if (row.items.some(item => item.packageId === found.id)) {
    refuseFields(['change_order_package_id'], 'is already on the invoice');
  }
  const added = packageItems(visit.site.state, contract, found.id);
  changeRequisition(visit.site, row, {
    change: { items: [...row.items, ...added] },
    actor: actorOf(visit),
  });
  const ids = new Set(added.map(item => item.id));
  const shown = progressOf(visit.site.state, row).filter(one => ids.has(one.item.id));
  return json(
    201,
    shown.map(one => itemRow(visit.site, row, one)),
  );
}

function removePackage(visit: Visit): Answer {
  const row = unlocked(visit);
  const found = packageIn(visit, row);
  const items = row.items.filter(item => item.packageId !== found.id);
  changeRequisition(visit.site, row, { change: { items }, actor: actorOf(visit) });
  return ok({ id: found.id });
}

/** Not paged: the body is the whole. */
function detail(visit: Visit): Answer {
  const row = open(visit, READ);
  return ok(progressOf(visit.site.state, row).map(one => detailView(visit.site, row, one)));
}

function histories(visit: Visit): Answer {
  const row = open(visit, READ);
  return ok(
    row.history.map(one => ({
      id: one.id,
      column: one.column,
      old_value: one.oldValue,
      new_value: one.newValue,
      action_by: byId(visit.site.state.people, one.byId)?.name ?? visit.site.state.serviceAccount.name,
      action_by_id: one.byId,
      created_at: one.createdAt,
      ref_id: row.id,
      ref_type: 'Requisition',
    })),
  );
}

const periodView = (row: BillingPeriodRow): JsonObject => ({
  id: row.id,
  project_id: row.projectId,
  start_date: row.startDate,
  end_date: row.endDate,
  due_date: row.dueDate,
  status: row.status,
  position: row.position,
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

const PERIOD_FILTERS: Readonly<Record<string, Filter<BillingPeriodRow>>> = {
  id: byIds(row => row.id),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  status: byWord(['open', 'closed'], row => row.status),
};

function periods(visit: Visit): Answer {
  const project = projectOf(visit, READ);
  const rows = visit.site.state.billingPeriods.filter(row => row.projectId === project.id);
  return listPage(visit, filtered(visit.call, rows, PERIOD_FILTERS).map(periodView));
}

const PERIOD_FIELDS: FieldKinds = {
  start_date: 'date',
  end_date: 'date',
  due_date: 'date',
  status: ['open', 'closed'],
};

function postPeriod(visit: Visit): Answer {
  const project = projectOf(visit, WRITE);
  const { site, company } = visit;
  const values = readFields(wrapped(visit.call, 'billing_period'), PERIOD_FIELDS);
  const missing = Object.keys(PERIOD_FIELDS).filter(name => !(name in values));
  refuseFields(missing, "can't be blank");
  const at = stampNow(site);
  const row: BillingPeriodRow = {
    id: nextId(site.state, 'billingPeriods', company.id),
    companyId: company.id,
    projectId: project.id,
    position: site.state.billingPeriods.filter(one => one.projectId === project.id).length + 1,
    startDate: textOr(values['start_date'], ''),
    endDate: textOr(values['end_date'], ''),
    dueDate: textOr(values['due_date'], ''),
    status: values['status'] === 'closed' ? 'closed' : 'open',
    createdAt: at,
    updatedAt: at,
  };
  return created(periodView(addBillingPeriod(site, row)));
}

const PATH = '/rest/v1.0/requisitions/{requisition_id}';

function routesFor(type: ItemType, name: string): Route[] {
  return [
    get(`${PATH}/${name}`, visit => list(visit, type)),
    get(`${PATH}/${name}/{id}`, visit => showOne(visit, type)),
    patch(`${PATH}/${name}/{id}`, visit => patchOne(visit, type)),
  ];
}

export const requisitionItemRoutes: readonly Route[] = [
  ...routesFor('contract_item', 'contract_items'),
  ...routesFor('change_order_item', 'change_order_items'),
  // Schedules of values of subcontractors are not simulated: nobody has one.
  get(`${PATH}/contract_detail_items`, visit => {
    open(visit, READ);
    return listPage(visit, []);
  }),
  patch(`${PATH}/bulk_item_update`, bulk),
  post(`${PATH}/add_change_order_package`, addPackage),
  del(`${PATH}/remove_change_order_package`, removePackage),
  get(`${PATH}/detail`, detail),
  get(`${PATH}/change_histories`, histories),
  get('/rest/v1.0/projects/{project_id}/billing_periods', periods),
  post('/rest/v1.0/projects/{project_id}/billing_periods', postPeriod),
];
