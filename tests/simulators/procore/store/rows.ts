import type { CostType, Person, ToolLevels } from '../../world';
import type { Json } from '../json';

/** Rows as the simulator keeps them: plain values only, so that the whole state is one JSON file. */
export interface Stamps {
  createdAt: string;
  updatedAt: string;
}

/** The other system's mark on a record. */
export interface Link {
  originId: string | null;
  originCode: string | null;
  originData: string | null;
  /** Client id of the application that wrote `originId`; `OTHER_INTEGRATION` for anybody else's. */
  originOwner: string | null;
}

export const OTHER_INTEGRATION = 'another integration';

export const noLink: Link = { originId: null, originCode: null, originData: null, originOwner: null };

/** Fields that people and applications may set and that no rule of the simulator reads. */
export type More = Record<string, Json>;

export interface CompanyRow {
  readonly id: number;
  readonly name: string;
  isInstalled: boolean;
  /** Company 1 writes some values as JSON numbers, as Procore's regions do not agree either. */
  readonly isLoose: boolean;
}

export interface PersonRow extends Stamps {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly role: Person['role'];
  readonly companyId: number;
  companyTools: ToolLevels;
  projectTools: ToolLevels;
  projectIds: readonly number[] | 'all';
  canPushToAccounting: boolean;
  isActive: boolean;
}

/** The user that Procore makes for the app's client credentials. */
export interface ServiceAccountRow {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  companyTools: ToolLevels;
  projectTools: ToolLevels;
}

export interface ProjectRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  name: string;
  number: string | null;
  isActive: boolean;
  isPermitted: boolean;
  costCodeListId: number;
  isErpIntegrated: boolean;
  /** 1: change orders; 2: potential ones under them; 3: requests between the two. */
  changeOrderTiers: 1 | 2 | 3;
  readonly createdById: number;
  more: More;
}

export interface CostCodeListRow {
  readonly id: number;
  readonly companyId: number;
  name: string;
}

export interface StandardCostCodeRow extends Link {
  readonly id: number;
  readonly companyId: number;
  readonly listId: number;
  parentId: number | null;
  code: string;
  name: string;
}

export interface CostCodeRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  standardCostCodeId: number | null;
  parentId: number | null;
  position: number | null;
  code: string;
  name: string;
}

export interface CostTypeRow extends Link {
  readonly id: number;
  readonly companyId: number;
  code: string;
  name: string;
  baseType: CostType['baseType'];
}

export interface WbsCodeRow extends Stamps {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly costCodeId: number;
  readonly costTypeId: number;
}

export interface VendorRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  name: string;
  isActive: boolean;
  more: More;
}

export type ContractKind = 'purchase_order' | 'subcontract';

export interface ContractRow extends Stamps, Link {
  readonly id: number;
  readonly kind: ContractKind;
  readonly companyId: number;
  readonly projectId: number;
  readonly createdById: number;
  vendorId: number | null;
  number: string;
  title: string;
  description: string;
  status: string;
  accountingMethod: 'amount' | 'unit';
  /** What the header says when it does not equal its lines. */
  statedTotal: string | null;
  /** Whether the Payments tab of the commitment is on. */
  hasPayments: boolean;
  deletedAt: string | null;
  more: More;
}

export interface LineRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly contractId: number;
  position: number;
  /** A project cost code. */
  costCodeId: number | null;
  costTypeId: number | null;
  wbsCodeId: number | null;
  /** Such a line is answered with `cost_code: null` and only its `wbs_code`, as real ones are. */
  readonly hidesCostCode: boolean;
  description: string;
  amount: string;
  quantity: string;
  unitCost: string;
  uom: string | null;
  extendedType: 'manual' | 'calculated';
  taxCodeId: number | null;
}

/** A unit of measure; those of Procore's own list are the same for everybody. */
export interface UnitRow {
  readonly id: number;
  readonly companyId: number;
  name: string;
  readonly isStandard: boolean;
}

export interface TaxCodeRow extends Link {
  readonly id: number;
  readonly companyId: number;
  code: string;
  description: string;
  /** In percent, a decimal. */
  rate: string;
  isArchived: boolean;
  isDefault: boolean;
}

export interface SubJobRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  code: string;
  name: string;
}

/** The contract with the owner. Nothing of it is carried to QuickBooks; it is here to be left alone. */
export interface PrimeContractRow extends Stamps, Link {
  readonly id: number;
  readonly companyId: number;
  readonly projectId: number;
  readonly number: string;
  readonly title: string;
  readonly status: string;
  readonly amount: string;
}
