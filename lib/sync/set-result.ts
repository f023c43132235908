import type { Applied } from './apply';
import type { SetState } from './states';
import type { AnswerView } from './store/load';

export const NOTHING_APPLIED: Applied = { done: 0, failed: 0, synced: 0, readyWrites: 0, unknown: 0 };

/** What a set's answer led to, before it is noted. */
export interface SetResult {
  readonly state: SetState;
  readonly about?: { readonly setId: string; readonly state: SetState };
  readonly applied: Applied;
  readonly sessionEnds: string | null;
  readonly isRecoveryFailure: boolean;
  readonly hasReadLists: boolean;
  readonly guard?: AnswerView['session']['guard'];
  readonly lastError?: string | null;
  /** A page of a list was taken and the next is to be asked for. */
  readonly pagesLeft?: number;
  /** What reading back told: all well, nothing, or that the file was restored from a backup. */
  readonly readBack?: 'answered' | 'in vain' | 'restored';
}

/** Of an answer after which all goes on, and nothing of ours is any different. */
export const QUIET = {
  state: 'answered',
  applied: NOTHING_APPLIED,
  sessionEnds: null,
  isRecoveryFailure: false,
  hasReadLists: false,
} as const satisfies SetResult;
