import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import {
  addPackage,
  addPotential,
  changePackage,
  changePotential,
  removePackage,
  removePotential,
} from '../acts/change-orders';
import { type Answer, created, noContent, notFound, ok, refuseField } from '../http/answer';
import { byFlag, byIds, byRange, byWord, type Filter, filtered, sorted, viewOf } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { packageIdOf } from '../rules/committed';
import { type FieldKinds, numberOrNull, readFields } from '../rules/fields';
import { pathId, wrapped } from '../rules/scope';
import { CHANGE_STATUSES, type PackageRow, type PotentialChangeRow } from '../store/change-rows';
import { noLink, type ProjectRow } from '../store/rows';
import { byId, nextId } from '../store/state';
import { changeOrderBatch, commitmentChangeOrder } from '../views/change-orders';
import { changed, newChange, type Place, READ, type Values, WRITE } from './change-fields';

/** No field of another system: the package below carries those. */
const FIELDS: FieldKinds = {
  contract_id: 'id',
  batch_id: 'id',
  change_order_change_reason_id: 'id',
  location_id: 'id',
  designated_reviewer_id: 'id',
  received_from_id: 'id',
  description: 'text',
  due_date: 'date',
  paid_date: 'date',
  invoiced_date: 'date',
  title: 'text',
  status: [...CHANGE_STATUSES, 'pending_billable'],
  reference: 'text',
  number: 'text',
  revision: 'whole',
  field_change: 'flag',
  signature_required: 'flag',
  signed_change_order_received_date: 'date',
  schedule_impact_amount: 'whole',
  executed: 'flag',
  private: 'flag',
  paid: 'flag',
  reason: 'text',
  enable_ssov: 'flag',
};

/** Projects with three tiers have no such records: there the path leads nowhere. */
function projectIn(visit: Visit, need: typeof READ | typeof WRITE): ProjectRow {
  const project = projectOf(visit, need);
  if (project.changeOrderTiers === 3)
    throw notFound('Commitment change orders of a project with three tiers');
  return project;
}

const inProject = (visit: Visit, project: ProjectRow): PotentialChangeRow[] =>
  visit.site.state.potentialChanges.filter(row => row.projectId === project.id && row.deletedAt === null);

/** The record that stands behind the facade's. */
export function facadeOf(visit: Visit, need: typeof READ | typeof WRITE): PotentialChangeRow {
  const project = projectIn(visit, need);
  const param = 'commitment_change_order_id' in visit.call.params ? 'commitment_change_order_id' : 'id';
  const row = inProject(visit, project).find(one => one.id === pathId(visit.call, param));
  if (!row) throw notFound('Commitment change order');
  return row;
}

function filtersFor(visit: Visit): Readonly<Record<string, Filter<PotentialChangeRow>>> {
  const { state } = visit.site;
  return {
    id: byIds(row => row.id),
    batch_id: byIds(row => packageIdOf(state, row)),
    legacy_package_id: byIds(row => packageIdOf(state, row)),
    contract_id: byIds(row => row.contractId),
    vendor_id: byIds(row => byId(state.contracts, row.contractId)?.vendorId ?? null),
    signature_required: byFlag(() => false),
    executed: byFlag(row => row.status === 'approved'),
    status: byWord([...CHANGE_STATUSES, 'pending_billable'], row => row.status),
    updated_at: byRange(row => row.updatedAt),
  };
}

const SORTS = {
  id: (row: PotentialChangeRow) => String(row.id).padStart(16, '0'),
  created_at: (row: PotentialChangeRow) => row.createdAt,
};

function list(visit: Visit): Answer {
  viewOf(visit.call, ['default', 'extended'] as const, 'default');
  const rows = filtered(visit.call, inProject(visit, projectIn(visit, READ)), filtersFor(visit));
  return listPage(
    visit,
    sorted(visit.call, rows, SORTS).map(row => commitmentChangeOrder(visit.site, row)),
  );
}

function batchIn(
  visit: Visit,
  at: { values: Values; contractId: number; before: number | null },
): number | null {
  if (!('batch_id' in at.values)) return at.before;
  const id = numberOrNull(at.values['batch_id']);
  if (id !== null && byId(visit.site.state.packages, id)?.contractId !== at.contractId) {
    throw refuseField(422, 'batch_id', 'does not exist in this contract');
  }
  return id;
}

