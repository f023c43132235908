import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addPackage, addPotential, changePackage } from '../acts/change-orders';
import { isZero } from '../decimal';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byRange, type Filter, filtered, ignored, withDeleted } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import { packageLines } from '../rules/change-sums';
import { type FieldKinds, readFields, textOrNull } from '../rules/fields';
import { pathId, scopeId, wrapped } from '../rules/scope';
import { CHANGE_STATUSES, type PackageRow } from '../store/change-rows';
import { nextId } from '../store/state';
import { listedPackage, shownPackage } from '../views/change-orders';
import {
  COMMON_FIELDS,
  changed,
  newChange,
  optionalContract,
  placeOf,
  READ,
  TIME_FILTERS,
  type Values,
  WRITE,
} from './change-fields';

const FIELDS: FieldKinds = {
  ...COMMON_FIELDS,
  origin_code: 'text',
  grand_total: 'decimal',
  executed: 'flag',
  signed_change_order_received_date: 'date',
};

/** `origin_id` is not among them: a package is found by its id, or not at all. */
const FILTERS: Readonly<Record<string, Filter<PackageRow>>> = {
  ...TIME_FILTERS,
  reviewed_at: byRange(row => row.reviewedAt),
  signed_change_order_received_date: byRange(row =>
    String(row.more['signed_change_order_received_date'] ?? ''),
  ),
  include_deleted: ignored,
};

/** Of one contract, or of all commitments of the project. */
function list(visit: Visit): Answer {
  const project = projectOf(visit, READ);
  const contract = optionalContract(visit, project);
  const rows = visit.site.state.packages.filter(
    row => row.projectId === project.id && (contract === null || row.contractId === contract.id),
  );
  const shown = filtered(visit.call, withDeleted(visit.call, rows), FILTERS);
  return listPage(
    visit,
    shown.map(row => listedPackage(visit.site, row)),
  );
}

function packageIn(visit: Visit, need: typeof READ | typeof WRITE): PackageRow {
  const project = projectOf(visit, need);
  const contract = optionalContract(visit, project);
  const id = pathId(visit.call, 'id');
  const row = visit.site.state.packages.find(
    one => one.id === id && one.projectId === project.id && one.deletedAt === null,
  );
  if (!row || (contract !== null && row.contractId !== contract.id)) throw notFound('Change order package');
  return row;
}

/** A figure typed over the sum is taken only while there is no line to add up. */
function statedTotal(visit: Visit, values: Values, row: PackageRow | null): string | null {
  const typed = textOrNull(values['grand_total']);
  if (typed === null) return row?.statedTotal ?? null;
  if (row && packageLines(visit.site.state, row).length > 0) {
    throw refuseField(422, 'grand_total', 'is the sum of the line items');
  }
  return isZero(typed) ? null : typed;
}

function patchOne(visit: Visit): Answer {
  const row = packageIn(visit, WRITE);
  const values = readFields(wrapped(visit.call, 'change_order'), FIELDS);
  const peers = visit.site.state.packages;
  const change = changed(visit, values, { row, record: 'change_order_package', peers });
  const total = statedTotal(visit, values, row);
  changePackage(visit.site, row, { change: { ...change, statedTotal: total }, actor: actorOf(visit) });
  return ok(shownPackage(visit.site, row));
}

/** In one tier, the potential change order that will hold the lines is made with it. */
function postOne(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  const { site, company } = visit;
  const values = readFields(wrapped(visit.call, 'change_order'), FIELDS);
  const stated = statedTotal(visit, values, null);
  const making = { place, record: 'change_order_package', peers: site.state.packages };
  const base = newChange(visit, values, { ...making, list: 'packages' });
  const row = addPackage(site, { ...base, statedTotal: stated }, actorOf(visit));
  if (place.project.changeOrderTiers === 1) {
    const id = nextId(site.state, 'potentialChanges', company.id);
    const link = { originId: null, originCode: null, originData: null, originOwner: null };
    const below = { ...base, ...link, id, packageId: row.id, requestId: null, lines: [] };
    addPotential(site, below, actorOf(visit));
  }
  return created(shownPackage(site, row));
}

function statuses(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  return listPage(
    visit,
    CHANGE_STATUSES.map((status, index) => ({
      id: index + 1,
      name: status.charAt(0).toUpperCase() + status.slice(1).replace(/_/g, ' '),
      mapped_to_status: status,
      show_in_select: status !== 'revised',
    })),
  );
}

const PATH = '/rest/v1.0/change_order_packages';

export const changeOrderRoutes: readonly Route[] = [
  get(PATH, list),
  get(`${PATH}/{id}`, visit => ok(shownPackage(visit.site, packageIn(visit, READ)))),
  post(PATH, postOne),
  patch(`${PATH}/{id}`, patchOne),
  get('/rest/v1.0/change_order/statuses', statuses),
];
