import type { CommitmentKind } from './endpoints/commitments';

/** Where Procore's own screens for records are, under a company's address as `showBaseUrl` tells it. */
export interface Place {
  readonly baseUrl: string;
  readonly projectId: string;
}

export interface LinkedCommitment {
  readonly kind: CommitmentKind;
  readonly id: string;
}

const CONTRACTS: Readonly<Record<CommitmentKind, string>> = {
  purchase_order: 'purchase_order_contracts',
  subcontract: 'work_order_contracts',
};

function under({ baseUrl, projectId }: Place, path: string): string {
  return new URL(`/${projectId}/project/${path}`, baseUrl).toString();
}

export function projectLink(place: Place): string {
  return under(place, 'home');
}

/** A project has one budget. */
export function budgetLink(place: Place): string {
  return under(place, 'budgeting');
}

export function commitmentLink(place: Place, { kind, id }: LinkedCommitment): string {
  return under(place, `commitments/${CONTRACTS[kind]}/${id}`);
}

/** @param id The package's */
export function changeOrderLink(place: Place, of: LinkedCommitment, id: string): string {
  const tab = `change_orders/commitment_contract_change_orders/${id}`;
  return under(place, `commitments/${CONTRACTS[of.kind]}/${of.id}/${tab}`);
}

export function invoiceLink(place: Place, of: LinkedCommitment, id: string): string {
  return under(place, `commitments/${CONTRACTS[of.kind]}/${of.id}/requisitions/${id}`);
}

/** The payments of a commitment; a single one has no screen of its own. */
export function paymentsLink(place: Place, of: LinkedCommitment): string {
  return under(place, `commitments/${CONTRACTS[of.kind]}/${of.id}/contract_payments`);
}

export function directCostLink(place: Place, id: string): string {
  return under(place, `direct_costs/${id}`);
}
