import { actorOf } from '../access/caller';
import { addRequest, changeRequest } from '../acts/change-orders';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byIds, byWord, type Filter, filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import { type FieldKinds, numberOrNull, readFields } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { CHANGE_STATUSES, type RequestRow } from '../store/change-rows';
import { byId } from '../store/state';
import { listedRequest, shownRequest } from '../views/change-orders';
import {
  COMMON_FIELDS,
  changed,
  newChange,
  type Place,
  placeOf,
  READ,
  TIME_FILTERS,
  type Values,
  WRITE,
} from './change-fields';

const FIELDS: FieldKinds = { ...COMMON_FIELDS, change_order_package_id: 'id', grand_total: 'decimal' };

const FILTERS: Readonly<Record<string, Filter<RequestRow>>> = {
  ...TIME_FILTERS,
  change_order_package_id: byIds(row => row.packageId),
  status: byWord(CHANGE_STATUSES, row => row.status),
  not_status: (values, name) => {
    const isOne = byWord<RequestRow>(CHANGE_STATUSES, row => row.status)(values, name);
    return row => !isOne(row);
  },
};

const inPlace = (visit: Visit, place: Place): RequestRow[] =>
  visit.site.state.requests.filter(row => row.contractId === place.contract.id && row.deletedAt === null);

function requestIn(visit: Visit, need: typeof READ | typeof WRITE): RequestRow {
  const row = inPlace(visit, placeOf(visit, need)).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Change order request');
  return row;
}

function packageIn(visit: Visit, place: Place, at: { values: Values; before: number | null }): number | null {
  if (!('change_order_package_id' in at.values)) return at.before;
  const id = numberOrNull(at.values['change_order_package_id']);
  const row = byId(visit.site.state.packages, id);
  if (id !== null && row?.contractId !== place.contract.id) {
    throw refuseField(422, 'change_order_package_id', 'does not exist in this contract');
  }
  return id;
}

/** The total is the sum of what lies below; it cannot be typed. */
function checkTotal(values: Values): void {
  if ('grand_total' in values) refuseFields(['grand_total'], 'is the sum of the potential change orders');
}

function create(visit: Visit, place: Place, values: Values): RequestRow {
  if (place.project.changeOrderTiers !== 3) {
    refuseFields(['base'], 'This project has no change order requests: it has fewer than three tiers');
  }
  checkTotal(values);
  const { state } = visit.site;
  const packageId = packageIn(visit, place, { values, before: null });
  const making = { place, record: 'change_order_request', peers: state.requests };
  const base = newChange(visit, values, { ...making, list: 'requests' });
  return addRequest(visit.site, { ...base, packageId }, actorOf(visit));
}

function update(visit: Visit, row: RequestRow, at: { place: Place; values: Values }): void {
  checkTotal(at.values);
  const peers = visit.site.state.requests;
  const change = changed(visit, at.values, { row, record: 'change_order_request', peers });
  const packageId = packageIn(visit, at.place, { values: at.values, before: row.packageId });
  changeRequest(visit.site, row, { change: { ...change, packageId }, actor: actorOf(visit) });
}

function list(visit: Visit): Answer {
  const rows = filtered(visit.call, inPlace(visit, placeOf(visit, READ)), FILTERS);
  return listPage(
    visit,
    rows.map(row => listedRequest(visit.site, row)),
  );
}

function postOne(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  const values = readFields(wrapped(visit.call, 'change_order'), FIELDS);
  return created(shownRequest(visit.site, create(visit, place, values)));
}

function patchOne(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  const row = requestIn(visit, WRITE);
  update(visit, row, { place, values: readFields(wrapped(visit.call, 'change_order'), FIELDS) });
  return ok(shownRequest(visit.site, row));
}

function sync(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  return syncAnswer<RequestRow>(visit.call, {
    kinds: FIELDS,
    takesId: true,
    findById: id => inPlace(visit, place).find(row => row.id === id),
    findByOrigin: originId => inPlace(visit, place).find(row => row.originId === originId),
    create: values => create(visit, place, values),
    update: (row, values) => update(visit, row, { place, values }),
    show: row => shownRequest(visit.site, row),
  });
}

const PATH = '/rest/v1.0/change_order_requests';

export const changeRequestRoutes: readonly Route[] = [
  get(PATH, list),
  get(`${PATH}/{id}`, visit => ok(shownRequest(visit.site, requestIn(visit, READ)))),
  post(PATH, postOne),
  patch(`${PATH}/sync`, sync),
  patch(`${PATH}/{id}`, patchOne),
];
