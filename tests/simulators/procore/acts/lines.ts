import { type Actor, type Site, stampNow, tell } from '../site';
import type { ContractRow, LineRow } from '../store/rows';
import { remove } from '../store/state';
import { announce } from './announce';
import { touchContract } from './contracts';
import { KINDS } from './kinds';

export type LineChange = Partial<
  Omit<LineRow, 'id' | 'companyId' | 'contractId' | 'hidesCostCode' | 'createdAt'>
>;

interface Place {
  readonly contract: ContractRow;
  readonly actor: Actor;
}

function announceLine(site: Site, row: LineRow, at: Place & { event: 'create' | 'update' | 'delete' }): void {
  const happening = {
    resourceName: KINDS[at.contract.kind].lineResource,
    resourceId: row.id,
    eventType: at.event,
    companyId: row.companyId,
    projectId: at.contract.projectId,
  };
  announce(site, happening, at.actor);
}

const nameOf = (row: LineRow, contract: ContractRow): string => `Line ${row.id} of ${contract.number}`;

export function addLine(site: Site, row: LineRow, place: Place): LineRow {
  site.state.lines.push(row);
  touchContract(site, place.contract);
  announceLine(site, row, { ...place, event: 'create' });
  tell(site, `${nameOf(row, place.contract)} was added: ${row.description}, ${row.amount}`);
  return row;
}

const ORIGIN_NAMES = ['originId', 'originCode', 'originData', 'originOwner'];

/** A line's own mark does not move its contract; anything people see does. */
export function changeLine(site: Site, row: LineRow, by: Place & { change: LineChange }): void {
  const differing = Object.entries(by.change).filter(([name, value]) => row[name as keyof LineRow] !== value);
  if (differing.length === 0) return;
  Object.assign(row, Object.fromEntries(differing), { updatedAt: stampNow(site) });
  const names = differing.map(([name]) => name).filter(name => name !== 'originOwner');
  if (names.some(name => !ORIGIN_NAMES.includes(name))) touchContract(site, by.contract);
  announceLine(site, row, { ...by, event: 'update' });
  const what = names.includes('originId')
    ? `now carries origin_id ${row.originId}`
    : `changed: ${names.join(', ')}`;
  tell(site, `${nameOf(row, by.contract)} ${what}`);
}

export function removeLine(site: Site, row: LineRow, place: Place): void {
  remove(site.state.lines, row);
  touchContract(site, place.contract);
  announceLine(site, row, { ...place, event: 'delete' });
  tell(site, `${nameOf(row, place.contract)} was removed`);
}
