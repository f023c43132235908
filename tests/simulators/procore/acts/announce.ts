import { createHash } from 'node:crypto';
import { type Actor, now, type Site } from '../site';
import { count } from '../store/state';
import type { EventType } from '../webhooks/rows';

export interface Happening {
  readonly resourceName: string;
  readonly resourceId: number;
  readonly eventType: EventType;
  readonly companyId: number;
  /** Null for what belongs to no project. */
  readonly projectId: number | null;
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 32n)
    text = (CROCKFORD[Number(rest % 32n)] ?? '0') + text;
  return text;
}

/** 26 characters: milliseconds first, so that ids sort by time. */
function ulid(at: Date, turn: number): string {
  const tail = createHash('sha256').update(String(turn)).digest().readBigUInt64BE();
  return base32(BigInt(at.getTime()), 10) + base32(tail, 16);
}

/** Queues webhooks for everybody who listens. Delivery is later and elsewhere. */
export function announce(site: Site, happening: Happening, actor: Actor): void {
  const at = now(site);
  const turn = count(site.state, 'event', 733100201);
  site.post.post({
    ...happening,
    id: turn,
    ulid: ulid(at, turn),
    timestamp: at.toISOString().replace('Z', `${String(turn % 1000).padStart(3, '0')}Z`),
    userId: actor.userId,
    applicationId: actor.clientId,
  });
}
