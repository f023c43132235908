import { actorOf } from '../access/caller';
import { projectOf } from '../access/rights';
import { removeContract } from '../acts/contracts';
import { KINDS } from '../acts/kinds';
import { type Answer, created, noContent, notFound, ok } from '../http/answer';
import {
  byIds,
  byRange,
  byText,
  byWord,
  type Filter,
  filtered,
  ignored,
  viewOf,
  withDeleted,
} from '../http/filters';
import { listPage } from '../http/pages';
import { del, get, patch, post, type Route, type Visit } from '../http/router';
import { readFields } from '../rules/fields';
import { pathId, wrapped } from '../rules/scope';
import { syncAnswer } from '../rules/sync';
import type { ContractKind, ContractRow, ProjectRow } from '../store/rows';
import { listedContract, shownContract } from '../views/contract';
import { CONTRACT_FIELDS } from './contract-fields';
import { createContract, updateContract } from './contract-writes';

const READ = { tool: 'commitments', level: 'Read Only' } as const;
const WRITE = { tool: 'commitments', level: 'Standard' } as const;

const inProject = ({ site }: Visit, project: ProjectRow, kind: ContractKind): ContractRow[] =>
  site.state.contracts.filter(row => row.projectId === project.id && row.kind === kind);

/** A contract of this kind that is not deleted, in the project the request names. */
export function contractOf(
  visit: Visit,
  at: { kind: ContractKind; param: string; need: typeof READ | typeof WRITE },
): ContractRow {
  const project = projectOf(visit, at.need);
  const id = pathId(visit.call, at.param);
  const row = inProject(visit, project, at.kind).find(one => one.id === id && one.deletedAt === null);
  if (!row) throw notFound(KINDS[at.kind].words);
  return row;
}

const filtersFor = (kind: ContractKind): Readonly<Record<string, Filter<ContractRow>>> => ({
  id: byIds(row => row.id),
  status: byWord(KINDS[kind].statuses, row => row.status),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  origin_id: byText(row => row.originId),
  include_deleted: ignored,
});

function list(visit: Visit, kind: ContractKind): Answer {
  const project = projectOf(visit, READ);
  // What the two views differ in is not known; neither has lines.
  viewOf(visit.call, ['compact', 'extended'] as const, 'compact');
  const rows = withDeleted(visit.call, inProject(visit, project, kind));
  const shown = filtered(visit.call, rows, filtersFor(kind));
  return listPage(
    visit,
    shown.map(row => listedContract(visit.site, row)),
  );
}

function patchOne(visit: Visit, kind: ContractKind): Answer {
  const row = contractOf(visit, { kind, param: 'id', need: WRITE });
  updateContract(visit, row, readFields(wrapped(visit.call, KINDS[kind].name), CONTRACT_FIELDS[kind]));
  return ok(shownContract(visit.site, row));
}

function postOne(visit: Visit, kind: ContractKind): Answer {
  const project = projectOf(visit, WRITE);
  const values = readFields(wrapped(visit.call, KINDS[kind].name), CONTRACT_FIELDS[kind]);
  return created(shownContract(visit.site, createContract(visit, { kind, project }, values)));
}

function sync(visit: Visit, kind: ContractKind): Answer {
  const project = projectOf(visit, WRITE);
  const live = (): ContractRow[] => inProject(visit, project, kind).filter(row => row.deletedAt === null);
  return syncAnswer<ContractRow>(visit.call, {
    kinds: CONTRACT_FIELDS[kind],
    takesId: true,
    findById: id => live().find(row => row.id === id),
    findByOrigin: originId => live().find(row => row.originId === originId),
    create: values => createContract(visit, { kind, project }, values),
    update: (row, values) => updateContract(visit, row, values),
    show: row => shownContract(visit.site, row),
  });
}

function remove(visit: Visit, kind: ContractKind): Answer {
  removeContract(visit.site, contractOf(visit, { kind, param: 'id', need: WRITE }), actorOf(visit));
  return noContent;
}

function routesFor(kind: ContractKind): Route[] {
  const path = `/rest/v1.0/${KINDS[kind].name}s`;
  const show = (visit: Visit): Answer =>
    ok(shownContract(visit.site, contractOf(visit, { kind, param: 'id', need: READ })));
  return [
    get(path, visit => list(visit, kind)),
    get(`${path}/{id}`, show),
    post(path, visit => postOne(visit, kind)),
    patch(`${path}/sync`, visit => sync(visit, kind)),
    patch(`${path}/{id}`, visit => patchOne(visit, kind)),
    del(`${path}/{id}`, visit => remove(visit, kind)),
  ];
}

/** Retainage and stored materials as the invoices of a commitment follow them. */
function invoiceConfiguration(visit: Visit): Answer {
  const project = projectOf(visit, READ);
  const id = pathId(visit.call, 'contract_id');
  const { contracts, requisitions } = visit.site.state;
  const row = contracts.find(one => one.id === id && one.projectId === project.id && one.deletedAt === null);
  if (!row) throw notFound('Contract');
  return ok({
    separate_billing_for_stored_materials: true,
    stored_materials_billing_method: 'manual',
    ssr_enabled: false,
    move_materials_to_previous_work_completed: false,
    commitment_has_invoices: requisitions.some(one => one.contractId === row.id),
    retainage_rule_set: null,
  });
}

export const contractRoutes: readonly Route[] = [
  ...routesFor('purchase_order'),
  ...routesFor('subcontract'),
  get('/rest/v1.0/projects/{project_id}/contracts/{contract_id}/invoice_configuration', invoiceConfiguration),
];
export { READ as READ_COMMITMENTS, WRITE as WRITE_COMMITMENTS };
