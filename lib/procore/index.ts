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
export { type ChangeOrder, type ChangeOrderKey, showChangeOrder } from './endpoints/change-orders';
export {
  COMMITMENT_KINDS,
  type Commitment,
  type CommitmentKey,
  type CommitmentKind,
  type CommitmentRow,
  commitmentRoute,
  listCommitments,
  markCommitment,
  type Origin,
  showCommitment,
} from './endpoints/commitments';
export { type Company, listCompanies, showBaseUrl } from './endpoints/companies';
export { listCostCodeLists, listCostCodes, type StandardCostCode } from './endpoints/cost-codes';
export type { CommitmentLine } from './endpoints/lines';
export { listTools, type Me, showCompanyMe, showMe, type Tool } from './endpoints/people';
export { listProjects, type Project, showProject } from './endpoints/projects';
export { listInactiveVendors, listVendors, type Vendor } from './endpoints/vendors';
export { createHook, deleteHook, type Hook, listHooks } from './endpoints/webhooks';
export { ProcoreError } from './errors';
export type { Call, ProcoreHosts, Wire } from './http';
export { Limiter, type Urgency, type WindowStore } from './limiter';
export type { TokenSet } from './oauth';
export { countSealed, resealTokens, type SealedCounts } from './reseal';
export { ProcoreSession, type SessionOptions, type TokenSource } from './session';
export { sharedWindows } from './shared-windows';
