import type { ContractKind } from '../store/rows';

export interface KindOfContract {
  readonly kind: ContractKind;
  /** `purchase_order_contract` and so on: the wrapper of writes; with an `s`, the route. */
  readonly name: string;
  readonly type: 'PurchaseOrderContract' | 'WorkOrderContract';
  readonly words: string;
  readonly resource: string;
  readonly lineResource: string;
  readonly statuses: readonly string[];
}

export const KINDS: Readonly<Record<ContractKind, KindOfContract>> = {
  purchase_order: {
    kind: 'purchase_order',
    name: 'purchase_order_contract',
    type: 'PurchaseOrderContract',
    words: 'Purchase order contract',
    resource: 'Purchase Order Contracts',
    lineResource: 'Purchase Order Contract Line Items',
    statuses: ['Draft', 'Processing', 'Submitted', 'Partially Received', 'Received', 'Approved', 'Closed'],
  },
  subcontract: {
    kind: 'subcontract',
    name: 'work_order_contract',
    type: 'WorkOrderContract',
    words: 'Work order contract',
    resource: 'Work Order Contracts',
    lineResource: 'Work Order Contract Line Items',
    statuses: ['Draft', 'Out For Bid', 'Out For Signature', 'Approved', 'Complete', 'Terminated', 'Void'],
  },
};

/** In these, the company and the schedule of values of a commitment stand still. */
export const isLockedStatus = (status: string): boolean => status === 'Approved' || status === 'Complete';
