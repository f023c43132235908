import type { GuardState } from '@/lib/connections/states';
import type { ExportKind } from '@/lib/core/kinds';
import type { RequestRole, SetPurpose, SetState } from './states';

/**
 * What the engine reads in one statement, as the database hands it over: JSON, so times are text. These are rows of a
 * query, not tables; `load.ts` is their only maker.
 */
export interface SessionRow {
  readonly id: string;
  readonly connectionId: string;
  readonly guard: GuardState;
  readonly inFlightSetId: string | null;
  readonly noOpRounds: number;
  readonly recoveryFailures: number;
  readonly doneCount: number;
  readonly failedCount: number;
  readonly lastProgress: number;
  readonly lastError: string | null;
  readonly startedAt: string;
}

export interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly pauseKind: string | null;
  readonly readBackAt: string | null;
  readonly ownerId: string;
  readonly fileId: string;
  readonly isEditionAllowed: boolean;
  readonly companyFileName: string | null;
  readonly country: string | null;
  readonly expectWorkUntil: string | null;
}

/** A wire requestID and the request it stands for. */
export interface Member {
  readonly requestID: string;
  readonly requestId: string;
}

export interface SetRow {
  readonly id: string;
  readonly purpose: SetPurpose;
  readonly state: SetState;
  readonly setKey: string | null;
  readonly aboutSetId: string | null;
  readonly members: readonly Member[];
  readonly sentAt: string;
  /** What QuickBooks threw instead of answering. */
  readonly hresult: string | null;
  readonly message: string | null;
}

export interface RequestRow {
  readonly id: string;
  readonly role: RequestRole;
  readonly priority: number;
  readonly message: string;
  readonly payload: unknown;
  readonly payloadHash: string;
  readonly payloadBytes: number;
  readonly attempts: number;
  readonly splitGroup: string | null;
  readonly reader: string | null;
  readonly page: ReadPage | null;
  readonly target: KeptTarget | null;
  readonly exportId: string | null;
  readonly exportKind: ExportKind | null;
  readonly procoreId: string | null;
  readonly exportNumber: number | null;
  readonly acceptedHash: string | null;
  readonly snapshot: unknown;
  /** A request whose ids it needs came to nothing. */
  readonly isOrphan: boolean;
  /** Whether our copy of QuickBooks holds something under its mark already, or held it until it was deleted. */
  readonly copyOfMark: 'live' | 'deleted' | null;
  /** Its record is older than the last restore of our database, and was not looked for since: it may be there, or deleted. */
  readonly isForgotten: boolean;
}

/** Where a list read stands between two pages. */
export interface ReadPage {
  readonly iteratorID: string | null;
  readonly cursor: string | null;
  readonly startedAt: string;
  /** QuickBooks would not give it in pages, so all of it is asked for at once. */
  readonly isUnpaged?: boolean;
}

/** What is kept, on the request of a change, of the record that it changes. */
export interface KeptTarget {
  /** As last read, in the flow's own form. */
  readonly record: unknown;
  /** The session it was read in, until something was tried with it. */
  readonly sessionId: string | null;
  /** Times QuickBooks refused because the record had been changed since it was read. */
  readonly conflicts: number;
  /** Times the answer was lost and the record was found changed by others. */
  readonly losses: number;
  /** What others changed between the readings, in words. */
  readonly differences: readonly string[];
}
