/** Transactions that are entered as such: they take data extensions, and can be deleted. */
export const ENTERED_TXN_TYPES = [
  'ARRefundCreditCard',
  'Bill',
  'BillPaymentCheck',
  'BillPaymentCreditCard',
  'BuildAssembly',
  'Charge',
  'Check',
  'CreditCardCharge',
  'CreditCardCredit',
  'CreditMemo',
  'Deposit',
  'Estimate',
  'InventoryAdjustment',
  'Invoice',
  'ItemReceipt',
  'JournalEntry',
  'PurchaseOrder',
  'ReceivePayment',
  'SalesOrder',
  'SalesReceipt',
  'SalesTaxPaymentCheck',
  'VendorCredit',
] as const;

/** Kinds of transactions, as answers and filters name them. */
export const TXN_TYPES = [
  ...ENTERED_TXN_TYPES,
  'LiabilityAdjustment',
  'Paycheck',
  'PayrollLiabilityCheck',
  'Transfer',
  'YTDAdjustment',
] as const;

/** What can be deleted, and is told of afterwards. */
export const DELETABLE_TXN_TYPES = [
  ...ENTERED_TXN_TYPES,
  'TimeTracking',
  'TransferInventory',
  'VehicleMileage',
] as const;
