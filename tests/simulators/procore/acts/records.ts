import { type Actor, type Site, stampNow, tell } from '../site';
import type { EventType } from '../webhooks/rows';
import { announce } from './announce';

/** Records that change as a whole; whatever rule they have stands where they are written. */
export interface Subject {
  /** How the terminal calls it. */
  readonly words: string;
  /** Null for what Procore tells nobody of. */
  readonly resourceName: string | null;
  readonly projectId: number | null;
}

interface Row {
  readonly id: number;
  readonly companyId: number;
  readonly originId?: string | null;
  updatedAt?: string;
}

interface By {
  readonly subject: Subject;
  readonly actor: Actor;
}

function announceRow(site: Site, row: Row, by: By & { eventType: EventType }): void {
  const { subject, actor, eventType } = by;
  const { resourceName, projectId } = subject;
  if (resourceName === null) return;
  announce(site, { resourceName, resourceId: row.id, eventType, companyId: row.companyId, projectId }, actor);
}

export function announceCreation(site: Site, row: Row, by: By): void {
  announceRow(site, row, { ...by, eventType: 'create' });
  tell(site, `${by.subject.words} ${row.id} was made`);
}

export function announceRemoval(site: Site, row: Row, by: By): void {
  announceRow(site, row, { ...by, eventType: 'delete' });
  tell(site, `${by.subject.words} ${row.id} was deleted`);
}

/** Moves `updatedAt` where there is one and announces, unless nothing differs. */
export function changeRow<R extends Row>(site: Site, row: R, by: By & { change: Partial<R> }): void {
  const differing = Object.entries(by.change).filter(
    ([name, value]) => JSON.stringify(row[name as keyof R]) !== JSON.stringify(value),
  );
  if (differing.length === 0) return;
  Object.assign(row, Object.fromEntries(differing));
  if (row.updatedAt !== undefined) row.updatedAt = stampNow(site);
  announceRow(site, row, { ...by, eventType: 'update' });
  const names = differing.map(([name]) => name).filter(name => name !== 'originOwner');
  tell(site, `${by.subject.words} ${row.id} ${whatChanged(row, names)}`);
}

function whatChanged(row: Row, names: readonly string[]): string {
  if (!names.includes('originId')) return `changed: ${names.join(', ')}`;
  return row.originId == null ? 'no longer carries an origin_id' : `now carries origin_id ${row.originId}`;
}

export const VENDOR: Subject = {
  words: 'Company of the directory',
  resourceName: 'Company Vendors',
  projectId: null,
};
export const PROJECT: Subject = { words: 'Project', resourceName: 'Projects', projectId: null };
export const STANDARD_COST_CODE: Subject = {
  words: 'Standard cost code',
  resourceName: 'Standard Cost Codes',
  projectId: null,
};
export const COST_TYPE: Subject = { words: 'Cost type', resourceName: 'Line Item Types', projectId: null };

export const costCodeSubject = (projectId: number): Subject => ({
  words: 'Cost code',
  resourceName: 'Cost Codes',
  projectId,
});
