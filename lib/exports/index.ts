export { type AcceptInput, acceptExport, acceptExports } from './accept';
export { archiveExport, restoreExport } from './archive';
export { awaitDecision } from './await-decision';
export { refreshBudget } from './budget';
export { cancelExport, cancelExports } from './cancel';
export { readTiers } from './change-order-tiers';
export { type ChooseInput, chooseForExport } from './choose';
export { commentExport } from './comment';
export {
  hasDirectRules,
  type PreviewedRecord,
  previewRule,
  type RulePreview,
  type RuleTerms,
} from './direct-matches';
export {
  changeRule,
  DIRECT_KINDS,
  listRules,
  makeRule,
  type RuleInput,
  type RuleLine,
  ruleChoices,
} from './direct-rules';
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
export { refreshInSight } from './refresh-in-sight';
export { type RejectInput, rejectExport, rejectExports } from './reject';
export { retrieveExport } from './retrieve';
export { retryExport, retryExports } from './retry';
export { type SendInput, sendExport, sendExports } from './send';
export { type ExportDetail, showExport } from './show';
export type { BudgetAmounts, ShownBudget, ShownDivision } from './shown-budget';
export { flowFor } from './snapshot';
export { type StagedRecord, stageExports } from './stage';
export { type ProposeInput, proposeRecords } from './stage-directory';
export { type Needed, prepareTogether, type TogetherItem } from './together';
export { unlinkExport } from './unlink';
