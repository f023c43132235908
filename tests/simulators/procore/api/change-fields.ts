import { projectOf } from '../access/rights';
import { Refusal, refuseField } from '../http/answer';
import { byIds, byRange, type Filter } from '../http/filters';
import type { Visit } from '../http/router';
import type { Json } from '../json';
import { type FieldKinds, textOr } from '../rules/fields';
import { refuseFields } from '../rules/locks';
import { ORIGIN_FIELDS_WITHOUT_CODE, relink } from '../rules/origin';
import { optionalScopeId, scopeId } from '../rules/scope';
import { stampNow } from '../site';
import { CHANGE_STATUSES, type ChangeRow, type ChangeStatus } from '../store/change-rows';
import { type ContractRow, noLink, type ProjectRow } from '../store/rows';
import { nextId } from '../store/state';

export type Values = Record<string, Json>;

export const READ = { tool: 'change_orders', level: 'Read Only' } as const;
export const WRITE = { tool: 'change_orders', level: 'Standard' } as const;

/** What change orders of every tier may carry. */
export const COMMON_FIELDS: FieldKinds = {
  ...ORIGIN_FIELDS_WITHOUT_CODE,
  status: CHANGE_STATUSES,
  title: 'text',
  description: 'text',
  schedule_impact_amount: 'whole',
  due_date: 'date',
  invoiced_date: 'date',
  paid_date: 'date',
};

/** Fields that no rule reads and that are given back as they came. */
const KEPT = [
  'schedule_impact_amount',
  'due_date',
  'invoiced_date',
  'paid_date',
  'executed',
  'signed_change_order_received_date',
];

export const keptOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => KEPT.includes(name)));

/** What may still be written once a change order is approved. */
const FREE_WHEN_APPROVED = [
  'origin_id',
  'origin_code',
  'origin_data',
  'status',
  'executed',
  'due_date',
  'invoiced_date',
  'paid_date',
  'signed_change_order_received_date',
];

/** The lock looks at the status before the write. */
export function refuseWhenApproved(row: ChangeRow, values: Values): void {
  if (row.status !== 'approved') return;
  refuseFields(
    Object.keys(values).filter(name => !FREE_WHEN_APPROVED.includes(name)),
    'cannot be changed while the change order is approved',
  );
}

export const changeStatus = (values: Values, before: ChangeStatus): ChangeStatus =>
  CHANGE_STATUSES.find(status => status === values['status']) ?? before;

export const TIME_FILTERS: Readonly<Record<string, Filter<ChangeRow>>> = {
  id: byIds(row => row.id),
  created_at: byRange(row => row.createdAt),
  updated_at: byRange(row => row.updatedAt),
  due_date: byRange(row => textOrNothing(row.more['due_date'])),
  invoiced_date: byRange(row => textOrNothing(row.more['invoiced_date'])),
  paid_date: byRange(row => textOrNothing(row.more['paid_date'])),
};

const textOrNothing = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

function contractById(visit: Visit, project: ProjectRow, id: number): ContractRow {
  const row = visit.site.state.contracts.find(
    one => one.id === id && one.projectId === project.id && one.deletedAt === null,
  );
  if (!row) throw new Refusal(404, 'Contract was not found');
  return row;
}

export interface Place {
  readonly project: ProjectRow;
  readonly contract: ContractRow;
}

/** Project and contract of a request that has to name both. */
export function placeOf(visit: Visit, need: typeof READ | typeof WRITE): Place {
  const project = projectOf(visit, need);
  return { project, contract: contractById(visit, project, scopeId(visit.call, 'contract_id')) };
}

/** The contract of a request that may name one. */
export function optionalContract(visit: Visit, project: ProjectRow): ContractRow | null {
  const id = optionalScopeId(visit.call, 'contract_id');
  return id === null ? null : contractById(visit, project, id);
}

interface Making<Row extends ChangeRow> {
  readonly place: Place;
  readonly list: 'packages' | 'requests' | 'potentialChanges';
  readonly record: string;
  readonly peers: readonly Row[];
}

/** The part of a new row that all tiers share; its number follows those of the contract. */
export function newChange<Row extends ChangeRow>(
  visit: Visit,
  values: Values,
  making: Making<Row>,
): ChangeRow {
  const { site, company } = visit;
  const { place, peers } = making;
  const claim = { record: making.record, row: null, companyId: company.id, peers };
  const link = relink(visit, values, claim);
  const inContract = peers.filter(row => row.contractId === place.contract.id);
  const number = textOr(values['number'], String(inContract.length + 1).padStart(3, '0'));
  if (inContract.some(row => row.number === number && row.deletedAt === null)) {
    throw refuseField(422, 'number', 'has already been taken');
  }
  const at = stampNow(site);
  const status = changeStatus(values, 'draft');
  return {
    ...noLink,
    ...link,
    id: nextId(site.state, making.list, company.id),
    companyId: company.id,
    projectId: place.project.id,
    contractId: place.contract.id,
    createdById: visit.caller.kind === 'person' ? visit.caller.person.id : site.state.serviceAccount.id,
    number,
    title: textOr(values['title'], ''),
    description: textOr(values['description'], ''),
    status,
    reviewedAt: status === 'approved' ? at : null,
    deletedAt: null,
    createdAt: at,
    updatedAt: at,
    more: keptOf(values),
  };
}

/** The part of a change that all tiers share. */
export function changed<Row extends ChangeRow>(
  visit: Visit,
  values: Values,
  at: { row: Row; record: string; peers: readonly Row[] },
): Partial<ChangeRow> {
  const { row, record, peers } = at;
  refuseWhenApproved(row, values);
  const link = relink(visit, values, { record, row, companyId: visit.company.id, peers });
  return {
    ...link,
    title: textOr(values['title'], row.title),
    description: textOr(values['description'], row.description),
    status: changeStatus(values, row.status),
    more: { ...row.more, ...keptOf(values) },
  };
}
