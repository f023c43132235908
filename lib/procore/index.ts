export {
  ClientRefused,
  type CredentialStore,
  endIdleTokens,
  endTokens,
  keepTokens,
  personTokens,
  ReconnectNeeded,
  serviceAccountTokens,
} from './credentials';
export { type Delivery, readDelivery } from './delivery';
export * from './endpoints/budget-codes';
export * from './endpoints/budgets';
export * from './endpoints/change-order-tiers';
export { type ChangeOrder, type ChangeOrderKey, showChangeOrder } from './endpoints/change-orders';
export * from './endpoints/commitments';
export { type Company, listCompanies, showBaseUrl } from './endpoints/companies';
export * from './endpoints/company-lists';
export * from './endpoints/cost-codes';
export * from './endpoints/cost-types';
export * from './endpoints/direct-costs';
export * from './endpoints/invoices';
export type { CommitmentLine } from './endpoints/lines';
export * from './endpoints/payments';
export {
  listTools,
  listUsers,
  type Me,
  showCompanyMe,
  showMe,
  type Tool,
  type User,
} from './endpoints/people';
export { listPrimeContractIds } from './endpoints/prime-contracts';
export * from './endpoints/projects';
export * from './endpoints/vendors';
export * from './endpoints/webhooks';
export { ProcoreError } from './errors';
export type { Call, ProcoreHosts, Wire } from './http';
export { Limiter, type Urgency, type WindowStore } from './limiter';
export * from './links';
export type { Listing } from './listing';
export type { TokenSet } from './oauth';
export { countSealed, resealTokens, type SealedCounts } from './reseal';
export { ProcoreSession, type SessionOptions, type TokenSource } from './session';
export { rateRemaining, sharedWindows } from './shared-windows';
export { createOnce, type Origin, type OriginWithoutCode, type Synced, type SyncUpdate } from './write';
