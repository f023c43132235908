import { potentialsOf, potentialsUnder } from '../rules/change-sums';
import { packageIdOf } from '../rules/committed';
import { type Actor, type Site, stampNow } from '../site';
import type {
  ChangeLineRow,
  ChangeRow,
  ChangeStatus,
  PackageRow,
  PotentialChangeRow,
  RequestRow,
} from '../store/change-rows';
import { byId, remove } from '../store/state';
import { announceCreation, announceRemoval, changeRow, type Subject } from './records';

export type Tier = 'package' | 'request' | 'potential';

const WORDS: Readonly<Record<Tier, readonly [words: string, resource: string]>> = {
  package: ['Change order', 'Change Order Packages'],
  request: ['Change order request', 'Change Order Requests'],
  potential: ['Potential change order', 'Potential Change Orders'],
};

function subjectOf(tier: Tier, row: ChangeRow): Subject {
  const [words, resourceName] = WORDS[tier];
  return { words, resourceName, projectId: row.projectId };
}

export function addPackage(site: Site, row: PackageRow, actor: Actor): PackageRow {
  site.state.packages.push(row);
  announceCreation(site, row, { subject: subjectOf('package', row), actor });
  return row;
}

export function addRequest(site: Site, row: RequestRow, actor: Actor): RequestRow {
  site.state.requests.push(row);
  announceCreation(site, row, { subject: subjectOf('request', row), actor });
  return row;
}

export function addPotential(site: Site, row: PotentialChangeRow, actor: Actor): PotentialChangeRow {
  site.state.potentialChanges.push(row);
  announceCreation(site, row, { subject: subjectOf('potential', row), actor });
  return row;
}

function settle(site: Site, change: { status?: ChangeStatus }, row: ChangeRow): Partial<ChangeRow> {
  if (change.status === undefined || change.status === row.status) return change;
  return { ...change, reviewedAt: change.status === 'approved' ? stampNow(site) : null };
}

/** A status of a package goes down to everything it holds. */
export function changePackage(
  site: Site,
  row: PackageRow,
  by: { change: Partial<PackageRow>; actor: Actor },
): void {
  const { actor } = by;
  const change: Partial<PackageRow> = { ...by.change, ...settle(site, by.change, row) };
  changeRow(site, row, { subject: subjectOf('package', row), actor, change });
  if (by.change.status === undefined) return;
  const below = { change: { status: by.change.status }, actor };
  for (const request of site.state.requests.filter(one => one.packageId === row.id)) {
    changeRequest(site, request, below);
  }
  for (const potential of potentialsUnder(site.state, row)) changePotential(site, potential, below);
}

export function changeRequest(
  site: Site,
  row: RequestRow,
  by: { change: Partial<RequestRow>; actor: Actor },
): void {
  const change: Partial<RequestRow> = { ...by.change, ...settle(site, by.change, row) };
  changeRow(site, row, { subject: subjectOf('request', row), actor: by.actor, change });
}

export function changePotential(
  site: Site,
  row: PotentialChangeRow,
  by: { change: Partial<PotentialChangeRow>; actor: Actor },
): void {
  const change: Partial<PotentialChangeRow> = { ...by.change, ...settle(site, by.change, row) };
  changeRow(site, row, { subject: subjectOf('potential', row), actor: by.actor, change });
}

/** With everything it holds. */
export function removePackage(site: Site, row: PackageRow, actor: Actor): void {
  for (const request of site.state.requests.filter(one => one.packageId === row.id)) {
    for (const potential of potentialsOf(site.state, request)) removePotential(site, potential, actor);
    removeChange(site, request, { tier: 'request', actor });
  }
  for (const potential of potentialsUnder(site.state, row)) removePotential(site, potential, actor);
  removeChange(site, row, { tier: 'package', actor });
}

export function removePotential(site: Site, row: PotentialChangeRow, actor: Actor): void {
  removeChange(site, row, { tier: 'potential', actor });
}

function removeChange(site: Site, row: ChangeRow, by: { tier: Tier; actor: Actor }): void {
  const at = stampNow(site);
  Object.assign(row, { deletedAt: at, updatedAt: at });
  announceRemoval(site, row, { subject: subjectOf(by.tier, row), actor: by.actor });
}

/** The sums of lines are part of every header above them, so those move with the lines; only the line is announced. */
function touchAbove(site: Site, row: PotentialChangeRow): void {
  const at = stampNow(site);
  row.updatedAt = at;
  const request = byId(site.state.requests, row.requestId);
  if (request) request.updatedAt = at;
  const above = byId(site.state.packages, packageIdOf(site.state, row));
  if (above) above.updatedAt = at;
}

const lineSubject = (row: PotentialChangeRow): Subject => ({
  words: 'Line of a potential change order',
  resourceName: 'Potential Change Order Line Items',
  projectId: row.projectId,
});

interface Place {
  readonly potential: PotentialChangeRow;
  readonly actor: Actor;
}

export function addChangeLine(site: Site, row: ChangeLineRow, { potential, actor }: Place): ChangeLineRow {
  potential.lines.push(row);
  touchAbove(site, potential);
  announceCreation(site, row, { subject: lineSubject(potential), actor });
  return row;
}

const MARKS = ['originId', 'originCode', 'originData', 'originOwner'];

/** A line's own mark moves nothing but the line. */
export function changeChangeLine(
  site: Site,
  row: ChangeLineRow,
  by: Place & { change: Partial<ChangeLineRow> },
): void {
  const { potential, actor, change } = by;
  const isSeen = Object.entries(change).some(
    ([name, value]) => !MARKS.includes(name) && row[name as keyof ChangeLineRow] !== value,
  );
  changeRow(site, row, { subject: lineSubject(potential), actor, change });
  if (isSeen) touchAbove(site, potential);
}

export function removeChangeLine(site: Site, row: ChangeLineRow, { potential, actor }: Place): void {
  remove(potential.lines, row);
  touchAbove(site, potential);
  announceRemoval(site, row, { subject: lineSubject(potential), actor });
}
