import type { ExportKind, ListKind } from '@/lib/core/kinds';
import type { Cents } from '@/lib/core/money';
import type { Books, BooksNeed } from '@/lib/mappings/books';
import { isMessageName, MESSAGES, type QbRequest, type QbResponse } from '@/lib/qbxml';
import type { Preview } from './preview';

/** Rule ids are stable: they stand on screens, in the interface and in tests. */
export type RuleId = `${'GEN' | 'BUD' | 'COM' | 'CCO' | 'INV' | 'CC' | 'PRJ' | 'VEN'}-${string}`;

/** Where a person mends what a rule complains about. */
export type Fix =
  | { readonly where: 'procore'; readonly label: string }
  | {
      readonly where: 'mappings';
      readonly label: string;
      readonly kind: 'project' | 'vendor' | 'cost_code';
      readonly procoreId: string | null;
    }
  | { readonly where: 'settings'; readonly label: string }
  | { readonly where: 'connection'; readonly label: string }
  | { readonly where: 'quickbooks'; readonly label: string };

/** A rule that a record fails, in plain words. */
export interface Blocker {
  readonly ruleId: RuleId;
  /** `blocks` stops sending, `asks` wants the sender's consent, `warns` is only said. */
  readonly severity: 'blocks' | 'asks' | 'warns';
  /** The field it is about, as the screens name it. */
  readonly field: string;
  readonly message: string;
  readonly fix: Fix;
}

/** What every kind of record shows in a list. */
export interface Summary {
  readonly procoreId: string;
  readonly projectId: string | null;
  readonly number: string;
  readonly title: string;
  readonly vendorName: string;
  readonly amount: Cents;
  readonly status: string;
}

/** A line that QuickBooks took, and what is kept of it for later changes. */
export interface SettledLine {
  readonly procoreLineId: string;
  readonly txnLineId: string;
  readonly part?: number;
  readonly item?: string | null;
  readonly amount?: string;
}

/** What to keep when QuickBooks took a record. */
export interface Settlement {
  readonly qbType: string;
  readonly txnId: string;
  readonly editSequence: string;
  readonly refNumber: string | null;
  /** Its full name, where it is known by one. */
  readonly name?: string;
  readonly lines: readonly SettledLine[];
  /** What the record comes to now, where that is kept. */
  readonly total?: string;
  /** Said on the record when QuickBooks kept something else than what was approved. */
  readonly warning: string | null;
}

/** What a look into QuickBooks proved about a write whose answer was lost. */
export type LookupVerdict =
  | { readonly found: 'ours'; readonly settlement: Settlement }
  | { readonly found: 'foreign'; readonly description: string }
  | { readonly found: 'deleted'; readonly description: string }
  | { readonly found: 'nothing' }
  /** The look-up itself failed; nothing is proved. */
  | { readonly found: 'unclear'; readonly reason: string };

/** How records of a kind are looked at again after they were exported. */
export interface ReadBackReader {
  /** The copy they are kept in. */
  readonly list: ListKind;
  /** Asks for one record by its id. One at a time: of several asked for together, some QuickBooks answer none when one is gone. */
  query(qbId: string): QbRequest;
  /** What came back, if it did. */
  decode(response: QbResponse): { readonly qbId: string; readonly editSequence: string | null } | null;
  /** Asks what people deleted, as far back as QuickBooks remembers. */
  readonly deletions: QbRequest;
  /** Ids that were deleted. */
  deleted(response: QbResponse): string[];
}

/** Why what was accepted is not done to a record: in words, with what a person can do about it. */
export interface Refusal {
  readonly code: string;
  readonly cause: string;
  readonly remedy: string;
  /** Nobody knows whether it has been done: a person has to look. Otherwise it has surely not. */
  readonly isDoubtful: boolean;
}

/** What reading a record that is about to be changed told. */
export type TargetVerdict<Target = unknown> =
  /** It can take the change. */
  | { readonly found: 'open'; readonly target: Target }
  /** It has the change already. */
  | { readonly found: 'done'; readonly settlement: Settlement }
  | { readonly found: 'refused'; readonly refusal: Refusal }
  | { readonly found: 'unclear'; readonly reason: string };

/** What reading the record told about a change whose answer was lost. */
export type LostChangeVerdict =
  | { readonly found: 'done'; readonly settlement: Settlement }
  /** The record is as it was before. */
  | { readonly found: 'untouched' }
  /** Somebody changed the record in the ways told, and ours is not among them. */
  | { readonly found: 'edited'; readonly differences: readonly string[] }
  | { readonly found: 'refused'; readonly refusal: Refusal }
  | { readonly found: 'unclear'; readonly reason: string };

/** A change as it was accepted, and the record it is for. */
export interface AcceptedChange<Snapshot = unknown> {
  readonly request: QbRequest;
  readonly snapshot: Snapshot;
}

