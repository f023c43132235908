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
}

export interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  readonly status: string;
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
  readonly exportId: string | null;
  readonly exportKind: ExportKind | null;
  readonly procoreId: string | null;
  readonly exportNumber: number | null;
  readonly acceptedHash: string | null;
  readonly snapshot: unknown;
  /** A request whose ids it needs came to nothing. */
  readonly isOrphan: boolean;
}

/** Where a list read stands between two pages. */
export interface ReadPage {
  readonly iteratorID: string | null;
  readonly cursor: string | null;
  readonly startedAt: string;
  /** QuickBooks would not give it in pages, so all of it is asked for at once. */
  readonly isUnpaged?: boolean;
}
