export {
  costOfLine,
  readDirectCosts,
  readWholeCosts,
  reconcileDirectCosts,
  refreshDirectCost,
} from './direct-costs';
export { type LinkInput, linkRecord, unlinkRecord } from './link';
export { type LinkExactInput, linkExactMatches } from './link-exact';
export { comparePayments, reconcilePayments, refreshPayment, refreshPayments } from './payments';
export {
  dueWrites,
  noteProcoreId,
  noteWrite,
  noteWritten,
  type ProcoreWish,
  type ProcoreWriteRow,
  type WantedCost,
  type WantedPayment,
  wishInProcore,
} from './procore-writes';
export { refreshDirectory } from './refresh-directory';
