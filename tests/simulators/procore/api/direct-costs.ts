import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { removeCostLine, removeDirectCost } from '../acts/direct-costs';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byIds, byRange, byText, type Filter, filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { numberOrNull, readFields, textOrNull } from '../rules/fields';
import { refuseWhileLinked } from '../rules/locks';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import type { DirectCostLineRow, DirectCostRow } from '../store/cost-rows';
import type { ProjectRow } from '../store/rows';
import {
  briefDirectCost,
  costLine,
  listedCostLine,
  listedDirectCost,
  shownDirectCost,
} from '../views/direct-cost';
import {
  createCost,
  createCostLine,
  HEADER_FIELDS,
  innerLines,
  LINE_FIELDS,
  PATCH_FIELDS,
  SYNC_FIELDS,
  updateCost,
  updateCostLine,
  type Values,
  writeInnerLines,
} from './direct-cost-writes';

type Version = 'v1.0' | 'v1.1';

const READ = { tool: 'direct_costs', level: 'Read Only' } as const;
const WRITE = { tool: 'direct_costs', level: 'Standard' } as const;

/** The wrapper of writes has another name in each version; v1.0 knows no lines there. */
const WRAPPER: Readonly<Record<Version, string>> = { 'v1.0': 'item', 'v1.1': 'direct_cost' };

const LOCK = {
  free: ['origin_id', 'origin_data'],
  why: 'The direct cost cannot be edited or deleted because it is synced with an ERP system',
} as const;

const FILTERS: Readonly<Record<string, Filter<DirectCostRow>>> = {
  id: byIds(row => row.id),
  origin_id: byText(row => row.originId),
  invoice_number: byText(row => row.invoiceNumber),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  payment_date: byRange(row => row.paymentDate),
  received_date: byRange(row => row.receivedDate),
};

const inProject = ({ site }: Visit, project: ProjectRow): DirectCostRow[] =>
  site.state.directCosts.filter(row => row.projectId === project.id);

function costIn(visit: Visit, at: { param: string; need: typeof READ | typeof WRITE }): DirectCostRow {
  const id = pathId(visit.call, at.param);
  const row = inProject(visit, projectOf(visit, at.need)).find(one => one.id === id);
  if (!row) throw notFound('Direct cost');
  return row;
}

const view = (visit: Visit, row: DirectCostRow, version: Version) =>
  version === 'v1.0' ? briefDirectCost(visit.site, row) : shownDirectCost(visit.site, row);

function list(visit: Visit): Answer {
  const rows = filtered(visit.call, inProject(visit, projectOf(visit, READ)), FILTERS);
  return listPage(
    visit,
    rows.map(row => listedDirectCost(visit.site, row)),
  );
}

function requireHeader(values: Values): void {
  if (!textOrNull(values['invoice_number'])) throw refuseField(422, 'invoice_number', "can't be blank");
  if (numberOrNull(values['vendor_id']) === null) throw refuseField(422, 'vendor_id', "can't be blank");
}

function postOne(visit: Visit, version: Version): Answer {
  const project = projectOf(visit, WRITE);
  const kinds = version === 'v1.0' ? HEADER_FIELDS : { ...HEADER_FIELDS, line_items: 'list' as const };
  const values = readFields(wrapped(visit.call, WRAPPER[version]), kinds);
  requireHeader(values);
  const lines = innerLines(values['line_items']);
  const row = createCost(visit, project, values);
  writeInnerLines(visit, row, lines);
  return created(view(visit, row, version));
}

function patchOne(visit: Visit, version: Version): Answer {
  const row = costIn(visit, { param: 'id', need: WRITE });
  const values = readFields(wrapped(visit.call, WRAPPER[version]), PATCH_FIELDS);
  refuseWhileLinked(row, values, LOCK);
  const lines = innerLines(values['line_items']);
  updateCost(visit, row, values);
  writeInnerLines(visit, row, lines);
  return ok(view(visit, row, version));
}

function remove(visit: Visit): Answer {
  const row = costIn(visit, { param: 'id', need: WRITE });
  refuseWhileLinked(row, { base: null }, LOCK);
  removeDirectCost(visit.site, row, actorOf(visit));
  return ok({ id: row.id });
}

/** The way of another system: it writes what is locked for everybody else. */
function sync(visit: Visit): Answer {
  const project = projectOf(visit, WRITE);
  return syncAnswer<DirectCostRow>(visit.call, {
    kinds: SYNC_FIELDS,
    takesId: true,
    findById: id => inProject(visit, project).find(row => row.id === id),
    findByOrigin: originId => inProject(visit, project).find(row => row.originId === originId),
    create: values => createCost(visit, project, values),
    update: (row, values) => updateCost(visit, row, values),
    show: row => briefDirectCost(visit.site, row),
  });
}

interface Found {
  readonly cost: DirectCostRow;
  readonly row: DirectCostLineRow;
}

