import { sum } from '../decimal';
import type { ChangeLineRow, PackageRow, PotentialChangeRow, RequestRow } from '../store/change-rows';
import { ofContract } from '../store/grouped';
import type { State } from '../store/state';
import { isPending, packageIdOf } from './committed';

export const totalOf = (lines: readonly Pick<ChangeLineRow, 'amount'>[]): string =>
  sum(lines.map(line => line.amount));

const live = (rows: readonly PotentialChangeRow[]): PotentialChangeRow[] =>
  rows.filter(row => row.deletedAt === null);

export const potentialsUnder = (state: State, row: PackageRow): PotentialChangeRow[] =>
  live(ofContract(state.potentialChanges, row.contractId)).filter(one => packageIdOf(state, one) === row.id);

export const potentialsOf = (state: State, row: RequestRow): PotentialChangeRow[] =>
  live(state.potentialChanges).filter(one => one.requestId === row.id);

export const packageLines = (state: State, row: PackageRow): ChangeLineRow[] =>
  potentialsUnder(state, row).flatMap(one => one.lines);

/** What the header says: the sum of all lines below, unless somebody typed another figure over it. */
export const packageTotal = (state: State, row: PackageRow): string =>
  row.statedTotal ?? totalOf(packageLines(state, row));

export const requestTotal = (state: State, row: RequestRow): string =>
  totalOf(potentialsOf(state, row).flatMap(one => one.lines));

/** Sums over the change orders of one contract, by what they stand at. */
export function changeSums(state: State, contractId: number) {
  const packages = ofContract(state.packages, contractId).filter(row => row.deletedAt === null);
  const loose = live(ofContract(state.potentialChanges, contractId)).filter(
    row => packageIdOf(state, row) === null,
  );
  const of = (isMeant: (status: string) => boolean): string =>
    sum([
      ...packages.filter(row => isMeant(row.status)).map(row => packageTotal(state, row)),
      ...loose.filter(row => isMeant(row.status)).map(row => totalOf(row.lines)),
    ]);
  return {
    approved: of(status => status === 'approved'),
    pending: of(isPending),
    draft: of(status => status === 'draft'),
  };
}
