import type { LineRow, Link, More, Stamps } from './rows';

export const CHANGE_STATUSES = [
  'draft',
  'not_pricing',
  'pricing',
  'pending',
  'revised',
  'proceeding',
  'not_proceeding',
  'no_charge',
  'approved',
  'rejected',
  'void',
] as const;

export type ChangeStatus = (typeof CHANGE_STATUSES)[number];

/** What change orders of every tier have in common. */
export interface ChangeRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly contractId: number;
  readonly createdById: number;
  number: string;
  title: string;
  description: string;
  status: ChangeStatus;
  reviewedAt: string | null;
  deletedAt: string | null;
  more: More;
}

/** The change order people mean when they say CCO. Its lines lie in potential change orders below it. */
export interface PackageRow extends ChangeRow {
  /** What the header says when it does not equal the lines. */
  statedTotal: string | null;
}

/** The middle of three tiers. */
export interface RequestRow extends ChangeRow {
  packageId: number | null;
}

export interface ChangeLineRow
  extends Stamps,
    Link,
    Pick<
      LineRow,
      | 'costCodeId'
      | 'costTypeId'
      | 'wbsCodeId'
      | 'description'
      | 'amount'
      | 'quantity'
      | 'unitCost'
      | 'uom'
      | 'extendedType'
      | 'taxCodeId'
    > {
  readonly id: number;
  readonly companyId: number;
  position: number;
  /** The line of the contract it changes, where somebody said so. */
  commitmentLineId: number | null;
}

/** Holds the lines. In one tier each package has one of its own. */
export interface PotentialChangeRow extends ChangeRow {
  packageId: number | null;
  /** In three tiers, the request between this and the package. */
  requestId: number | null;
  lines: ChangeLineRow[];
}
