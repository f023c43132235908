import { share } from '../decimal';
import { lastInvoice } from '../rules/billing';
import { packageLines } from '../rules/change-sums';
import { type Actor, type Site, stampNow } from '../site';
import type {
  BillingPeriodRow,
  ChangeHistoryRow,
  RequisitionItemRow,
  RequisitionRow,
} from '../store/cost-rows';
import type { ContractRow } from '../store/rows';
import { count, linesOf, nextId, remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

/** Procore tells nobody of invoices: there is no such webhook. */
const subject = (row: RequisitionRow): Subject => ({
  words: 'Subcontractor invoice',
  resourceName: null,
  projectId: row.projectId,
});

interface ItemSource {
  readonly itemType: RequisitionItemRow['itemType'];
  readonly lineId: number;
  readonly packageId: number | null;
}

/** Every line of the contract, then every line of each approved change order. */
function sourcesOf(site: Site, contract: ContractRow): ItemSource[] {
  const own = linesOf(site.state, contract.id).map(
    (line): ItemSource => ({ itemType: 'contract_item', lineId: line.id, packageId: null }),
  );
  const packages = site.state.packages.filter(
    row => row.contractId === contract.id && row.status === 'approved' && row.deletedAt === null,
  );
  const changed = packages.flatMap(row =>
    packageLines(site.state, row).map(
      (line): ItemSource => ({ itemType: 'change_order_item', lineId: line.id, packageId: row.id }),
    ),
  );
  return [...own, ...changed];
}

function blankItem(
  site: Site,
  contract: ContractRow,
  at: { source: ItemSource; before: RequisitionItemRow | undefined },
) {
  const percent = String(contract.more['retainage_percent'] ?? '0.0');
  const item: RequisitionItemRow = {
    ...at.source,
    id: nextId(site.state, 'requisitionItems', contract.companyId),
    completed: '0.0',
    quantity: '0.0',
    // What lies on site stays there until somebody says that it was built in.
    stored: at.before?.stored ?? '0.0',
    moved: '0.0',
    percent,
    storedPercent: percent,
    retained: '0.0',
    released: '0.0',
    movedRetained: '0.0',
    storedRetained: at.before?.storedRetained ?? '0.0',
    storedReleased: '0.0',
    claimed: '0.0',
    comment: null,
    status: null,
  };
  return item;
}

/** Items for a new invoice, all at nothing for this period. */
export function freshItems(site: Site, contract: ContractRow): RequisitionItemRow[] {
  const before = lastInvoice(site.state, contract.id)?.items ?? [];
  return sourcesOf(site, contract).map(source => {
    const same = before.find(one => one.itemType === source.itemType && one.lineId === source.lineId);
    return blankItem(site, contract, { source, before: same });
  });
}

/** Items for the lines of one change order. */
export function packageItems(site: Site, contract: ContractRow, packageId: number): RequisitionItemRow[] {
  return sourcesOf(site, contract)
    .filter(source => source.packageId === packageId)
    .map(source => blankItem(site, contract, { source, before: undefined }));
}

export type Claim = Partial<
  Pick<
    RequisitionItemRow,
    'completed' | 'quantity' | 'stored' | 'moved' | 'released' | 'storedReleased' | 'percent' | 'retained'
  >
> & { readonly storedRetained?: string };

/** The item with what is claimed on it; retainage follows its percentage unless it is said outright. */
export function claimed(item: RequisitionItemRow, claim: Claim): RequisitionItemRow {
  const next = { ...item, ...claim };
  return {
    ...next,
    retained:
      claim.retained ??
      (claim.completed === undefined && claim.percent === undefined
        ? item.retained
        : share(next.completed, next.percent)),
    movedRetained: claim.moved === undefined ? item.movedRetained : share(next.moved, next.storedPercent),
    storedRetained:
      claim.storedRetained ??
      (claim.stored === undefined ? item.storedRetained : share(next.stored, next.storedPercent)),
    claimed: claim.completed ?? item.claimed,
  };
}

export function addRequisition(site: Site, row: RequisitionRow, actor: Actor): RequisitionRow {
  site.state.requisitions.push(row);
  announceCreation(site, row, { subject: subject(row), actor });
  return row;
}

const TOLD = ['status', 'invoiceNumber', 'billingDate', 'paymentDate', 'originId'] as const;

function historyOf(site: Site, row: RequisitionRow, by: { change: Partial<RequisitionRow>; actor: Actor }) {
  return TOLD.filter(name => name in by.change && by.change[name] !== row[name]).map(
    (name): ChangeHistoryRow => ({
      id: count(site.state, 'changeHistory', 1),
      column: name,
      oldValue: row[name] ?? '',
      newValue: by.change[name] ?? '',
      byId: by.actor.userId,
      createdAt: stampNow(site),
    }),
  );
}

export function changeRequisition(
  site: Site,
  row: RequisitionRow,
  by: { change: Partial<RequisitionRow>; actor: Actor },
): void {
  const entries = historyOf(site, row, by);
  changeRow(site, row, { subject: subject(row), ...by });
  row.history.push(...entries);
}

export function removeRequisition(site: Site, row: RequisitionRow, actor: Actor): void {
  remove(site.state.requisitions, row);
  announceRemoval(site, row, { subject: subject(row), actor });
}

export function addBillingPeriod(site: Site, row: BillingPeriodRow): BillingPeriodRow {
  site.state.billingPeriods.push(row);
  site.keeper.touch();
  return row;
}
