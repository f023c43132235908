export { costOfLine, readDirectCosts, reconcileDirectCosts, refreshDirectCost } from './direct-costs';
export { type LinkInput, linkRecord, unlinkRecord } from './link';
export { comparePayments, reconcilePayments, refreshPayment, refreshPayments } from './payments';
export { refreshDirectory } from './refresh-directory';