const linesIn = (visit: Visit, project: ProjectRow): Found[] =>
  inProject(visit, project).flatMap(cost => cost.lines.map(row => ({ cost, row })));

const LINE_FILTERS: Readonly<Record<string, Filter<Found>>> = {
  direct_cost_id: byIds(({ cost }) => cost.id),
  id: byIds(({ row }) => row.id),
  created_at: byRange(({ row }) => row.createdAt),
  updated_at: byRange(({ row }) => row.updatedAt),
  cost_code_id: byIds(({ row }) => row.costCodeId),
  line_item_type_id: byIds(({ row }) => row.costTypeId),
};

function allLines(visit: Visit): Answer {
  const rows = filtered(visit.call, linesIn(visit, projectOf(visit, READ)), LINE_FILTERS);
  return listPage(
    visit,
    rows.map(({ cost, row }) => listedCostLine(visit.site, row, cost)),
  );
}

/** A new line names its cost; the cost must be of this project. */
function createBySync(visit: Visit, project: ProjectRow, values: Values): Found {
  const id = numberOrNull(values['direct_cost_id']);
  const cost = inProject(visit, project).find(one => one.id === id);
  if (!cost) throw refuseField(422, 'direct_cost_id', 'does not exist in this project');
  return { cost, row: createCostLine(visit, cost, values) };
}

function updateBySync(visit: Visit, found: Found, values: Values): void {
  const id = numberOrNull(values['direct_cost_id']);
  if (id !== null && id !== found.cost.id) throw refuseField(422, 'direct_cost_id', 'cannot be changed');
  updateCostLine(visit, found, values);
}

function syncLines(visit: Visit): Answer {
  const project = projectOf(visit, WRITE);
  return syncAnswer<Found>(visit.call, {
    kinds: LINE_FIELDS,
    takesId: true,
    findById: id => linesIn(visit, project).find(one => one.row.id === id),
    findByOrigin: originId => linesIn(visit, project).find(one => one.row.originId === originId),
    create: values => createBySync(visit, project, values),
    update: (found, values) => updateBySync(visit, found, values),
    show: ({ cost, row }) => costLine(visit.site, row, cost),
  });
}

const holder = (visit: Visit, need: typeof READ | typeof WRITE): DirectCostRow =>
  costIn(visit, { param: 'direct_cost_id', need });

function lineIn(visit: Visit, cost: DirectCostRow): DirectCostLineRow {
  const row = cost.lines.find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Line item');
  return row;
}

/** A cost that may be written line by line. */
function unlocked(visit: Visit, values: Values): DirectCostRow {
  const cost = holder(visit, WRITE);
  refuseWhileLinked(cost, values, LOCK);
  return cost;
}

const lineValues = (visit: Visit): Values => readFields(wrapped(visit.call, 'line_item'), LINE_FIELDS);

function postLine(visit: Visit): Answer {
  const values = lineValues(visit);
  const cost = unlocked(visit, { ...values, base: null });
  return created(costLine(visit.site, createCostLine(visit, cost, values), cost));
}

function patchLine(visit: Visit): Answer {
  const values = lineValues(visit);
  const cost = unlocked(visit, values);
  const row = lineIn(visit, cost);
  updateCostLine(visit, { cost, row }, values);
  return ok(costLine(visit.site, row, cost));
}

function removeLine(visit: Visit): Answer {
  const cost = unlocked(visit, { base: null });
  const row = lineIn(visit, cost);
  removeCostLine(visit.site, row, { cost, actor: actorOf(visit) });
  return ok({ id: row.id });
}

function lineRoutes(version: Version): Route[] {
  const path = `/rest/${version}/projects/{project_id}/direct_costs/{direct_cost_id}/line_items`;
  return [
    get(path, visit => {
      const cost = holder(visit, READ);
      return listPage(
        visit,
        cost.lines.map(row => costLine(visit.site, row, cost)),
      );
    }),
    get(`${path}/{id}`, visit => {
      const cost = holder(visit, READ);
      return ok(costLine(visit.site, lineIn(visit, cost), cost));
    }),
    post(path, postLine),
    patch(`${path}/{id}`, patchLine),
    del(`${path}/{id}`, removeLine),
  ];
}

function routesFor(version: Version): Route[] {
  const path = `/rest/${version}/projects/{project_id}/direct_costs`;
  return [
    get(path, list),
    get(`${path}/{id}`, visit => ok(view(visit, costIn(visit, { param: 'id', need: READ }), version))),
    post(path, visit => postOne(visit, version)),
    patch(`${path}/{id}`, visit => patchOne(visit, version)),
    del(`${path}/{id}`, remove),
  ];
}

const V1 = '/rest/v1.0/projects/{project_id}/direct_costs';

export const directCostRoutes: readonly Route[] = [
  patch(`${V1}/sync`, sync),
  get(`${V1}/line_items`, allLines),
  patch(`${V1}/line_items/sync`, syncLines),
  ...routesFor('v1.0'),
  ...routesFor('v1.1'),
  ...lineRoutes('v1.0'),
];