/** In one tier the package is made with it. */
function postOne(visit: Visit): Answer {
  const project = projectIn(visit, WRITE);
  const { site, company } = visit;
  const values = readFields(wrapped(visit.call, 'change_order'), FIELDS);
  const contract = site.state.contracts.find(
    row => row.id === values['contract_id'] && row.projectId === project.id && row.deletedAt === null,
  );
  if (!contract) throw refuseField(422, 'contract_id', 'does not exist in this project');
  const place: Place = { project, contract };
  const peers = site.state.potentialChanges;
  const base = newChange(visit, values, {
    place,
    record: 'commitment_change_order',
    peers,
    list: 'potentialChanges',
  });
  const actor = actorOf(visit);
  let packageId = batchIn(visit, { values, contractId: contract.id, before: null });
  if (project.changeOrderTiers === 1) {
    const id = nextId(site.state, 'packages', company.id);
    packageId = addPackage(site, { ...base, ...noLink, id, statedTotal: null }, actor).id;
  }
  const row = addPotential(site, { ...base, packageId, requestId: null, lines: [] }, actor);
  return created(commitmentChangeOrder(site, row));
}

/** In one tier, what is written here is written on the package too. */
function patchOne(visit: Visit): Answer {
  const row = facadeOf(visit, WRITE);
  const { site } = visit;
  const actor = actorOf(visit);
  const values = readFields(wrapped(visit.call, 'change_order'), FIELDS);
  const peers = site.state.potentialChanges;
  const change = changed(visit, values, { row, record: 'commitment_change_order', peers });
  const packageId = batchIn(visit, { values, contractId: row.contractId, before: row.packageId });
  const tiers = byId(site.state.projects, row.projectId)?.changeOrderTiers ?? 1;
  const above = byId(site.state.packages, packageId);
  if (tiers === 1 && above) {
    const { title, description, status, more } = { ...above, ...change };
    changePackage(site, above, { change: { title, description, status, more }, actor });
  }
  changePotential(site, row, { change: { ...change, packageId }, actor });
  return ok(commitmentChangeOrder(site, row));
}

function remove(visit: Visit): Answer {
  const row = facadeOf(visit, WRITE);
  const { state } = visit.site;
  if (row.status === 'approved') throw refuseField(422, 'base', 'An approved change order cannot be deleted');
  const tiers = byId(state.projects, row.projectId)?.changeOrderTiers ?? 1;
  const above = byId(state.packages, row.packageId);
  if (tiers === 1 && above) removePackage(visit.site, above, actorOf(visit));
  else removePotential(visit.site, row, actorOf(visit));
  return noContent;
}

/** Two tiers only: the packages, under another name. */
function batchesIn(visit: Visit): PackageRow[] {
  const project = projectOf(visit, READ);
  if (project.changeOrderTiers !== 2) return [];
  return visit.site.state.packages.filter(row => row.projectId === project.id && row.deletedAt === null);
}

const BATCH_FILTERS: Readonly<Record<string, Filter<PackageRow>>> = {
  id: byIds(row => row.id),
  contract_id: byIds(row => row.contractId),
  status: byWord(CHANGE_STATUSES, row => row.status),
  updated_at: byRange(row => row.updatedAt),
};

function batches(visit: Visit): Answer {
  const rows = filtered(visit.call, batchesIn(visit), BATCH_FILTERS);
  return listPage(
    visit,
    rows.map(row => changeOrderBatch(visit.site, row)),
  );
}

function batch(visit: Visit): Answer {
  const row = batchesIn(visit).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Commitment change order batch');
  return ok(changeOrderBatch(visit.site, row));
}

const PATH = '/rest/v1.0/projects/{project_id}/commitment_change_orders';
const BATCHES = '/rest/v1.0/projects/{project_id}/commitment_change_order_batches';

export const commitmentChangeOrderRoutes: readonly Route[] = [
  get(PATH, list),
  get(`${PATH}/{id}`, visit => ok(commitmentChangeOrder(visit.site, facadeOf(visit, READ)))),
  post(PATH, postOne),
  patch(`${PATH}/{id}`, patchOne),
  del(`${PATH}/{id}`, remove),
  get(BATCHES, batches),
  get(`${BATCHES}/{id}`, batch),
];
