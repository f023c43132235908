import type { Direction, ExportKind, ImportKind } from '@/lib/core/kinds';
import type { Ctx } from '@/lib/tenancy';
import type { StagedRecord } from './stage';

/**
 * Where a company's records are approved, and how Procore learns what became of them. README.md tells of both modes; only
 * `own` is built. Nothing below asks which mode a company is in: the outbox, the flows and the history are the same.
 */
export interface ProcoreMode {
  /** `own`: staged and approved in this app. `erp_tool`: in Procore's ERP Integrations tool. */
  readonly name: 'own' | 'erp_tool';
  readonly connection: ModeConnection;
  readonly hearing: ModeHearing;
  readonly outcome: ModeOutcome;
  readonly imports: ModeImports;
}

/** Begins and ends a company's part in the mode. Each is safe to repeat after a crash. */
export interface ModeConnection {
  /** Webhooks of the mode; for the ERP tool also its connection, whose list of cost codes is then the company's. */
  readonly connect: (ctx: Ctx) => Promise<{ readonly costCodeListId: string | null }>;
  /** Takes away what `connect` made. Links between records stay in our database. */
  readonly disconnect: (ctx: Ctx) => Promise<void>;
}

/** What is to be done about a record. */
export type Wish =
  /** It stands in Procore like this; people decide about it here. */
  | { readonly wish: 'show'; readonly kind: ExportKind; readonly record: StagedRecord }
  /** Somebody accepted it in Procore's tool, exactly like this: it goes to the outbox under the named rule. */
  | {
      readonly wish: 'export';
      readonly kind: ExportKind;
      readonly record: StagedRecord;
      readonly decision: OutsideDecision;
    }
  /** It was made in Procore from what we staged there: the two are linked. */
  | { readonly wish: 'link'; readonly kind: ImportKind; readonly procoreId: string; readonly qbId: string }
  /** Its link is to be taken off; nothing changes in QuickBooks. */
  | { readonly wish: 'unlink'; readonly kind: ExportKind | ImportKind; readonly procoreId: string }
  /** All of a kind is wanted anew from QuickBooks. */
  | { readonly wish: 'reread'; readonly kind: ImportKind };

/** An acceptance that was given elsewhere: kept in `acceptances` by its rule's name instead of a person's id. */
export interface OutsideDecision {
  /** Procore's request detail: told of the outcome, once for each, whatever it is. */
  readonly requestDetailId: string;
  readonly rule: 'accepted in Procore';
  readonly acceptedAt: Date;
}

/** What an event of the mode's webhooks asks for. */
export interface ModeHearing {
  /** Reads what the event is about; none when there is nothing to do. Twice gives the same wishes. */
  readonly read: (ctx: Ctx, resource: { name: string; id: string }) => Promise<readonly Wish[]>;
  /** Wishes that no event told of in time. */
  readonly reconcile: (ctx: Ctx, projectId: string) => Promise<readonly Wish[]>;
}

/** Where a record lives in QuickBooks now. */
export interface Whereabouts {
  readonly originId: string;
  readonly originCode: string;
  readonly originData: string;
  readonly lines: readonly { readonly procoreLineId: string; readonly originId: string }[];
}

/** Tells Procore how an export ended. Called by the write-back task until it succeeds; twice is once. */
export interface ModeOutcome {
  readonly synced: (ctx: Ctx, exportId: string, at: Whereabouts) => Promise<void>;
  /** `own` has nothing to tell: people read it here. The ERP tool shows the messages to its approver. */
  readonly failed: (ctx: Ctx, exportId: string, messages: readonly string[]) => Promise<void>;
  readonly unlinked: (ctx: Ctx, exportId: string) => Promise<void>;
}

/** What comes from QuickBooks and people take into Procore. */
export interface ModeImports {
  /** Offers records; the same record again takes the place of what was offered. */
  readonly offer: (ctx: Ctx, kind: ImportKind, records: readonly ImportOffer[]) => Promise<void>;
  /** Offers that are not good any more: the record is gone in QuickBooks, or linked. */
  readonly withdraw: (ctx: Ctx, kind: ImportKind, qbIds: readonly string[]) => Promise<void>;
}

export interface ImportOffer {
  readonly qbId: string;
  readonly number: string;
  /** By Procore's names; links to other records are given by what they are in QuickBooks. */
  readonly fields: Readonly<Record<string, string | null>>;
  readonly lines: readonly Readonly<Record<string, string | null>>[];
}

/** Kinds and ways that a mode carries; what it lacks is shown as not to be had, not left out silently. */
export type ModeCarries = ReadonlySet<`${ExportKind | ImportKind}:${Direction}`>;
