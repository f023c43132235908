import { actorOf } from '../access/caller';
import { projectOf, requireCompanyTool } from '../access/rights';
import { announceCreation, changeRow, type Subject } from '../acts/records';
import { type Answer, refuseField } from '../http/answer';
import { listPage, pageOf } from '../http/pages';
import { get, patch, type Route, type Visit } from '../http/router';
import type { Json, JsonObject } from '../json';
import { type FieldKinds, textOr, textOrNull } from '../rules/fields';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { scopeId } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { stampNow } from '../site';
import { noLink, type ProjectRow, type SubJobRow, type TaxCodeRow, type UnitRow } from '../store/rows';
import { nextId } from '../store/state';
import { originWithoutCode } from '../views/shared';

type Values = Record<string, Json>;

const requireAdmin = (visit: Visit): void => requireCompanyTool(visit, { tool: 'admin', level: 'Standard' });

const UNIT: Subject = { words: 'Unit', resourceName: null, projectId: null };
const TAX_CODE: Subject = { words: 'Tax code', resourceName: null, projectId: null };

const unitsOf = ({ site, company }: Visit): UnitRow[] =>
  site.state.units.filter(row => row.companyId === company.id);

const unitView = (row: UnitRow): JsonObject => ({
  id: row.id,
  name: row.name,
  description: row.name,
  is_standard: row.isStandard,
  uom_category: row.isStandard ? { id: 1, name: 'General' } : { id: 9, name: 'Custom' },
});

function unitName(visit: Visit, values: Values, row: UnitRow | null): string {
  const name = textOr(values['name'], row?.name ?? '').trim();
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  const isTaken = unitsOf(visit).some(one => one !== row && one.name.toLowerCase() === name.toLowerCase());
  if (isTaken) throw refuseField(422, 'name', 'has already been taken');
  return name;
}

function createUnit(visit: Visit, values: Values): UnitRow {
  const { site, company } = visit;
  const name = unitName(visit, values, null);
  const id = nextId(site.state, 'units', company.id);
  const row: UnitRow = { id, companyId: company.id, name, isStandard: false };
  site.state.units.push(row);
  announceCreation(site, row, { subject: UNIT, actor: actorOf(visit) });
  return row;
}

function updateUnit(visit: Visit, row: UnitRow, values: Values): void {
  if (row.isStandard) throw refuseField(422, 'base', 'A standard unit cannot be changed');
  const change = { name: unitName(visit, values, row) };
  changeRow(visit.site, row, { subject: UNIT, actor: actorOf(visit), change });
}

/** Units know no other system: they are found by id alone. */
function syncUnits(visit: Visit): Answer {
  requireAdmin(visit);
  return syncAnswer<UnitRow>(visit.call, {
    kinds: { name: 'text', uom_category_id: 'id' },
    takesId: true,
    findById: id => unitsOf(visit).find(row => row.id === id),
    findByOrigin: () => undefined,
    create: values => createUnit(visit, values),
    update: (row, values) => updateUnit(visit, row, values),
    show: unitView,
  });
}

const taxCodesOf = ({ site, company }: Visit): TaxCodeRow[] =>
  site.state.taxCodes.filter(row => row.companyId === company.id);

const taxCodeView = (row: TaxCodeRow): JsonObject => ({
  id: row.id,
  code: row.code,
  description: row.description,
  rate1: Number(row.rate),
  archived: row.isArchived,
  default_tax_code: row.isDefault,
  ...originWithoutCode(row),
});

const TAX_FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  code: 'text',
  description: 'text',
  rate1: 'decimal',
  archived: 'flag',
  default_tax_code: 'flag',
};

const taxClaim = (visit: Visit, row: TaxCodeRow | null) => ({
  record: 'tax_code',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.taxCodes,
});

function taxContent(values: Values, before: TaxCodeRow): Partial<TaxCodeRow> {
  const code = textOr(values['code'], before.code).trim();
  if (code === '') throw refuseField(422, 'code', "can't be blank");
  return {
    code,
    description: textOr(values['description'], before.description),
    rate: textOr(values['rate1'], before.rate),
    isArchived: typeof values['archived'] === 'boolean' ? values['archived'] : before.isArchived,
    isDefault:
      typeof values['default_tax_code'] === 'boolean' ? values['default_tax_code'] : before.isDefault,
  };
}

function createTaxCode(visit: Visit, values: Values): TaxCodeRow {
  const { site, company } = visit;
  const blank: TaxCodeRow = {
    ...noLink,
    id: 0,
    companyId: company.id,
    code: '',
    description: '',
    rate: '0.0',
    isArchived: false,
    isDefault: false,
  };
  const content = taxContent(values, blank);
  const link = relink(visit, values, taxClaim(visit, null));
  const row = { ...blank, ...content, ...link, id: nextId(site.state, 'taxCodes', company.id) };
  site.state.taxCodes.push(row);
  announceCreation(site, row, { subject: TAX_CODE, actor: actorOf(visit) });
  return row;
}

