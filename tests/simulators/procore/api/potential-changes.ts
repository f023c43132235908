import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addPotential, changePotential } from '../acts/change-orders';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byIds, byRange, byText, type Filter, filtered, ignored, withDeleted } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import { isObject } from '../json';
import { type FieldKinds, numberOrNull, readFields } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import type { PotentialChangeRow } from '../store/change-rows';
import { byId } from '../store/state';
import { listedPotential, shownPotential } from '../views/change-orders';
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

const FIELDS: FieldKinds = {
  ...COMMON_FIELDS,
  number: 'text',
  change_order_request_id: 'id',
  change_order_request: 'object',
  commitment_change_event_id: 'id',
  prime_change_event_id: 'id',
  currency_exchange_rate: 'decimal',
};

const FILTERS: Readonly<Record<string, Filter<PotentialChangeRow>>> = {
  ...TIME_FILTERS,
  origin_id: byText(row => row.originId),
  contract_id: byIds(row => row.contractId),
  reviewed_at: byRange(row => row.reviewedAt),
  include_deleted: ignored,
};

function list(visit: Visit): Answer {
  const project = projectOf(visit, READ);
  const rows = visit.site.state.potentialChanges.filter(row => row.projectId === project.id);
  const shown = filtered(visit.call, withDeleted(visit.call, rows), FILTERS);
  return listPage(
    visit,
    shown.map(row => listedPotential(visit.site, row)),
  );
}

const inPlace = (visit: Visit, place: Place): PotentialChangeRow[] =>
  visit.site.state.potentialChanges.filter(
    row => row.contractId === place.contract.id && row.deletedAt === null,
  );

function potentialIn(visit: Visit, place: Place): PotentialChangeRow {
  const row = inPlace(visit, place).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Potential change order');
  return row;
}

type Above = Pick<PotentialChangeRow, 'packageId' | 'requestId'>;

/** A package is named inside `change_order_request`, whether or not there is a request between the two. */
function aboveIn(visit: Visit, place: Place, at: { values: Values; before: Above }): Above {
  const { state } = visit.site;
  const { values, before } = at;
  const inner = values['change_order_request'];
  const packageId = isObject(inner) ? Number(inner['change_order_package_id'] ?? 0) : before.packageId;
  const requestId =
    'change_order_request_id' in values ? numberOrNull(values['change_order_request_id']) : before.requestId;
  if (packageId !== null && byId(state.packages, packageId)?.contractId !== place.contract.id) {
    throw refuseField(422, 'change_order_package_id', 'does not exist in this contract');
  }
  if (requestId !== null && byId(state.requests, requestId)?.contractId !== place.contract.id) {
    throw refuseField(422, 'change_order_request_id', 'does not exist in this contract');
  }
  return { packageId, requestId };
}

/** In one tier there is nothing between a change order and its lines that could be made by itself. */
function create(visit: Visit, place: Place, values: Values): PotentialChangeRow {
  if (place.project.changeOrderTiers === 1) {
    refuseFields(['base'], 'This project has no potential change orders: it has one tier');
  }
  const above = aboveIn(visit, place, { values, before: { packageId: null, requestId: null } });
  const { state } = visit.site;
  const making = { place, record: 'potential_change_order', peers: state.potentialChanges };
  const base = newChange(visit, values, { ...making, list: 'potentialChanges' });
  return addPotential(visit.site, { ...base, ...above, lines: [] }, actorOf(visit));
}

function update(visit: Visit, row: PotentialChangeRow, at: { place: Place; values: Values }): void {
  const { place, values } = at;
  const peers = visit.site.state.potentialChanges;
  const change = changed(visit, values, { row, record: 'potential_change_order', peers });
  const above = aboveIn(visit, place, { values, before: row });
  changePotential(visit.site, row, { change: { ...change, ...above }, actor: actorOf(visit) });
}

function postOne(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  const kinds: FieldKinds = { ...FIELDS, grand_total: 'decimal' };
  const { grand_total: _, ...values } = readFields(wrapped(visit.call, 'change_order'), kinds);
  return created(shownPotential(visit.site, create(visit, place, values)));
}

function patchOne(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  const row = potentialIn(visit, place);
  update(visit, row, { place, values: readFields(wrapped(visit.call, 'change_order'), FIELDS) });
  return ok(shownPotential(visit.site, row));
}

/** Updates list no `id`: records are found by `origin_id` alone. */
function sync(visit: Visit): Answer {
  const place = placeOf(visit, WRITE);
  return syncAnswer<PotentialChangeRow>(visit.call, {
    kinds: FIELDS,
    takesId: false,
    findById: () => undefined,
    findByOrigin: originId => inPlace(visit, place).find(row => row.originId === originId),
    create: values => create(visit, place, values),
    update: (row, values) => update(visit, row, { place, values }),
    show: row => shownPotential(visit.site, row),
  });
}

const PATH = '/rest/v1.0/potential_change_orders';

export const potentialChangeRoutes: readonly Route[] = [
  get(PATH, list),
  get(`${PATH}/{id}`, visit => ok(shownPotential(visit.site, potentialIn(visit, placeOf(visit, READ))))),
  post(PATH, postOne),
  patch(`${PATH}/sync`, sync),
  patch(`${PATH}/{id}`, patchOne),
];
