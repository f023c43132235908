/** Value lists too long to stand in a line of a table; case matters. */
export const NAMED_VALUES: Readonly<Record<string, string>> = {
  AccountType:
    'AccountsPayable|AccountsReceivable|Bank|CostOfGoodsSold|CreditCard|Equity|Expense|FixedAsset|Income|LongTermLiability|NonPosting|OtherAsset|OtherCurrentAsset|OtherCurrentLiability|OtherExpense|OtherIncome',
  Operator: 'LessThan|LessThanEqual|Equal|GreaterThan|GreaterThanEqual',
  JobStatus: 'Awarded|Closed|InProgress|None|NotAwarded|Pending',
  DateMacro:
    'All|Today|ThisWeek|ThisWeekToDate|ThisMonth|ThisMonthToDate|ThisCalendarQuarter|ThisCalendarQuarterToDate|ThisFiscalQuarter|ThisFiscalQuarterToDate|ThisCalendarYear|ThisCalendarYearToDate|ThisFiscalYear|ThisFiscalYearToDate|Yesterday|LastWeek|LastWeekToDate|LastMonth|LastMonthToDate|LastCalendarQuarter|LastCalendarQuarterToDate|LastFiscalQuarter|LastFiscalQuarterToDate|LastCalendarYear|LastCalendarYearToDate|LastFiscalYear|LastFiscalYearToDate|NextWeek|NextFourWeeks|NextMonth|NextCalendarQuarter|NextCalendarYear|NextFiscalQuarter|NextFiscalYear',
  TxnDelType:
    'ARRefundCreditCard|Bill|BillPaymentCheck|BillPaymentCreditCard|BuildAssembly|Charge|Check|CreditCardCharge|CreditCardCredit|CreditMemo|Deposit|Estimate|InventoryAdjustment|Invoice|ItemReceipt|JournalEntry|PurchaseOrder|ReceivePayment|SalesOrder|SalesReceipt|SalesTaxPaymentCheck|TimeTracking|TransferInventory|VehicleMileage|VendorCredit',
  ListDelType:
    'Account|BillingRate|Class|Currency|Customer|CustomerMsg|CustomerType|DateDrivenTerms|Employee|InventorySite|ItemDiscount|ItemFixedAsset|ItemGroup|ItemInventory|ItemInventoryAssembly|ItemNonInventory|ItemOtherCharge|ItemPayment|ItemSalesTax|ItemSalesTaxGroup|ItemService|ItemSubtotal|JobType|OtherName|PaymentMethod|PayrollItemNonWage|PayrollItemWage|PriceLevel|SalesRep|SalesTaxCode|ShipMethod|StandardTerms|ToDo|UnitOfMeasureSet|Vehicle|Vendor|VendorType|WorkersCompCode',
  FirstMonthFiscalYear:
    'January|February|March|April|May|June|July|August|September|October|November|December',
  TaxForm: 'Form1040|Form1065|Form1120|Form1120S|Form990|Form990PF|Form990T|OtherOrNone',
  ServiceStatus: 'Active|Expired|Never|Pending|Suspended|Terminated|Trial',
  DataExtType: 'AMTTYPE|DATETIMETYPE|INTTYPE|PERCENTTYPE|PRICETYPE|QUANTYPE|STR1024TYPE|STR255TYPE',
  FirstDayOfWeek: 'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday',
  SpecialAccountType:
    'AccountsPayable|AccountsReceivable|CondenseItemAdjustmentExpenses|CostOfGoodsSold|DirectDepositLiabilities|Estimates|ExchangeGainLoss|InventoryAssets|ItemReceiptAccount|OpeningBalanceEquity|PayrollExpenses|PayrollLiabilities|PettyCash|PurchaseOrders|ReconciliationDifferences|RetainedEarnings|SalesOrders|SalesTaxPayable|UncategorizedExpenses|UncategorizedIncome|UndepositedFunds',
  CashFlowClassification: 'None|Operating|Investing|Financing|NotApplicable',
  TxnType:
    'ARRefundCreditCard|Bill|BillPaymentCheck|BillPaymentCreditCard|BuildAssembly|Charge|Check|CreditCardCharge|CreditCardCredit|CreditMemo|Deposit|Estimate|InventoryAdjustment|Invoice|ItemReceipt|JournalEntry|LiabilityAdjustment|Paycheck|PayrollLiabilityCheck|PurchaseOrder|ReceivePayment|SalesOrder|SalesReceipt|SalesTaxPaymentCheck|Transfer|VendorCredit|YTDAdjustment',
};
