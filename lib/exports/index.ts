export { type AcceptInput, acceptExport } from './accept';
export { archiveExport, restoreExport } from './archive';
export { awaitDecision } from './await-decision';
export { refreshBudget } from './budget';
export { readTiers } from './change-order-tiers';
export { type ChooseInput, chooseForExport } from './choose';
export { type EachResult, forEach } from './each';
export { type ExportItem, type ExportPage, type ListInput, listExports } from './list';
export { decideMissing, MISSING_DECISIONS, type MissingInput } from './missing';
export { CHANGE_ORDERS, COMMITMENTS, INVOICES } from './readers';
export { recheckExports } from './recheck';
export { compareWhole } from './reconcile';
export {
  freshenForDecision,
  noteRead,
  readChanges,
  refreshCommitments,
  refreshProject,
  refreshRecords,
} from './refresh';
export { type RejectInput, rejectExport } from './reject';
export { retrieveExport } from './retrieve';
export { retryExport } from './retry';
export { type SendInput, sendExport } from './send';
export { type ExportDetail, showExport } from './show';
export type { BudgetAmounts, ShownBudget, ShownDivision } from './shown-budget';
export { flowFor } from './snapshot';
export { type StagedRecord, stageExports } from './stage';
export { type ProposeInput, proposeRecords } from './stage-directory';
