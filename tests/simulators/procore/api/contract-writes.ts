import { actorOf } from '../access/caller';
import { addContract, type ContractChange, changeContract } from '../acts/contracts';
import { isLockedStatus, KINDS } from '../acts/kinds';
import type { Visit } from '../http/router';
import type { Json } from '../json';
import { numberOrNull, refuseIfAny, textOr, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite } from '../rules/origin';
import { type Site, stampNow } from '../site';
import type { ContractKind, ContractRow, ProjectRow } from '../store/rows';
import { linesOf, nextId } from '../store/state';
import { isKeptAsIs } from './contract-fields';

type Values = Record<string, Json>;

/** Work order contracts and purchase order contracts are two types: each has its own space of `origin_id`s. */
const claimOf = (visit: Visit, kind: ContractKind, row: ContractRow | null) => ({
  record: KINDS[kind].name,
  row,
  companyId: visit.company.id,
  peers: visit.site.state.contracts.filter(one => one.kind === kind && one.deletedAt === null),
});

function isNumberTaken(
  site: Site,
  values: Values,
  place: Pick<ContractRow, 'kind' | 'projectId'> & { id?: number },
): boolean {
  const number = textOrNull(values['number']);
  return (
    number !== null &&
    site.state.contracts.some(
      one =>
        one.id !== place.id &&
        one.kind === place.kind &&
        one.projectId === place.projectId &&
        one.number === number &&
        one.deletedAt === null,
    )
  );
}

function isStrangeVendor({ site, company }: Visit, vendorId: number | null): boolean {
  return (
    vendorId !== null && !site.state.vendors.some(one => one.id === vendorId && one.companyId === company.id)
  );
}

/** Everything that a write breaks, by field. The lock looks at the status before the write. */
function brokenRules(visit: Visit, row: ContractRow, values: Values): Record<string, string[]> {
  const errors: Record<string, string[]> = {};
  const isLocked = isLockedStatus(row.status);
  const vendorId = 'vendor_id' in values ? numberOrNull(values['vendor_id']) : row.vendorId;
  if (isStrangeVendor(visit, vendorId)) errors['vendor_id'] = ['does not exist'];
  if (vendorId !== row.vendorId && isLocked) errors['vendor_id'] = [`cannot be changed while ${row.status}`];
  const method = textOr(values['accounting_method'], row.accountingMethod);
  if (method !== row.accountingMethod && linesOf(visit.site.state, row.id).length > 0) {
    errors['accounting_method'] = ['cannot be changed once there are line items'];
  }
  if (isNumberTaken(visit.site, values, row)) errors['number'] = ['has already been taken'];
  return errors;
}

const moreOf = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([name]) => isKeptAsIs(name)));

export function updateContract(visit: Visit, row: ContractRow, values: Values): void {
  refuseIfAny(brokenRules(visit, row, values));
  const actor = actorOf(visit);
  const claim = claimOf(visit, row.kind, row);
  const link = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after: link, actor });
  const change: ContractChange = {
    ...link,
    vendorId: 'vendor_id' in values ? numberOrNull(values['vendor_id']) : row.vendorId,
    number: textOr(values['number'], row.number),
    title: textOr(values['title'], row.title),
    description: textOr(values['description'], row.description),
    status: textOr(values['status'], row.status),
    accountingMethod:
      values['accounting_method'] === 'unit' ? 'unit' : methodOf(values, row.accountingMethod),
    more: { ...row.more, ...moreOf(values) },
  };
  changeContract(visit.site, row, { change, actor });
}

const methodOf = (
  values: Values,
  before: ContractRow['accountingMethod'],
): ContractRow['accountingMethod'] => (values['accounting_method'] === 'amount' ? 'amount' : before);

export function createContract(
  visit: Visit,
  place: { kind: ContractKind; project: ProjectRow },
  values: Values,
): ContractRow {
  const { site, company } = visit;
  const { kind, project } = place;
  const vendorId = numberOrNull(values['vendor_id']);
  refuseIfAny({
    ...(isStrangeVendor(visit, vendorId) ? { vendor_id: ['does not exist'] } : {}),
    ...(isNumberTaken(site, values, { kind, projectId: project.id })
      ? { number: ['has already been taken'] }
      : {}),
  });
  const actor = actorOf(visit);
  const link = linkAfter(values, claimOf(visit, kind, null), actor);
  const id = nextId(site.state, 'contracts', company.id);
  const at = stampNow(site);
  const row: ContractRow = {
    ...link,
    id,
    kind,
    companyId: company.id,
    projectId: project.id,
    createdById: actor.userId,
    vendorId,
    number: textOr(values['number'], `${kind === 'subcontract' ? 'SC' : 'PO'}-${id % 1000}`),
    title: textOr(values['title'], ''),
    description: textOr(values['description'], ''),
    status: textOr(values['status'], 'Draft'),
    accountingMethod: methodOf(values, values['accounting_method'] === 'unit' ? 'unit' : 'amount'),
    statedTotal: null,
    hasPayments: true,
    deletedAt: null,
    createdAt: at,
    updatedAt: at,
    more: moreOf(values),
  };
  return addContract(site, row, actor);
}
