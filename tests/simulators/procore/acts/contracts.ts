import { type Actor, type Site, stampNow, tell } from '../site';
import type { ContractRow, Link } from '../store/rows';
import { announce } from './announce';
import { KINDS } from './kinds';

export type ContractChange = Partial<
  Pick<
    ContractRow,
    | 'vendorId'
    | 'number'
    | 'title'
    | 'description'
    | 'status'
    | 'accountingMethod'
    | 'statedTotal'
    | 'more'
    | keyof Link
  >
>;

const nameOf = (row: ContractRow): string => `${KINDS[row.kind].words} ${row.id} (${row.number})`;

function tellOfChange(site: Site, row: ContractRow, names: readonly string[]): void {
  if (names.includes('originId')) {
    const mark =
      row.originId === null ? 'no longer carries an origin_id' : `now carries origin_id ${row.originId}`;
    tell(site, `${nameOf(row)} ${mark}`);
    return;
  }
  tell(site, `${nameOf(row)} changed: ${names.join(', ')}`);
}

const happening = (row: ContractRow, eventType: 'create' | 'update' | 'delete') => ({
  resourceName: KINDS[row.kind].resource,
  resourceId: row.id,
  eventType,
  companyId: row.companyId,
  projectId: row.projectId,
});

/** Stores a contract that already has its id, and announces it. */
export function addContract(site: Site, row: ContractRow, actor: Actor): ContractRow {
  site.state.contracts.push(row);
  announce(site, happening(row, 'create'), actor);
  tell(site, `${nameOf(row)} was made: ${row.title}`);
  return row;
}

/** Moves `updatedAt` and announces, unless nothing differs. */
export function changeContract(
  site: Site,
  row: ContractRow,
  by: { change: ContractChange; actor: Actor },
): void {
  const differing = Object.entries(by.change).filter(
    ([name, value]) => JSON.stringify(row[name as keyof ContractRow]) !== JSON.stringify(value),
  );
  if (differing.length === 0) return;
  Object.assign(row, Object.fromEntries(differing), { updatedAt: stampNow(site) });
  announce(site, happening(row, 'update'), by.actor);
  const names = differing.map(([name]) => name).filter(name => name !== 'originOwner');
  tellOfChange(site, row, names);
}

/** Its lines' sums are part of the header, so it moves with them; only the line is announced. */
export function touchContract(site: Site, row: ContractRow): void {
  row.updatedAt = stampNow(site);
}

export function removeContract(site: Site, row: ContractRow, actor: Actor): void {
  const at = stampNow(site);
  Object.assign(row, { deletedAt: at, updatedAt: at });
  announce(site, happening(row, 'delete'), actor);
  tell(site, `${nameOf(row)} was deleted`);
}
