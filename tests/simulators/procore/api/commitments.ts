import { projectOf } from '../access/rights';
import { KINDS } from '../acts/kinds';
import { type Answer, notFound, ok } from '../http/answer';
import {
  byFlag,
  byIds,
  byRange,
  byWord,
  type Filter,
  filtered,
  ignored,
  viewOf,
  withDeleted,
} from '../http/filters';
import { listPage, v2Page } from '../http/pages';
import { get, type Route, type Visit } from '../http/router';
import { pathId } from '../rules/scope';
import type { ContractRow, LineRow } from '../store/rows';
import { byId, linesOf } from '../store/state';
import { briefWbsCode } from '../views/codes';
import { listedCommitment, shownCommitment, v2Contract } from '../views/contract';
import { READ_COMMITMENTS } from './contracts';

const inProject = (visit: Visit): ContractRow[] => {
  const project = projectOf(visit, READ_COMMITMENTS);
  return visit.site.state.contracts.filter(row => row.projectId === project.id);
};

/** Takes no filter at all, and shows nothing of other systems. */
function list(visit: Visit): Answer {
  const live = inProject(visit).filter(row => row.deletedAt === null);
  const rows = filtered(visit.call, live, {});
  return listPage(
    visit,
    rows.map(row => listedCommitment(visit.site, row)),
  );
}

function show(visit: Visit): Answer {
  const row = inProject(visit).find(one => one.id === pathId(visit.call, 'id') && one.deletedAt === null);
  if (!row) throw notFound('Commitment');
  return ok(shownCommitment(visit.site, row));
}

const STATUSES = [...KINDS.purchase_order.statuses, ...KINDS.subcontract.statuses];

const V2_FILTERS: Readonly<Record<string, Filter<ContractRow>>> = {
  id: byIds(row => row.id),
  type: byWord(['WorkOrderContract', 'PurchaseOrderContract'], row => KINDS[row.kind].type),
  status: byWord(STATUSES, row => row.status),
  accounting_method: byWord(['amount', 'unit'], row => row.accountingMethod),
  vendor_id: byIds(row => row.vendorId),
  executed: byFlag(row => row.status === 'Approved'),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  deleted_at: byRange(row => row.deletedAt),
  include_deleted: ignored,
};

function v2List(visit: Visit): Answer {
  viewOf(visit.call, ['default', 'extended'] as const, 'default');
  const rows = filtered(visit.call, withDeleted(visit.call, inProject(visit)), V2_FILTERS);
  return v2Page(
    visit,
    rows.map(row => v2Contract(visit.site, row)),
  );
}

function v2Line(visit: Visit, row: LineRow) {
  const wbs = byId(visit.site.state.wbsCodes, row.wbsCodeId);
  return {
    id: String(row.id),
    description: row.description,
    uom: row.uom,
    quantity: Number(row.quantity),
    unit_cost: row.unitCost,
    amount: row.amount,
    extended_type: row.extendedType,
    wbs_code_id: wbs ? String(wbs.id) : null,
    tax_code_id: null,
    position: row.position,
    prime_line_item_id: null,
    wbs_code: wbs ? { ...briefWbsCode(visit.site, wbs), id: String(wbs.id) } : null,
  };
}

function v2Lines(visit: Visit): Answer {
  const id = pathId(visit.call, 'commitment_contract_id');
  const contract = inProject(visit).find(row => row.id === id && row.deletedAt === null);
  if (!contract) throw notFound('Commitment contract');
  return v2Page(
    visit,
    linesOf(visit.site.state, id).map(row => v2Line(visit, row)),
  );
}

const V2 = '/rest/v2.0/companies/{company_id}/projects/{project_id}/commitment_contracts';

export const commitmentRoutes: readonly Route[] = [
  get('/rest/v1.0/commitments', list),
  get('/rest/v1.0/commitments/{id}', show),
  get(V2, v2List),
  get(`${V2}/{commitment_contract_id}/line_items`, v2Lines),
];
