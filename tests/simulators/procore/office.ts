import type { ToolLevels } from '../world';
import type { FinancialOffice } from './office-financials';

export interface NewLine {
  /** Full code such as `03-300`; null for a line nobody coded. */
  readonly costCode: string | null;
  readonly description: string;
  /** A decimal such as `96000.0`. */
  readonly amount: string;
  readonly costTypeId?: number;
  /** With a unit cost, the amount is theirs. */
  readonly quantity?: string;
  readonly unitCost?: string;
  readonly uom?: string;
}

export type LinePatch = Partial<NewLine>;

export interface NewCommitment {
  readonly projectId: number;
  readonly kind: 'subcontract' | 'purchase_order';
  readonly number: string;
  readonly title: string;
  readonly vendorId?: number | null;
  readonly description?: string;
  readonly status?: string;
  readonly contractDate?: string;
  readonly retainagePercent?: string;
  /** A header total that its lines do not sum up to. */
  readonly statedTotal?: string;
  /** Another integration's mark. */
  readonly originId?: string;
  readonly lines?: readonly NewLine[];
}

export type CommitmentPatch = Partial<
  Pick<
    NewCommitment,
    'number' | 'title' | 'vendorId' | 'description' | 'status' | 'contractDate' | 'retainagePercent'
  >
> & {
  readonly statedTotal?: string | null;
  readonly originId?: string | null;
};

export interface NewProject {
  readonly companyId: number;
  readonly name: string;
  readonly number?: string;
  readonly isPermitted?: boolean;
}

export interface NewVendor {
  readonly companyId: number;
  readonly name: string;
}

export interface RightsPatch {
  readonly companyTools?: ToolLevels;
  readonly projectTools?: ToolLevels;
  readonly projectIds?: readonly number[] | 'all';
  readonly canPushToAccounting?: boolean;
  /** A person who has left can use no token any more. */
  readonly isActive?: boolean;
}

/**
 * What people do in Procore by hand. Every act that changes a record moves its `updatedAt` and queues webhooks.
 * Where Procore locks a record, the act does what a person would: reopen as draft, change, approve again.
 * Ids that do not exist throw RangeError; so do amounts that are no decimals and statuses that Procore lacks.
 */
export interface Office extends FinancialOffice {
  /** Returns the new commitment's id. */
  createCommitment(input: NewCommitment): number;
  updateCommitment(id: number, patch: CommitmentPatch): void;
  deleteCommitment(id: number): void;
  /** Returns the new line's id. */
  addLine(commitmentId: number, line: NewLine): number;
  updateLine(lineId: number, patch: LinePatch): void;
  removeLine(lineId: number): void;
  addVendor(input: NewVendor): number;
  renameVendor(id: number, name: string): void;
  deactivateVendor(id: number): void;
  reactivateVendor(id: number): void;
  addProject(input: NewProject): number;
  /** Takes the project away from the service account; `permitProject` gives it back. */
  withdrawProject(id: number): void;
  permitProject(id: number): void;
  setPermission(personId: number, patch: RightsPatch): void;
  setServicePermission(patch: Pick<RightsPatch, 'companyTools' | 'projectTools'>): void;
  uninstall(companyId: number): void;
  install(companyId: number): void;
}
