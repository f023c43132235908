import { actorOf } from '../access/caller';
import { KINDS } from '../acts/kinds';
import { removeLine } from '../acts/lines';
import { type Answer, created, noContent, notFound, ok } from '../http/answer';
import { byIds, byRange, type Filter, filtered, viewOf } from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { readFields } from '../rules/fields';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import type { ContractKind, ContractRow, LineRow } from '../store/rows';
import { linesOf } from '../store/state';
import { lineView, sourceLineView } from '../views/line';
import { LINE_FIELDS } from './contract-fields';
import { contractOf, READ_COMMITMENTS, WRITE_COMMITMENTS } from './contracts';
import { createLine, refuseLocked, updateLine } from './line-writes';

const FILTERS: Readonly<Record<string, Filter<LineRow>>> = {
  id: byIds(row => row.id),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  cost_code_id: byIds(row => row.costCodeId),
  line_item_type_id: byIds(row => row.costTypeId),
};

function holder(
  visit: Visit,
  kind: ContractKind,
  need: typeof READ_COMMITMENTS | typeof WRITE_COMMITMENTS,
): ContractRow {
  return contractOf(visit, { kind, param: `${KINDS[kind].name}_id`, need });
}

function lineOf(visit: Visit, contract: ContractRow): LineRow {
  const id = pathId(visit.call, 'id');
  const row = linesOf(visit.site.state, contract.id).find(line => line.id === id);
  if (!row) throw notFound('Line item');
  return row;
}

function list(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, READ_COMMITMENTS);
  const view = viewOf(visit.call, ['default', 'ssov_source_lines'] as const, 'default');
  const rows = filtered(visit.call, linesOf(visit.site.state, contract.id), FILTERS);
  const show = (row: LineRow) =>
    view === 'default' ? lineView(visit.site, row, contract) : sourceLineView(visit.site, row);
  return listPage(visit, rows.map(show));
}

function showOne(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, READ_COMMITMENTS);
  return ok(lineView(visit.site, lineOf(visit, contract), contract));
}

function patchOne(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, WRITE_COMMITMENTS);
  const row = lineOf(visit, contract);
  updateLine(visit, { contract, row }, readFields(wrapped(visit.call, 'line_item'), LINE_FIELDS));
  return ok(lineView(visit.site, row, contract));
}

function postOne(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, WRITE_COMMITMENTS);
  const row = createLine(visit, contract, readFields(wrapped(visit.call, 'line_item'), LINE_FIELDS));
  return created(lineView(visit.site, row, contract));
}

function remove(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, WRITE_COMMITMENTS);
  const row = lineOf(visit, contract);
  refuseLocked(contract);
  removeLine(visit.site, row, { contract, actor: actorOf(visit) });
  return noContent;
}

/** An `origin_id` that no line of the contract carries makes a new line: that is how a careless sync doubles them. */
function sync(visit: Visit, kind: ContractKind): Answer {
  const contract = holder(visit, kind, WRITE_COMMITMENTS);
  return syncAnswer<LineRow>(visit.call, {
    kinds: LINE_FIELDS,
    takesId: false,
    findById: () => undefined,
    findByOrigin: originId => linesOf(visit.site.state, contract.id).find(row => row.originId === originId),
    create: values => createLine(visit, contract, values),
    update: (row, values) => updateLine(visit, { contract, row }, values),
    show: row => lineView(visit.site, row, contract),
  });
}

function routesFor(kind: ContractKind): Route[] {
  const { name } = KINDS[kind];
  const path = `/rest/v1.0/${name}s/{${name}_id}/line_items`;
  return [
    get(path, visit => list(visit, kind)),
    get(`${path}/{id}`, visit => showOne(visit, kind)),
    post(path, visit => postOne(visit, kind)),
    patch(`${path}/sync`, visit => sync(visit, kind)),
    patch(`${path}/{id}`, visit => patchOne(visit, kind)),
    del(`${path}/{id}`, visit => remove(visit, kind)),
  ];
}

export const contractLineRoutes: readonly Route[] = [
  ...routesFor('purchase_order'),
  ...routesFor('subcontract'),
];
