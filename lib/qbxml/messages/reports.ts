import { bool, many, must, oneOf, since } from '../fields';
import { message } from '../message';
import { INCLUDE_COLUMNS, SUMMARIES } from './blocks/report-columns';
import { reportFilters } from './blocks/report-filters';
import { ReportRet } from './blocks/report-ret';

const rets = { ReportRet };

const columnsBy = oneOf('SummarizeColumnsBy', ...SUMMARIES);
const rowsBy = oneOf('SummarizeRowsBy', ...SUMMARIES, 'TaxLine');
const column = many(oneOf('IncludeColumn', ...INCLUDE_COLUMNS));
const basis = since(2, 1, oneOf('ReportBasis', 'Accrual', 'Cash', 'None'));

const detail = [
  oneOf('IncludeAccounts', 'All', 'InUse'),
  oneOf('ReportOpenBalanceAsOf', 'ReportEndDate', 'Today'),
  basis,
] as const;

/** The six reports about jobs. The two details are of one job, which must be named. No report has pages. */
export const JobReportQuery = message({
  name: 'JobReportQuery',
  since: [2, 0],
  request: [
    must(
      oneOf(
        'JobReportType',
        'ItemEstimatesVsActuals',
        'ItemProfitability',
        'JobEstimatesVsActualsDetail',
        'JobEstimatesVsActualsSummary',
        'JobProfitabilityDetail',
        'JobProfitabilitySummary',
      ),
    ),
    ...reportFilters,
    columnsBy,
    bool('IncludeSubcolumns'),
  ],
  rets,
});

export const GeneralDetailReportQuery = message({
  name: 'GeneralDetailReportQuery',
  since: [2, 0],
  request: [
    must(
      oneOf(
        'GeneralDetailReportType',
        '1099Detail',
        'AuditTrail',
        'BalanceSheetDetail',
        'CheckDetail',
        'CustomerBalanceDetail',
        'DepositDetail',
        'EstimatesByJob',
        'ExpenseByVendorDetail',
        'GeneralLedger',
        'IncomeByCustomerDetail',
        'IncomeTaxDetail',
        'InventoryValuationDetail',
        'JobProgressInvoicesVsEstimates',
        'Journal',
        'MissingChecks',
        'OpenInvoices',
        'OpenPOs',
        'OpenPOsByJob',
        'OpenSalesOrderByCustomer',
        'OpenSalesOrderByItem',
        'PendingSales',
        'ProfitAndLossDetail',
        'PurchaseByItemDetail',
        'PurchaseByVendorDetail',
        'SalesByCustomerDetail',
        'SalesByItemDetail',
        'SalesByRepDetail',
        'TxnDetailByAccount',
        'TxnListByCustomer',
        'TxnListByDate',
        'TxnListByVendor',
        'UnpaidBillsDetail',
        'UnbilledCostsByJob',
        'VendorBalanceDetail',
      ),
    ),
    ...reportFilters,
    rowsBy,
    column,
    ...detail,
  ],
  rets,
});

/** One row for each transaction, in columns chosen: TxnID ties a row to our records. */
export const CustomDetailReportQuery = message({
  name: 'CustomDetailReportQuery',
  since: [2, 0],
  request: [
    must(oneOf('CustomDetailReportType', 'CustomTxnDetail')),
    ...reportFilters,
    must(rowsBy),
    must(column),
    ...detail,
  ],
  rets,
});

export const CustomSummaryReportQuery = message({
  name: 'CustomSummaryReportQuery',
  since: [2, 0],
  request: [
    must(oneOf('CustomSummaryReportType', 'CustomSummary')),
    ...reportFilters,
    must(columnsBy),
    must(rowsBy),
    bool('IncludeSubcolumns'),
    oneOf('ReportCalendar', 'CalendarYear', 'FiscalYear', 'TaxYear'),
    oneOf('ReturnRows', 'ActiveOnly', 'NonZero', 'All'),
    oneOf('ReturnColumns', 'ActiveOnly', 'NonZero', 'All'),
    basis,
  ],
  rets,
});
