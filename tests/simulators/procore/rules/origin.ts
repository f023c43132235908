import { actorOf, type Caller } from '../access/caller';
import { Refusal } from '../http/answer';
import type { Json } from '../json';
import { type Actor, type Site, stampNow } from '../site';
import { type Link, noLink, OTHER_INTEGRATION } from '../store/rows';
import type { FieldKinds } from './fields';

/** The three fields by which another system is remembered. */
export const ORIGIN_FIELDS: FieldKinds = { origin_id: 'text', origin_code: 'text', origin_data: 'text' };

/** Resources whose listings carry no `origin_code`. */
export const ORIGIN_FIELDS_WITHOUT_CODE: FieldKinds = { origin_id: 'text', origin_data: 'text' };

export interface Linked extends Link {
  readonly id: number;
  readonly companyId: number;
}

export interface Claim {
  /** What the record is called in messages. */
  readonly record: string;
  /** The record to be written, or null for one that is being made. */
  readonly row: Linked | null;
  readonly companyId: number;
  /** All records of the same type; the same value in another company is no conflict. */
  readonly peers: readonly Linked[];
}

const textOf = (value: Json | undefined, before: string | null): string | null => {
  if (value === undefined) return before;
  return typeof value === 'string' && value !== '' ? value : null;
};

/** The link as it would be after the write. Refuses, with 409, an `origin_id` that another record holds. */
export function linkAfter(values: Readonly<Record<string, Json>>, claim: Claim, actor: Actor): Link {
  const before: Link = claim.row ?? noLink;
  const originId = textOf(values['origin_id'], before.originId);
  const isTaken =
    originId !== null &&
    originId !== before.originId &&
    claim.peers.some(peer => peer.companyId === claim.companyId && peer.originId === originId);
  if (isTaken) {
    throw new Refusal(409, `origin_id ${originId} is already used`, {
      origin_id: ['is already used by another record of this company'],
    });
  }
  const isSame = originId === before.originId;
  const owner =
    originId === null ? null : isSame ? before.originOwner : (actor.clientId ?? OTHER_INTEGRATION);
  return {
    originId,
    originCode: textOf(values['origin_code'], before.originCode),
    originData: textOf(values['origin_data'], before.originData),
    originOwner: owner,
  };
}

const shown = ({ originId, originCode, originData }: Link): Omit<Link, 'originOwner'> => ({
  originId,
  originCode,
  originData,
});

/** The same for a caller, and noted where he writes over another integration's mark. */
export function relink(
  visit: { site: Site; caller: Caller },
  values: Readonly<Record<string, Json>>,
  claim: Claim,
): Link {
  const actor = actorOf(visit);
  const after = linkAfter(values, claim, actor);
  noteForeignWrite(visit.site, claim, { after, actor });
  return after;
}

/** Procore lets one integration write over another's mark; the connector must never do it, so it is noted. */
export function noteForeignWrite(site: Site, claim: Claim, write: { after: Link; actor: Actor }): void {
  const { row } = claim;
  const { after, actor } = write;
  if (!row || actor.clientId === null || row.originId === null || row.originOwner === actor.clientId) return;
  if (JSON.stringify(shown(row)) === JSON.stringify(shown(after))) return;
  site.book.violationList.push({
    kind: 'foreign-origin-overwritten',
    record: claim.record,
    id: row.id,
    before: shown(row),
    after: shown(after),
    at: stampNow(site),
  });
}
