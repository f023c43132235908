import { createHash } from 'node:crypto';
import type { Random } from '../world';
import type { RateLimits } from './access/rate-limits';
import { isoSeconds, unixSeconds } from './environment';
import type { FaultBox } from './faults';
import type { Settings } from './options';
import type { RecordBook } from './records';
import type { Keeper } from './store/file';
import { count, type State } from './store/state';
import type { PostRoom } from './webhooks/post-room';

/** All parts of one running simulator; handlers get it and keep nothing of their own. */
export interface Site {
  readonly settings: Settings;
  readonly state: State;
  readonly random: Random;
  readonly faults: FaultBox;
  readonly limits: RateLimits;
  readonly book: RecordBook;
  readonly keeper: Keeper;
  readonly post: PostRoom;
  /** Milliseconds of the start; keeps secrets of two runs over one saved state apart. */
  readonly startedAt: number;
}

/** Who makes a change: a person at a screen, or an application in somebody's name. */
export interface Actor {
  readonly userId: number;
  /** Null for a person. */
  readonly clientId: string | null;
}

export const now = (site: Site): Date => site.settings.time.clock();
export const stampNow = (site: Site): string => isoSeconds(now(site));
export const unixNow = (site: Site): number => unixSeconds(now(site));

/** A new unguessable-looking string; the same seed, clock and order of calls give the same. */
export function secret(site: Site): string {
  const turn = count(site.state, 'secret', 1);
  return createHash('sha256').update(`${site.settings.seed}:${site.startedAt}:${turn}`).digest('base64url');
}

export function requestIdOf(site: Site): string {
  const hex = Buffer.from(secret(site), 'base64url').toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

/** Tells the terminal and keeps the change. */
export function tell(site: Site, line: string): void {
  site.settings.print(line);
  site.keeper.touch();
}
