import { actorOf } from '../access/caller';
import { projectOf, requireCompanyTool } from '../access/rights';
import { announceCreation, COST_TYPE, changeRow } from '../acts/records';
import { type Answer, created, notFound, ok, Refusal, refuseField } from '../http/answer';
import { byText, type Filter, filtered } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { type FieldKinds, readFields, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite, ORIGIN_FIELDS_WITHOUT_CODE } from '../rules/origin';
import { optionalScopeId, pathId, scopeId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import type { CostTypeRow } from '../store/rows';
import { nextId } from '../store/state';
import { costType } from '../views/codes';

type Values = Record<string, Json>;

const BASE_TYPES = [
  'equipment',
  'materials',
  'commitment',
  'owner_cost',
  'professional_services',
  'other',
] as const;

/** The code is written as `csv_import_code` and read as `code`. */
const FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  name: 'text',
  csv_import_code: 'text',
  base_type: BASE_TYPES,
};

const FILTERS: Readonly<Record<string, Filter<CostTypeRow>>> = { origin_id: byText(row => row.originId) };

const ofCompany = ({ site, company }: Visit): CostTypeRow[] =>
  site.state.costTypes.filter(row => row.companyId === company.id);

function list(visit: Visit): Answer {
  const { call } = visit;
  if (optionalScopeId(call, 'project_id') !== null) projectOf(visit, null);
  else if (optionalScopeId(call, 'company_id') === null) {
    throw new Refusal(400, 'Either company_id or project_id must be given');
  }
  return listPage(visit, filtered(call, ofCompany(visit), FILTERS).map(costType));
}

const claimOf = (visit: Visit, row: CostTypeRow | null) => ({
  record: 'line_item_type',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.costTypes,
});

const baseTypeOf = (values: Values): CostTypeRow['baseType'] | undefined =>
  BASE_TYPES.find(type => type === values['base_type']);

function update(visit: Visit, row: CostTypeRow, values: Values): void {
  const actor = actorOf(visit);
  const claim = claimOf(visit, row);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const change = {
    ...link,
    name: textOrNull(values['name']) ?? row.name,
    code: textOrNull(values['csv_import_code']) ?? row.code,
    baseType: baseTypeOf(values) ?? row.baseType,
  };
  changeRow(visit.site, row, { subject: COST_TYPE, actor, change });
}

function create(visit: Visit, values: Values): CostTypeRow {
  const name = textOrNull(values['name']);
  const code = textOrNull(values['csv_import_code']);
  if (!name) throw refuseField(422, 'name', "can't be blank");
  if (!code) throw refuseField(422, 'csv_import_code', "can't be blank");
  const { site, company } = visit;
  const actor = actorOf(visit);
  const row: CostTypeRow = {
    ...linkAfter(values, claimOf(visit, null), actor),
    id: nextId(site.state, 'costTypes', company.id),
    companyId: company.id,
    name,
    code,
    baseType: baseTypeOf(values) ?? 'other',
  };
  site.state.costTypes.push(row);
  announceCreation(site, row, { subject: COST_TYPE, actor });
  return row;
}

const requireAdmin = (visit: Visit): void => requireCompanyTool(visit, { tool: 'admin', level: 'Standard' });

function patchOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const row = ofCompany(visit).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Line item type');
  update(visit, row, readFields(wrapped(visit.call, 'line_item_type'), FIELDS));
  return ok(costType(row));
}

/** Labour may be asked for and is then read as nothing of the sort: Procore knows no such kind in its answers. */
function postOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  const kinds: FieldKinds = { ...FIELDS, base_type: [...BASE_TYPES, 'labor'] };
  return created(costType(create(visit, readFields(wrapped(visit.call, 'line_item_type'), kinds))));
}

function sync(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  return syncAnswer<CostTypeRow>(visit.call, {
    kinds: FIELDS,
    takesId: true,
    findById: id => ofCompany(visit).find(row => row.id === id),
    findByOrigin: originId => ofCompany(visit).find(row => row.originId === originId),
    create: values => create(visit, values),
    update: (row, values) => update(visit, row, values),
    show: costType,
  });
}

export const costTypeRoutes: readonly Route[] = [
  get('/rest/v1.0/line_item_types', list),
  post('/rest/v1.0/line_item_types', postOne),
  patch('/rest/v1.0/line_item_types/sync', sync),
  patch('/rest/v1.0/line_item_types/{id}', patchOne),
];
