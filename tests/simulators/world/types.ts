import type { ProjectHistory } from './history-types';

/**
 * The made-up world both simulators are seeded from: a contractor's Procore company and its messy QuickBooks
 * company file, written so that names on the two sides meet, nearly meet, or miss each other as they do in life.
 */
export interface World {
  readonly seed: number;
  readonly people: readonly Person[];
  readonly companies: readonly ProcoreCompany[];
  /** The company file of `companies[0]`. */
  readonly books: Books;
}

export type ToolLevel = 'None' | 'Read Only' | 'Standard' | 'Admin';

/** `name`s of Procore's tools as `settings/permissions` lists them. */
export type ToolLevels = Readonly<Record<string, ToolLevel>>;

export interface Person {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  /** Shown to whoever picks a person in the sandbox. */
  readonly role:
    | 'company administrator'
    | 'project manager'
    | 'accounting approver'
    | 'viewer'
    | 'administrator of another company';
  readonly companyId: number;
  readonly companyTools: ToolLevels;
  readonly projectTools: ToolLevels;
  /** Projects this person is on; `all` for everybody the company's projects are open to. */
  readonly projectIds: readonly number[] | 'all';
  /** The "Can Push to Accounting" action of the ERP Integrations tool. */
  readonly canPushToAccounting: boolean;
}

export interface ProcoreCompany {
  readonly id: number;
  readonly name: string;
  /** Whether the app is installed in this company. */
  readonly isInstalled: boolean;
  readonly costCodeListId: number;
  readonly costCodes: readonly CostCode[];
  readonly costTypes: readonly CostType[];
  readonly projects: readonly Project[];
  readonly vendors: readonly Vendor[];
  readonly commitments: readonly Commitment[];
  /** One for each project in which more happened; none when absent. */
  readonly histories?: readonly ProjectHistory[];
}

export interface CostCode {
  readonly id: number;
  readonly code: string;
  readonly fullCode: string;
  readonly name: string;
  readonly parentId: number | null;
}

export interface CostType {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly baseType:
    | 'equipment'
    | 'materials'
    | 'commitment'
    | 'owner_cost'
    | 'professional_services'
    | 'other';
}

export interface Project {
  readonly id: number;
  readonly name: string;
  readonly number: string;
  readonly isActive: boolean;
  readonly address: string;
  readonly city: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly startDate: string;
  /** Whether the connector's service account was permitted on this project at install. */
  readonly isPermitted: boolean;
  /** How many levels commitment change orders have; one when absent. */
  readonly changeOrderTiers?: 1 | 2 | 3;
}

export interface Vendor {
  readonly id: number;
  readonly name: string;
  readonly legalName: string | null;
  readonly isActive: boolean;
  readonly address: string;
  readonly city: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly phone: string;
  readonly email: string;
}

export interface Commitment {
  readonly id: number;
  readonly kind: 'subcontract' | 'purchase_order';
  readonly projectId: number;
  readonly vendorId: number | null;
  readonly number: string;
  readonly title: string;
  /** Rich text, as Procore stores it. */
  readonly description: string;
  readonly status: string;
  readonly accountingMethod: 'amount' | 'unit';
  readonly contractDate: string;
  readonly retainagePercent: string;
  /** Another integration's mark, when one owns the record. */
  readonly originId: string | null;
  readonly lines: readonly CommitmentLine[];
  /** What the header says when it does not equal the lines; normally absent. */
  readonly statedTotal?: string;
}

export interface CommitmentLine {
  readonly id: number;
  /** A standard cost code's id; null for a line nobody coded. */
  readonly costCodeId: number | null;
  readonly costTypeId: number;
  readonly description: string;
  /** Decimal strings, as Procore writes them. */
  readonly amount: string;
  readonly quantity: string;
  readonly unitCost: string;
  readonly uom: string | null;
}

export interface Books {
  readonly companyName: string;
  readonly productName: string;
  readonly majorVersion: number;
  readonly country: 'US' | 'CA';
  readonly filePath: string;
  readonly preferences: BooksPreferences;
  readonly accounts: readonly BooksAccount[];
  readonly vendors: readonly BooksVendor[];
  readonly customers: readonly BooksCustomer[];
  /** Employees and other names: they share one name space with vendors and customers. */
  readonly otherNames: readonly string[];
  readonly items: readonly BooksItem[];
  readonly purchaseOrders: readonly BooksPurchaseOrder[];
}

export interface BooksPreferences {
  readonly isUsingEstimates: boolean;
  readonly isUsingInventory: boolean;
  readonly isUsingAccountNumbers: boolean;
  readonly isUsingClassTracking: boolean;
  readonly closingDate: string | null;
}

export interface BooksAccount {
  readonly name: string;
  readonly number: string;
  readonly type: string;
}

export interface BooksVendor {
  readonly name: string;
  readonly companyName: string | null;
  readonly isActive: boolean;
  readonly address: string;
  readonly city: string;
  readonly stateCode: string;
  readonly zip: string;
  readonly phone: string;
  readonly email: string;
}

export interface BooksCustomer {
  readonly name: string;
  readonly isActive: boolean;
  readonly jobs: readonly BooksJob[];
}

export interface BooksJob {
  readonly name: string;
  readonly isActive: boolean;
  readonly status: 'Awarded' | 'Closed' | 'InProgress' | 'None' | 'NotAwarded' | 'Pending';
  readonly jobs?: readonly BooksJob[];
}

export interface BooksItem {
  readonly type: 'Service' | 'NonInventory' | 'OtherCharge' | 'Inventory' | 'Subtotal' | 'Group' | 'Discount';
  /** One level's name; real lists end in blanks and dots. */
  readonly name: string;
  /** FullName of the parent item. */
  readonly parent: string | null;
  readonly description: string;
  readonly isActive: boolean;
  /** Whether the item has a cost side and a sales side, which job costing needs. */
  readonly isTwoSided: boolean;
}

export interface BooksPurchaseOrder {
  readonly vendor: string;
  readonly refNumber: string;
  readonly date: string;
  readonly memo: string;
  readonly isClosed: boolean;
  readonly lines: readonly { item: string; description: string; amount: string; job: string | null }[];
}
