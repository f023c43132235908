export { type Actor, actorId } from './actor';
export { changeSettings } from './change-settings';
export {
  activeCompanies,
  activeCompany,
  type CompanyStatus,
  findCompany,
  keepWebBaseUrl,
  procoreKey,
  settingsOf,
} from './companies';
export { type CompanyRef, type Ctx, inCompany } from './context';
export { connectCompany, disconnectCompany } from './disconnect';
export { once } from './idempotency';
export { LOOKING_MAX_AGE_MS, loadRights } from './load-rights';
export { type Member, membersOf, removeMember } from './members';
export { type GrantInput, listPeople, type PersonLine, setApproval } from './people';
export { type CompanyTools, mayApproveInProcore } from './procore-rights';
export { afterRefusal, Disconnected, lossFor, mayConnectAgain, type ReachDeps } from './reach';
export {
  isApprover,
  isSentByApprovers,
  kindsInSight,
  mayApprove,
  maySend,
  mayView,
  NO_RIGHTS,
  type Rights,
  requireAdmin,
  requireApproval,
  requireMapping,
  requireSend,
} from './rights';
export { setUpCompany } from './set-up';
export { type CompanySettings, companySettings, DEFAULT_SETTINGS, readSettings } from './settings';
