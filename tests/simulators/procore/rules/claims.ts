import { share } from '../decimal';
import type { RequisitionItemRow } from '../store/cost-rows';
import { ofContract } from '../store/grouped';
import type { ContractRow } from '../store/rows';
import { linesOf, nextId, type State } from '../store/state';
import { lastInvoice } from './billing';
import { packageLines } from './change-sums';

interface ItemSource {
  readonly itemType: RequisitionItemRow['itemType'];
  readonly lineId: number;
  readonly packageId: number | null;
}

/** Every line of the contract, then every line of each approved change order. */
function sourcesOf(state: State, contract: ContractRow): ItemSource[] {
  const own = linesOf(state, contract.id).map(
    (line): ItemSource => ({ itemType: 'contract_item', lineId: line.id, packageId: null }),
  );
  const packages = ofContract(state.packages, contract.id).filter(
    row => row.status === 'approved' && row.deletedAt === null,
  );
  const changed = packages.flatMap(row =>
    packageLines(state, row).map(
      (line): ItemSource => ({ itemType: 'change_order_item', lineId: line.id, packageId: row.id }),
    ),
  );
  return [...own, ...changed];
}

interface Blank {
  readonly source: ItemSource;
  /** The same line on the invoice before. */
  readonly before: RequisitionItemRow | undefined;
}

function blankItem(state: State, contract: ContractRow, { source, before }: Blank): RequisitionItemRow {
  const percent = String(contract.more['retainage_percent'] ?? '0.0');
  return {
    ...source,
    id: nextId(state, 'requisitionItems', contract.companyId),
    completed: '0.0',
    quantity: '0.0',
    // What lies on site stays there until somebody says that it was built in.
    stored: before?.stored ?? '0.0',
    moved: '0.0',
    percent,
    storedPercent: percent,
    retained: '0.0',
    released: '0.0',
    movedRetained: '0.0',
    storedRetained: before?.storedRetained ?? '0.0',
    storedReleased: '0.0',
    claimed: '0.0',
    comment: null,
    status: null,
  };
}

/** Items for a new invoice, all at nothing for this period. */
export function freshItems(state: State, contract: ContractRow): RequisitionItemRow[] {
  const earlier = lastInvoice(state, contract.id)?.items ?? [];
  return sourcesOf(state, contract).map(source => {
    const before = earlier.find(one => one.itemType === source.itemType && one.lineId === source.lineId);
    return blankItem(state, contract, { source, before });
  });
}

/** Items for the lines of one change order. */
export function packageItems(state: State, contract: ContractRow, packageId: number): RequisitionItemRow[] {
  return sourcesOf(state, contract)
    .filter(source => source.packageId === packageId)
    .map(source => blankItem(state, contract, { source, before: undefined }));
}

export type Claim = Partial<
  Pick<
    RequisitionItemRow,
    'completed' | 'quantity' | 'stored' | 'moved' | 'released' | 'percent' | 'retained' | 'storedRetained'
  >
>;

/** The item with what is claimed on it; retainage follows its percentage unless it is said outright. */
export function claimed(item: RequisitionItemRow, claim: Claim): RequisitionItemRow {
  const next = { ...item, ...claim };
  const isWorked = claim.completed !== undefined || claim.percent !== undefined;
  const isStored = claim.stored !== undefined;
  return {
    ...next,
    retained: claim.retained ?? (isWorked ? share(next.completed, next.percent) : item.retained),
    movedRetained: claim.moved === undefined ? item.movedRetained : share(next.moved, next.storedPercent),
    storedRetained:
      claim.storedRetained ?? (isStored ? share(next.stored, next.storedPercent) : item.storedRetained),
    claimed: claim.completed ?? item.claimed,
  };
}