/**
 * How a flow changes a record that is in QuickBooks already. What `build` makes holds only what was approved; QuickBooks
 * would refuse it as it stands. Before it leaves, the record is read, and `complete` adds what keeps the rest of it.
 * `Target` is that record as read, in a form that can be stored as JSON.
 */
export interface ChangeFlow<Snapshot = unknown, Target = unknown> {
  /** Asks for the record, whole. */
  read(request: QbRequest): QbRequest;
  judge(change: AcceptedChange<Snapshot>, responses: readonly QbResponse[]): TargetVerdict<Target>;
  complete(request: QbRequest, target: Target): QbRequest;
  /** What is no longer as it was, in words; nothing where both are the same. */
  differences(before: Target, after: Target): string[];
  /** Null when the answer holds no record that could be kept; it is then looked up. */
  settle(change: AcceptedChange<Snapshot>, target: Target, response: QbResponse): Settlement | null;
  recover(
    change: AcceptedChange<Snapshot>,
    target: Target,
    responses: readonly QbResponse[],
  ): LostChangeVerdict;
}

/**
 * Carries one kind of Procore record to QuickBooks. Every function is pure: the engine does the reading and writing.
 * The preview that people accept is drawn from what `build` makes, and what is sent is what they accepted.
 */
interface AnyFlow<Snapshot> {
  readonly kind: ExportKind;
  summary(snapshot: Snapshot): Summary;
  /** The part of a record whose change matters: what is hashed. Our own marks in Procore are no part of it. */
  content(snapshot: Snapshot): unknown;
  needs(snapshot: Snapshot): BooksNeed;
  check(snapshot: Snapshot, books: Books): Blocker[];
  /** @throws Unencodable or Blocked for a record that fails `check`. */
  build(snapshot: Snapshot, books: Books): QbRequest;
  preview(snapshot: Snapshot, books: Books): Preview;
  /** What Procore's record keeps for us beside QuickBooks' id and number: `origin_data`. Null where it keeps nothing. */
  originData(exportNumber: number): string | null;
  /** Queries that find the record if it is there at all: by its key, changed since, or deleted. */
  lookup(request: QbRequest, sentAt: Date): QbRequest[];
  readonly readBack: ReadBackReader;
}

/** A kind of record that becomes a record of its own in QuickBooks. */
export interface AddingFlow<Snapshot = unknown> extends AnyFlow<Snapshot> {
  readonly change?: never;
  /** Null when the answer holds no record that could be kept; it is then looked up. */
  settle(response: QbResponse, snapshot: Snapshot): Settlement | null;
  judge(request: QbRequest, responses: readonly QbResponse[], snapshot: Snapshot): LookupVerdict;
}

/** A kind of record that becomes part of one that is in QuickBooks already. */
export interface ChangingFlow<Snapshot = unknown, Target = unknown> extends AnyFlow<Snapshot> {
  readonly change: ChangeFlow<Snapshot, Target>;
}

/**
 * A kind of record that becomes a record of its own, and to which its later changes are brought. Which of the two a
 * request does, its message tells.
 */
export interface RenewingFlow<Snapshot = unknown, Target = unknown> extends AnyFlow<Snapshot> {
  readonly change: ChangeFlow<Snapshot, Target>;
  /** Null when the answer holds no record that could be kept; it is then looked up. */
  settle(response: QbResponse, snapshot: Snapshot, request: QbRequest): Settlement | null;
  judge(request: QbRequest, responses: readonly QbResponse[], snapshot: Snapshot): LookupVerdict;
}

export type ExportFlow<Snapshot = unknown> =
  | AddingFlow<Snapshot>
  | ChangingFlow<Snapshot>
  | RenewingFlow<Snapshot>;

/** How a flow makes what a message asks for: as a change of a record that is there, or null. */
export function changeBy(flow: ExportFlow | null, message: string): ChangeFlow | null {
  const isChange = isMessageName(message) && MESSAGES[message].effect === 'mod';
  return isChange ? (flow?.change ?? null) : null;
}

/** How a flow makes records of their own; null where it makes none. */
export function additionBy(flow: ExportFlow | null): AddingFlow | RenewingFlow | null {
  return flow !== null && 'settle' in flow ? flow : null;
}

/** Whether a record that is in QuickBooks may be sent once more, to bring it up to date there. */
export function isRenewed(flow: ExportFlow): flow is RenewingFlow {
  return flow.change !== undefined && 'settle' in flow;
}

/** Blockers that stand in the way of sending, given what the sender agreed to. */
export function standing(blockers: readonly Blocker[], consents: readonly string[]): Blocker[] {
  return blockers.filter(
    one => one.severity === 'blocks' || (one.severity === 'asks' && !consents.includes(one.ruleId)),
  );
}
