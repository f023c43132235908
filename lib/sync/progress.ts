import { MAX_RECOVERY_FAILURES } from './protocol';
import type { ReadBack } from './read-back';

export interface WorkLeft {
  readonly unknownSets: number;
  readonly recoveryFailures: number;
  readonly isPaused: boolean;
  readonly readBack: ReadBack;
  readonly readyWrites: number;
  readonly readyReads: number;
  /** Sets that this session may still clear. */
  readonly clears: number;
}

/** Requests that this session can still do something about. */
export function remainingWork(work: WorkLeft): number {
  const isHopeless = work.readBack === 'unproved';
  const mayRecover = !isHopeless && work.recoveryFailures < MAX_RECOVERY_FAILURES;
  const recoverable = mayRecover ? work.unknownSets : 0;
  const isHeld = isHopeless || work.isPaused || (work.unknownSets > 0 && !mayRecover);
  const writes = isHeld ? 0 : work.readyWrites;
  return recoverable + writes + work.readyReads + work.clears;
}

/** Percent for the Web Connector's bar: rounded down, 100 only when nothing is left. */
export function progressOf(doneCount: number, remaining: number): number {
  if (remaining <= 0) return 100;
  return Math.min(99, Math.floor((100 * doneCount) / (doneCount + remaining)));
}
