import type { ChangeLineRow, PotentialChangeRow } from '../store/change-rows';
import type { ContractRow, LineRow } from '../store/rows';
import { byId, type State } from '../store/state';

/** Statuses in which a commitment counts as committed cost. */
const COMMITTED = ['Approved', 'Complete', 'Terminated', 'Partially Received', 'Received', 'Closed'];

export const isCommitted = (contract: ContractRow): boolean =>
  contract.deletedAt === null && COMMITTED.includes(contract.status);

type Coded = Pick<LineRow | ChangeLineRow, 'id' | 'wbsCodeId' | 'amount'>;

/** The package a potential change order ends up in, over its request where there is one. */
export function packageIdOf(state: State, row: PotentialChangeRow): number | null {
  return row.packageId ?? byId(state.requests, row.requestId)?.packageId ?? null;
}

function changeLines(state: State, projectId: number, isCounted: (status: string) => boolean): Coded[] {
  return state.potentialChanges
    .filter(row => row.projectId === projectId && row.deletedAt === null)
    .filter(row => isCounted(byId(state.packages, packageIdOf(state, row))?.status ?? row.status))
    .flatMap(row => row.lines);
}

/** Lines of committed contracts and of approved change orders. */
export function committedLines(state: State, projectId: number): Coded[] {
  const contracts = new Set(
    state.contracts.filter(row => row.projectId === projectId && isCommitted(row)).map(row => row.id),
  );
  const lines = state.lines.filter(line => contracts.has(line.contractId));
  return [...lines, ...changeLines(state, projectId, status => status === 'approved')];
}

const PENDING = ['not_pricing', 'pricing', 'pending', 'revised', 'proceeding'];

export const isPending = (status: string): boolean => PENDING.includes(status);

export const pendingChangeLines = (state: State, projectId: number): Coded[] =>
  changeLines(state, projectId, isPending);
