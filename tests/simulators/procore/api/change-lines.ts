import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { addChangeLine, changeChangeLine, removeChangeLine } from '../acts/change-orders';
import { type Answer, created, noContent, notFound, ok, refuseField } from '../http/answer';
import { byIds, byRange, type Filter, filtered } from '../http/filters';
import { listPage, v2Page } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { packageIdOf } from '../rules/committed';
import { type FieldKinds, numberOrNull, readFields } from '../rules/fields';
import { ORIGIN_ONLY, refuseFields } from '../rules/locks';
import { relink } from '../rules/origin';
import { bodyObject, pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { stampNow } from '../site';
import type { ChangeLineRow, PotentialChangeRow } from '../store/change-rows';
import { noLink } from '../store/rows';
import { byId, linesOf, nextId } from '../store/state';
import { changeLine, changeLineV2 } from '../views/change-orders';
import { READ, type Values, WRITE } from './change-fields';
import { facadeOf } from './commitment-change-orders';
import { BLANK_CONTENT, CONTENT_FIELDS, hasCode, lineContent } from './line-content';

function holderIn(visit: Visit, need: typeof READ | typeof WRITE): PotentialChangeRow {
  const project = projectOf(visit, need);
  const id = pathId(visit.call, 'potential_change_order_id');
  const row = visit.site.state.potentialChanges.find(
    one => one.id === id && one.projectId === project.id && one.deletedAt === null,
  );
  if (!row) throw notFound('Potential change order');
  return row;
}

function lineIn(visit: Visit, holder: PotentialChangeRow): ChangeLineRow {
  const row = holder.lines.find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Line item');
  return row;
}

/** Approved lines stand still; another system's mark may still be put on them. */
function refuseLocked(visit: Visit, holder: PotentialChangeRow): void {
  const above = byId(visit.site.state.packages, packageIdOf(visit.site.state, holder));
  if ((above ?? holder).status !== 'approved') return;
  refuseFields(['base'], 'The line items cannot be changed while the change order is approved');
}

const claimOf = (visit: Visit, row: ChangeLineRow | null) => ({
  record: 'potential_change_order_line_item',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.potentialChanges.flatMap(one => one.lines),
});

function commitmentLine(
  visit: Visit,
  holder: PotentialChangeRow,
  at: { values: Values; before: number | null },
) {
  if (!('commitment_line_item_id' in at.values)) return at.before;
  const id = numberOrNull(at.values['commitment_line_item_id']);
  if (id !== null && !linesOf(visit.site.state, holder.contractId).some(line => line.id === id)) {
    throw refuseField(422, 'commitment_line_item_id', 'is no line of the contract');
  }
  return id;
}

function create(visit: Visit, holder: PotentialChangeRow, values: Values): ChangeLineRow {
  refuseLocked(visit, holder);
  const { site, company } = visit;
  if (!hasCode(values)) throw refuseField(422, 'wbs_code_id', "can't be blank");
  const link = relink(visit, values, claimOf(visit, null));
  const contract = byId(site.state.contracts, holder.contractId);
  const before = {
    ...BLANK_CONTENT,
    extendedType: contract?.accountingMethod === 'unit' ? ('calculated' as const) : ('manual' as const),
  };
  const content = lineContent(visit, values, { projectId: holder.projectId, before });
  const commitmentLineId = commitmentLine(visit, holder, { values, before: null });
  const at = stampNow(site);
  const row: ChangeLineRow = {
    ...noLink,
    ...content,
    ...link,
    id: nextId(site.state, 'changeLines', company.id),
    companyId: company.id,
    position: holder.lines.length + 1,
    commitmentLineId,
    createdAt: at,
    updatedAt: at,
  };
  return addChangeLine(site, row, { potential: holder, actor: actorOf(visit) });
}

function update(visit: Visit, at: { holder: PotentialChangeRow; row: ChangeLineRow }, values: Values): void {
  const { holder, row } = at;
  const isOriginOnly = Object.keys(values).every(name => ORIGIN_ONLY.some(one => one === name));
  if (!isOriginOnly) refuseLocked(visit, holder);
  const link = relink(visit, values, claimOf(visit, row));
  const content = lineContent(visit, values, { projectId: holder.projectId, before: row });
  const commitmentLineId = commitmentLine(visit, holder, { values, before: row.commitmentLineId });
  const change = { ...content, ...link, commitmentLineId };
  changeChangeLine(visit.site, row, { potential: holder, actor: actorOf(visit), change });
}

const FILTERS: Readonly<Record<string, Filter<ChangeLineRow>>> = {
  id: byIds(row => row.id),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  cost_code_id: byIds(row => row.costCodeId),
  line_item_type_id: byIds(row => row.costTypeId),
};

function list(visit: Visit): Answer {
  const holder = holderIn(visit, READ);
  const rows = filtered(visit.call, holder.lines, FILTERS);
  return listPage(
    visit,
    rows.map(row => changeLine(visit.site, row, holder)),
  );
}

function showOne(visit: Visit): Answer {
  const holder = holderIn(visit, READ);
  return ok(changeLine(visit.site, lineIn(visit, holder), holder));
}

const valuesIn = (visit: Visit): Values => readFields(wrapped(visit.call, 'line_item'), CONTENT_FIELDS);

function postOne(visit: Visit): Answer {
  const holder = holderIn(visit, WRITE);
  return created(changeLine(visit.site, create(visit, holder, valuesIn(visit)), holder));
}

function patchOne(visit: Visit): Answer {
  const holder = holderIn(visit, WRITE);
  const row = lineIn(visit, holder);
  update(visit, { holder, row }, valuesIn(visit));
  return ok(changeLine(visit.site, row, holder));
}

function remove(visit: Visit): Answer {
  const holder = holderIn(visit, WRITE);
  const row = lineIn(visit, holder);
  refuseLocked(visit, holder);
  removeChangeLine(visit.site, row, { potential: holder, actor: actorOf(visit) });
  return ok(changeLine(visit.site, row, holder));
}

/** An `origin_id` that no line here carries makes a new line, as with lines of contracts. */
function sync(visit: Visit): Answer {
  const holder = holderIn(visit, WRITE);
  return syncAnswer<ChangeLineRow>(visit.call, {
    kinds: CONTENT_FIELDS,
    takesId: false,
    findById: () => undefined,
    findByOrigin: originId => holder.lines.find(row => row.originId === originId),
    create: values => create(visit, holder, values),
    update: (row, values) => update(visit, { holder, row }, values),
    show: row => changeLine(visit.site, row, holder),
  });
}

/** Of the newer family: no marks of other systems, but the contract line that is changed. */
const V2_FIELDS: FieldKinds = {
  prime_line_item_id: 'id',
  commitment_line_item_id: 'id',
  amount: 'decimal',
  description: 'text',
  quantity: 'decimal',
  unit_cost: 'decimal',
  uom: 'text',
  wbs_code_id: 'id',
  tax_code_id: 'id',
};

const v2Values = (visit: Visit): Values => readFields(bodyObject(visit.call), V2_FIELDS);

function v2Post(visit: Visit): Answer {
  const holder = facadeOf(visit, WRITE);
  return ok({ data: changeLineV2(visit.site, create(visit, holder, v2Values(visit))) });
}

function v2Patch(visit: Visit): Answer {
  const holder = facadeOf(visit, WRITE);
  const row = lineIn(visit, holder);
  update(visit, { holder, row }, v2Values(visit));
  return ok({ data: changeLineV2(visit.site, row) });
}

function v2Remove(visit: Visit): Answer {
  const holder = facadeOf(visit, WRITE);
  const row = lineIn(visit, holder);
  refuseLocked(visit, holder);
  removeChangeLine(visit.site, row, { potential: holder, actor: actorOf(visit) });
  return noContent;
}

const V1 = '/rest/v1.0/potential_change_orders/{potential_change_order_id}/line_items';
const V2 =
  '/rest/v2.0/companies/{company_id}/projects/{project_id}/commitment_change_orders/{commitment_change_order_id}/line_items';

export const changeLineRoutes: readonly Route[] = [
  get(V1, list),
  get(`${V1}/{id}`, showOne),
  post(V1, postOne),
  patch(`${V1}/sync`, sync),
  patch(`${V1}/{id}`, patchOne),
  del(`${V1}/{id}`, remove),
  get(V2, visit =>
    v2Page(
      visit,
      facadeOf(visit, READ).lines.map(row => changeLineV2(visit.site, row)),
    ),
  ),
  get(`${V2}/{id}`, visit => ok({ data: changeLineV2(visit.site, lineIn(visit, facadeOf(visit, READ))) })),
  post(V2, v2Post),
  patch(`${V2}/{id}`, v2Patch),
  del(`${V2}/{id}`, v2Remove),
];
