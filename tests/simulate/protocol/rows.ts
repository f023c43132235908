import type { Reply } from '@/lib/sync/protocol';
import type { RequestState, SetPurpose, SetState } from '@/lib/sync/states';
import type { Asked, Document, Target } from './books';

/** What our tables would hold of a company file. */

export interface ModelRequest {
  readonly id: string;
  readonly role: 'write' | 'read';
  /** The Add whose order it changes; null for an Add, and for a read. */
  readonly changes: string | null;
  readonly mark: string;
  readonly isPoisoned: boolean;
  /** A read of everything, against which what was exported is held. */
  readonly isWhole: boolean;
  readonly dependsOn: readonly string[];
  state: RequestState;
  attempts: number;
  splitGroup: string | null;
  availableAtMs: number;
  setId: string | null;
  /** Of a change: its order as it was last read, by which session, and what befell the change. */
  target: (Target & { sessionId: number | null; conflicts: number; losses: number }) | null;
  /** Of a read: where it stands, and what was taken so far. */
  iterator: number | null;
  taken: readonly number[];
}

export interface ModelSet {
  readonly id: string;
  readonly purpose: SetPurpose;
  readonly setKey: string | null;
  readonly aboutId: string | null;
  readonly sessionId: number;
  readonly members: readonly Asked[];
  readonly document: Document | null;
  state: SetState;
  isCleared: boolean;
  hresult: Extract<Reply, { kind: 'hresult' }> | null;
}

export interface ModelSession {
  readonly id: number;
  isOpen: boolean;
  guard: 'unverified' | 'verified' | 'wrong_file';
  inFlight: ModelSet | null;
  recoveryFailures: number;
  /** Rounds in a row in which it was held open without work. */
  noOpRounds: number;
  done: number;
  clears: number;
  readBacks: { answered: number; inVain: number };
  readonly isWholeDue: boolean;
  readonly startedAtMs: number;
  lastSeenMs: number;
  /** Answers already settled, by which a repeat is known. */
  readonly settled: Map<unknown, number>;
}

/** What is known of an order that was exported. */
export interface ModelLink {
  readonly requestId: string;
  readonly txnId: string;
  editSequence: number | null;
  readonly madeAtMs: number;
  isEnded: boolean;
}