function updateTaxCode(visit: Visit, row: TaxCodeRow, values: Values): void {
  const content = taxContent(values, row);
  const link = relink(visit, values, taxClaim(visit, row));
  const change = { ...content, ...link };
  changeRow(visit.site, row, { subject: TAX_CODE, actor: actorOf(visit), change });
}

/** At most a hundred a page, whatever is asked. */
function taxCodes(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  return pageOf(visit, taxCodesOf(visit), { size: 100, most: 100, show: taxCodeView });
}

function syncTaxCodes(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireAdmin(visit);
  return syncAnswer<TaxCodeRow>(visit.call, {
    kinds: TAX_FIELDS,
    takesId: true,
    findById: id => taxCodesOf(visit).find(row => row.id === id),
    findByOrigin: originId => taxCodesOf(visit).find(row => row.originId === originId),
    create: values => createTaxCode(visit, values),
    update: (row, values) => updateTaxCode(visit, row, values),
    show: taxCodeView,
  });
}

const subJobs = ({ site }: Visit, project: ProjectRow): SubJobRow[] =>
  site.state.subJobs.filter(row => row.projectId === project.id);

const subJobView = (row: SubJobRow): JsonObject => ({
  id: row.id,
  name: row.name,
  code: row.code,
  ...originWithoutCode(row),
  created_at: row.createdAt,
  updated_at: row.updatedAt,
});

const subJobSubject = (projectId: number): Subject => ({
  words: 'Sub job',
  resourceName: 'Sub Jobs',
  projectId,
});

const subJobClaim = (visit: Visit, row: SubJobRow | null) => ({
  record: 'sub_job',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.subJobs,
});

/** The code is unique in the project. */
function subJobContent(visit: Visit, values: Values, at: { project: ProjectRow; row: SubJobRow | null }) {
  const code = textOrNull(values['code'])?.trim() ?? at.row?.code ?? '';
  const name = textOrNull(values['name'])?.trim() ?? at.row?.name ?? '';
  if (code === '') throw refuseField(422, 'code', "can't be blank");
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  if (subJobs(visit, at.project).some(one => one !== at.row && one.code === code)) {
    throw refuseField(422, 'code', 'has already been taken');
  }
  return { code, name };
}

function createSubJob(visit: Visit, project: ProjectRow, values: Values): SubJobRow {
  const { site, company } = visit;
  const content = subJobContent(visit, values, { project, row: null });
  const link = relink(visit, values, subJobClaim(visit, null));
  const at = stampNow(site);
  const row: SubJobRow = {
    ...link,
    ...content,
    id: nextId(site.state, 'subJobs', company.id),
    companyId: company.id,
    projectId: project.id,
    createdAt: at,
    updatedAt: at,
  };
  site.state.subJobs.push(row);
  announceCreation(site, row, { subject: subJobSubject(project.id), actor: actorOf(visit) });
  return row;
}

function updateSubJob(visit: Visit, row: SubJobRow, at: { project: ProjectRow; values: Values }): void {
  const content = subJobContent(visit, at.values, { project: at.project, row });
  const link = relink(visit, at.values, subJobClaim(visit, row));
  const subject = subJobSubject(row.projectId);
  changeRow(visit.site, row, { subject, actor: actorOf(visit), change: { ...content, ...link } });
}

function syncSubJobs(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  return syncAnswer<SubJobRow>(visit.call, {
    kinds: { ...ORIGIN_FIELDS_WITHOUT_CODE, name: 'text', code: 'text' },
    takesId: true,
    findById: id => subJobs(visit, project).find(row => row.id === id),
    findByOrigin: originId => subJobs(visit, project).find(row => row.originId === originId),
    create: values => createSubJob(visit, project, values),
    update: (row, values) => updateSubJob(visit, row, { project, values }),
    show: subJobView,
  });
}

export const companyListRoutes: readonly Route[] = [
  get('/rest/v1.0/companies/{company_id}/uoms', visit => listPage(visit, unitsOf(visit).map(unitView))),
  patch('/rest/v1.0/companies/{company_id}/uoms/sync', syncUnits),
  get('/rest/v1.0/tax_codes', taxCodes),
  patch('/rest/v1.0/tax_codes/sync', syncTaxCodes),
  get('/rest/v1.0/sub_jobs', visit =>
    listPage(visit, subJobs(visit, projectOf(visit, null)).map(subJobView)),
  ),
  patch('/rest/v1.0/sub_jobs/sync', syncSubJobs),
];
