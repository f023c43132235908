import type { ExportKind } from '@/lib/core/kinds';
import type { Cents } from '@/lib/core/money';
import type { Books, BooksNeed } from '@/lib/mappings/books';
import type { QbRequest, QbResponse } from '@/lib/qbxml';
import type { Preview } from './preview';

/** Rule ids are stable: they stand on screens, in the interface and in tests. */
export type RuleId = `${'GEN' | 'COM' | 'CCO'}-${string}`;

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

/** What to keep when QuickBooks took a record. */
export interface Settlement {
  readonly qbType: string;
  readonly txnId: string;
  readonly editSequence: string;
  readonly refNumber: string | null;
  readonly lines: readonly { readonly procoreLineId: string; readonly txnLineId: string }[];
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

/**
 * Carries one kind of Procore record to QuickBooks. Every function is pure: the engine does the reading and writing.
 * The preview that people accept is drawn from what `build` makes, and what is sent is what they accepted.
 */
export interface ExportFlow<Snapshot = unknown> {
  readonly kind: ExportKind;
  summary(snapshot: Snapshot): Summary;
  /** The part of a record whose change matters: what is hashed. Our own marks in Procore are no part of it. */
  content(snapshot: Snapshot): unknown;
  needs(snapshot: Snapshot): BooksNeed;
  check(snapshot: Snapshot, books: Books): Blocker[];
  /** @throws Unencodable or Blocked for a record that fails `check`. */
  build(snapshot: Snapshot, books: Books): QbRequest;
  preview(snapshot: Snapshot, books: Books): Preview;
  /** Null when the answer holds no record that could be kept; it is then looked up. */
  settle(response: QbResponse, snapshot: Snapshot): Settlement | null;
  /** What Procore's record keeps for us beside QuickBooks' id and number: `origin_data`. */
  originData(exportNumber: number): string;
  /** Queries that find the record if it is there at all: by its key, changed since, or deleted. */
  lookup(request: QbRequest, sentAt: Date): QbRequest[];
  judge(request: QbRequest, responses: readonly QbResponse[], snapshot: Snapshot): LookupVerdict;
}

/** Blockers that stand in the way of sending, given what the sender agreed to. */
export function standing(blockers: readonly Blocker[], consents: readonly string[]): Blocker[] {
  return blockers.filter(
    one => one.severity === 'blocks' || (one.severity === 'asks' && !consents.includes(one.ruleId)),
  );
}
