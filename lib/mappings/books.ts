import type { ExportKind, LinkKind } from '@/lib/core/kinds';
import type { Target } from '@/lib/qbxml';
import type { CompanySettings } from '@/lib/tenancy/settings';
import type { BillBooks, BillNeed } from './bill-books';
import type { EstimateBooks } from './estimate-books';
import type { ListBooks, ListNeed } from './list-books';

/** What a flow may know of a company file: settings, links, and copies of QuickBooks' lists. Plain data. */
export interface Books {
  readonly settings: CompanySettings;
  /** Null until the record's project is linked to a job. */
  readonly connection: BooksConnection | null;
  /** Twins by `kind:procoreId`; absent when there is no link. */
  readonly links: Readonly<Record<string, BookLink>>;
  /** Standard cost code ids by full code, for lines that carry a WBS code alone. */
  readonly costCodes: Readonly<Record<string, string>>;
  /** Which of the numbers it may have is taken by another order, as `matchName` compares them. */
  readonly orderNumbers: Readonly<Record<string, OrderNumberHolder>>;
  /** Ids its earlier exports had in QuickBooks; its record in Procore may still carry one of them. */
  readonly formerIds: readonly string[];
  readonly otherChanges: readonly OtherChange[];
  /** The mark the next export of this record would carry, so that it can be found again. */
  readonly externalGuid: string;
  /** Only for records that become records of QuickBooks' lists. */
  readonly lists: ListBooks;
  /** Only for records that become bills. */
  readonly bills: BillBooks;
  /** Only for budgets. */
  readonly estimates: EstimateBooks;
}

export interface BooksConnection {
  readonly id: string;
  readonly name: string;
  readonly companyFileName: string | null;
  readonly fileId: string;
  readonly target: Target;
  /** yyyy-mm-dd; transactions up to this day cannot be added. */
  readonly closingDate: string | null;
  /** Preferences of QuickBooks; null while they are not known. */
  readonly arePurchaseOrdersOn: boolean | null;
  readonly areEstimatesOn: boolean | null;
  /** The status with which QuickBooks last refused for want of rights; null when it did not. */
  readonly missingRight: number | null;
}

/** A QuickBooks record some Procore record is linked to, as last read. */
export interface BookLink {
  readonly qbId: string;
  readonly qbType: string;
  readonly name: string;
  readonly isActive: boolean;
  /** Deleted or merged away in QuickBooks. */
  readonly isGone: boolean;
  /** Items: has a cost side and a sales side. Null for others. */
  readonly isTwoSided: boolean | null;
  /** Purchase orders: what the copy tells of it. Null for others, and while none was read. */
  readonly order: OrderCopy | null;
  /** For what is not in QuickBooks yet: it has no id, and a request names it by the name it will have. */
  readonly toCome?: ToCome;
}

/** How far a record is on its way to QuickBooks. */
export interface ToCome {
  /** The write that makes it; null while nobody has accepted it. */
  readonly requestId: string | null;
  /** Whether the name it will have is known; else its link goes by Procore's. */
  readonly isNamed: boolean;
}

/** A purchase order as it was last read. */
export interface OrderCopy {
  readonly vendor: string | null;
  /** ListID; null as long as it was not read. */
  readonly vendorId: string | null;
  /** yyyy-mm-dd */
  readonly date: string | null;
  /** As `formatMoney` writes it. */
  readonly total: string | null;
}

/** Another change order of the same commitment that was accepted. */
export interface OtherChange {
  readonly number: string;
  readonly revision: number;
  /** In QuickBooks, on its way there, or waiting for a person to look at it. */
  readonly standing: 'made' | 'under way' | 'stuck';
}

export interface OrderNumberHolder {
  /** In words: `a purchase order for North Shore Supply of 2026-01-12`. */
  readonly description: string;
}

/** What a flow wants to know before it can judge or build a record. */
export interface BooksNeed {
  /** Decides the company file. */
  readonly projectId: string | null;
  readonly links: readonly { readonly kind: LinkKind; readonly procoreId: string }[];
  readonly costCodeFullCodes: readonly string[];
  readonly orderNumbers: readonly string[];
  /** The commitment whose other change orders matter; null for none. */
  readonly changesOf: string | null;
  /** The project whose job's estimates matter; absent for none. */
  readonly estimatesOf?: string;
  /** Its request can name what is on its way to QuickBooks, and then waits for it. */
  readonly mayWait?: boolean;
  /** Given by what becomes a record of QuickBooks' lists; its company file is the company's own, not a project's. */
  readonly lists?: ListNeed;
  /** Given by what becomes a bill. */
  readonly bills?: BillNeed;
}

/** The record the books are opened for. */
export interface BooksSubject {
  readonly exportId: string;
  readonly kind: ExportKind;
  readonly procoreId: string;
  /** The number its next export will have. */
  readonly nextExportNumber: number;
  readonly need: BooksNeed;
}

export function linkKey(kind: string, procoreId: string): string {
  return `${kind}:${procoreId}`;
}
