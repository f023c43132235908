import { actorOf } from '../access/caller';
import { announceCreation, changeRow, VENDOR } from '../acts/records';
import { type Answer, created, notFound, ok, refuseField } from '../http/answer';
import { byContaining, byIds, byRange, byText, type Filter, filtered, sorted, viewOf } from '../http/filters';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import type { Json } from '../json';
import { type FieldKinds, readFields, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite, ORIGIN_FIELDS } from '../rules/origin';
import { pathId, scopeId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import { stampNow } from '../site';
import type { VendorRow } from '../store/rows';
import { nextId } from '../store/state';
import { VENDOR_VIEWS, vendorView } from '../views/vendor';
import { requireDirectory } from './identity';

type Values = Record<string, Json>;

const FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS,
  name: 'text',
  is_active: 'flag',
  address: 'text',
  city: 'text',
  zip: 'text',
  state_code: 'text',
  country_code: 'text',
  business_phone: 'text',
  mobile_phone: 'text',
  fax_number: 'text',
  email_address: 'text',
  website: 'text',
  authorized_bidder: 'flag',
  prequalified: 'flag',
  labor_union: 'text',
  license_number: 'text',
  union_member: 'flag',
  non_union_prevailing_wage: 'flag',
  abbreviated_name: 'text',
  notes: 'text',
  trade_name: 'text',
  vendor_group_id: 'id',
  parent_id: 'id',
  primary_contact_id: 'id',
  trade_ids: 'list',
  bidding_distribution_ids: 'list',
  standard_cost_code_ids: 'list',
  bidding: 'object',
};

const FILTERS: Readonly<Record<string, Filter<VendorRow>>> = {
  id: byIds(row => row.id),
  origin_id: byText(row => row.originId),
  search: byContaining(row => `${row.name} ${row.originCode ?? ''}`),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  // Parents, trades and codes of vendors are no part of this release: nobody has any.
  parent_id: byIds(() => null),
  trade_id: byIds(() => null),
  standard_cost_code_id: byIds(() => null),
};

const ofCompany = ({ site, company }: Visit): VendorRow[] =>
  site.state.vendors.filter(row => row.companyId === company.id);

function listOf(visit: Visit, rows: readonly VendorRow[]): Answer {
  requireDirectory(visit, 'Read Only');
  const { site, call } = visit;
  const view = viewOf(call, VENDOR_VIEWS, 'extended');
  const sorts = { name: (row: VendorRow) => row.name };
  const shown = sorted(call, filtered(call, rows, FILTERS), sorts);
  return listPage(
    visit,
    shown.map(row => vendorView(site, row, view)),
  );
}

/** Active companies only; the others have a list of their own. */
function list(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  return listOf(
    visit,
    ofCompany(visit).filter(row => row.isActive),
  );
}

const inactive = (visit: Visit): Answer =>
  listOf(
    visit,
    ofCompany(visit).filter(row => !row.isActive),
  );

function vendorOf(visit: Visit): VendorRow {
  const row = ofCompany(visit).find(one => one.id === pathId(visit.call, 'id'));
  if (!row) throw notFound('Vendor');
  return row;
}

const answerFor = (visit: Visit, row: VendorRow) =>
  vendorView(visit.site, row, viewOf(visit.call, VENDOR_VIEWS, 'extended'));

function show(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireDirectory(visit, 'Read Only');
  return ok(answerFor(visit, vendorOf(visit)));
}

function moreOf(values: Values): Values {
  const apart = new Set([...Object.keys(ORIGIN_FIELDS), 'name', 'is_active']);
  return Object.fromEntries(Object.entries(values).filter(([name]) => !apart.has(name)));
}

const claimOf = (visit: Visit, row: VendorRow | null) => ({
  record: 'vendor',
  row,
  companyId: visit.company.id,
  peers: visit.site.state.vendors,
});

function update(visit: Visit, row: VendorRow, values: Values): void {
  const name = 'name' in values ? (textOrNull(values['name'])?.trim() ?? '') : row.name;
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  const actor = actorOf(visit);
  const claim = claimOf(visit, row);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const isActive = typeof values['is_active'] === 'boolean' ? values['is_active'] : row.isActive;
  const change = { ...link, name, isActive, more: { ...row.more, ...moreOf(values) } };
  changeRow(visit.site, row, { subject: VENDOR, actor, change });
}

function create(visit: Visit, values: Values): VendorRow {
  const { site, company } = visit;
  const name = textOrNull(values['name'])?.trim() ?? '';
  if (name === '') throw refuseField(422, 'name', "can't be blank");
  const actor = actorOf(visit);
  const link = linkAfter(values, claimOf(visit, null), actor);
  const at = stampNow(site);
  const row: VendorRow = {
    id: nextId(site.state, 'vendors', company.id),
    companyId: company.id,
    name,
    isActive: values['is_active'] !== false,
    ...link,
    createdAt: at,
    updatedAt: at,
    more: moreOf(values),
  };
  site.state.vendors.push(row);
  announceCreation(site, row, { subject: VENDOR, actor });
  return row;
}

function patchOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireDirectory(visit, 'Standard');
  const row = vendorOf(visit);
  update(visit, row, readFields(wrapped(visit.call, 'vendor'), FIELDS));
  return ok(answerFor(visit, row));
}

function postOne(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireDirectory(visit, 'Standard');
  return created(answerFor(visit, create(visit, readFields(wrapped(visit.call, 'vendor'), FIELDS))));
}

function reactivate(visit: Visit): Answer {
  requireDirectory(visit, 'Standard');
  const row = vendorOf(visit);
  changeRow(visit.site, row, { subject: VENDOR, actor: actorOf(visit), change: { isActive: true } });
  return ok(answerFor(visit, row));
}

function sync(visit: Visit): Answer {
  scopeId(visit.call, 'company_id');
  requireDirectory(visit, 'Standard');
  return syncAnswer<VendorRow>(visit.call, {
    kinds: FIELDS,
    takesId: true,
    findById: id => ofCompany(visit).find(row => row.id === id),
    findByOrigin: originId => ofCompany(visit).find(row => row.originId === originId),
    create: values => create(visit, values),
    update: (row, values) => update(visit, row, values),
    show: row => vendorView(visit.site, row, 'extended'),
  });
}

export const vendorRoutes: readonly Route[] = [
  get('/rest/v1.0/vendors', list),
  get('/rest/v1.0/vendors/{id}', show),
  post('/rest/v1.0/vendors', postOne),
  patch('/rest/v1.0/vendors/sync', sync),
  patch('/rest/v1.0/vendors/{id}', patchOne),
  get('/rest/v1.0/companies/{company_id}/vendors/inactive', inactive),
  patch('/rest/v1.0/companies/{company_id}/vendors/inactive/{id}', reactivate),
];
