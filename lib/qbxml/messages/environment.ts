import {
  agg,
  amt,
  bool,
  date,
  datetime,
  int,
  many,
  must,
  notIn,
  oneOf,
  pct,
  ref,
  since,
  str,
} from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { includeRetElement, ownerId } from './blocks/keys';

/** How many records a list may have. */
const capacity = <N extends string>(name: N) => must(agg(name, [must(int('MaxCapacity'))]));

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const HostQuery = message({
  name: 'HostQuery',
  request: [since(6, 0, agg('IncludeListMetaData', [must(bool('IncludeMaxCapacity'))])), includeRetElement],
  rets: {
    HostRet: [
      must(str('ProductName', 255)),
      must(str('MajorVersion', 5)),
      must(str('MinorVersion', 5)),
      since(3, 0, str('Country', 2)),
      must(many(str('SupportedQBXMLVersion', 10))),
      since(3, 0, bool('IsAutomaticLogin')),
      since(3, 0, must(oneOf('QBFileMode', 'MultiUser', 'SingleUser'))),
      since(
        6,
        0,
        agg('ListMetaData', [
          capacity('AccountMetaData'),
          capacity('BillingRateMetaData'),
          capacity('ClassMetaData'),
          capacity('CustomerMsgMetaData'),
          capacity('CustomerTypeMetaData'),
          capacity('EntityMetaData'),
          capacity('ItemMetaData'),
          capacity('JobTypeMetaData'),
          capacity('PaymentMethodMetaData'),
          capacity('PayrollItemMetaData'),
          capacity('PriceLevelMetaData'),
          capacity('SalesRepMetaData'),
          capacity('SalesTaxCodeMetaData'),
          capacity('ShipMethodMetaData'),
          capacity('TemplateMetaData'),
          capacity('TermsMetaData'),
          capacity('ToDoMetaData'),
          capacity('VehicleMetaData'),
          capacity('VendorTypeMetaData'),
        ]),
      ),
    ],
  },
});

export const CompanyQuery = message({
  name: 'CompanyQuery',
  request: [includeRetElement, since(2, 0, ownerId)],
  rets: {
    CompanyRet: [
      since(3, 0, must(bool('IsSampleCompany'))),
      str('CompanyName', 59),
      str('LegalCompanyName', 59),
      address('Address'),
      since(6, 0, addressBlock('AddressBlock')),
      address('LegalAddress'),
      address('CompanyAddressForCustomer'),
      since(6, 0, addressBlock('CompanyAddressBlockForCustomer')),
      str('Phone', 51),
      str('Fax', 51),
      str('Email', 1023),
      notIn(['US', 'CA'], str('CompanyEmailForCustomer', {})),
      str('CompanyWebSite', 128),
      oneOf('FirstMonthFiscalYear', ...MONTHS),
      oneOf('FirstMonthIncomeTaxYear', ...MONTHS),
      str('CompanyType', 255),
      since(2, 0, str('EIN', 20)),
      since(2, 1, str('SSN', 11)),
      since(
        2,
        1,
        oneOf(
          'TaxForm',
          'Form1040',
          'Form1065',
          'Form1120',
          'Form1120S',
          'Form990',
          'Form990PF',
          'Form990T',
          'OtherOrNone',
        ),
      ),
      since(
        7,
        0,
        agg('SubscribedServices', [
          many(
            agg('Service', [
              must(str('Name', 50)),
              must(str('Domain', 50)),
              must(
                oneOf(
                  'ServiceStatus',
                  'Active',
                  'Expired',
                  'Never',
                  'Pending',
                  'Suspended',
                  'Terminated',
                  'Trial',
                ),
              ),
            ]),
          ),
        ]),
      ),
      since(8, 0, agg('AccountantCopy', [must(bool('AccountantCopyExists')), date('DividingDate')])),
      since(2, 0, dataExtRet),
    ],
  },
});

export const PreferencesQuery = message({
  name: 'PreferencesQuery',
  since: [1, 1],
  request: [includeRetElement],
  rets: {
    PreferencesRet: [
      must(
        agg('AccountingPreferences', [
          must(bool('IsUsingAccountNumbers')),
          must(bool('IsRequiringAccounts')),
          must(bool('IsUsingClassTracking')),
          since(12, 0, oneOf('AssignClassesTo', 'None', 'Accounts', 'Items', 'Names')),
          must(bool('IsUsingAuditTrail')),
          must(bool('IsAssigningJournalEntryNumbers')),
          date('ClosingDate'),
        ]),
      ),
      must(
        agg('FinanceChargePreferences', [
          pct('AnnualInterestRate'),
          amt('MinFinanceCharge'),
          must(int('GracePeriod')),
          ref('FinanceChargeAccountRef', 159),
          must(bool('IsAssessingForOverdueCharges')),
          must(oneOf('CalculateChargesFrom', 'DueDate', 'InvoiceOrBilledDate')),
          must(bool('IsMarkedToBePrinted')),
        ]),
      ),
      must(
        agg('JobsAndEstimatesPreferences', [
          must(bool('IsUsingEstimates')),
          must(bool('IsUsingProgressInvoicing')),
          must(bool('IsPrintingItemsWithZeroAmounts')),
        ]),
      ),
      since(8, 0, agg('MultiCurrencyPreferences', [bool('IsMultiCurrencyOn'), ref('HomeCurrencyRef', 64)])),
      since(
        10,
        0,
        notIn(
          'CA',
          agg('MultiLocationInventoryPreferences', [
            bool('IsMultiLocationInventoryAvailable'),
            bool('IsMultiLocationInventoryEnabled'),
          ]),
        ),
      ),
      must(
        agg('PurchasesAndVendorsPreferences', [
          must(bool('IsUsingInventory')),
          must(int('DaysBillsAreDue')),
          must(bool('IsAutomaticallyUsingDiscounts')),
          ref('DefaultDiscountAccountRef', 159),
        ]),
      ),
      must(
        agg('ReportsPreferences', [
          must(oneOf('AgingReportBasis', 'AgeFromDueDate', 'AgeFromTransactionDate')),
          must(oneOf('SummaryReportBasis', 'Accrual', 'Cash')),
        ]),
      ),
      must(
        agg('SalesAndCustomersPreferences', [
          ref('DefaultShipMethodRef', 15),
          str('DefaultFOB', 13),
          pct('DefaultMarkup'),
          must(bool('IsTrackingReimbursedExpensesAsIncome')),
          must(bool('IsAutoApplyingPayments')),
          since(4, 0, agg('PriceLevels', [must(bool('IsUsingPriceLevels')), bool('IsRoundingSalesPriceUp')])),
        ]),
      ),
      agg('SalesTaxPreferences', [
        must(ref('DefaultItemSalesTaxRef', 31)),
        must(oneOf('PaySalesTax', 'Monthly', 'Quarterly', 'Annually')),
        must(ref('DefaultTaxableSalesTaxCodeRef', 3)),
        must(ref('DefaultNonTaxableSalesTaxCodeRef', 3)),
        bool('IsUsingVendorTaxCode'),
        bool('IsUsingCustomerTaxCode'),
        bool('IsUsingAmountsIncludeTax'),
      ]),
      agg('TimeTrackingPreferences', [
        must(
          oneOf(
            'FirstDayOfWeek',
            'Monday',
            'Tuesday',
            'Wednesday',
            'Thursday',
            'Friday',
            'Saturday',
            'Sunday',
          ),
        ),
      ]),
      must(
        agg('CurrentAppAccessRights', [
          must(bool('IsAutomaticLoginAllowed')),
          str('AutomaticLoginUserName', 29),
          must(bool('IsPersonalDataAccessAllowed')),
        ]),
      ),
      since(
        11,
        0,
        agg('ItemsAndInventoryPreferences', [
          bool('EnhancedInventoryReceivingEnabled'),
          oneOf('IsTrackingSerialOrLotNumber', 'None', 'SerialNumber', 'LotNumber'),
          bool('isTrackingOnSalesTransactionsEnabled'),
          bool('isTrackingOnPurchaseTransactionsEnabled'),
          bool('isTrackingOnInventoryAdjustmentEnabled'),
          bool('isTrackingOnBuildAssemblyEnabled'),
          bool('FIFOEnabled'),
          date('FIFOEffectiveDate'),
          since(12, 0, bool('IsRSBEnabled')),
          since(12, 0, bool('IsBarcodeEnabled')),
        ]),
      ),
    ],
  },
});

/** When the file was last restored from a backup, or condensed: records known before may be gone. */
export const CompanyActivityQuery = message({
  name: 'CompanyActivityQuery',
  since: [2, 0],
  request: [includeRetElement],
  rets: {
    CompanyActivityRet: [must(datetime('LastRestoreTime')), since(3, 0, must(datetime('LastCondenseTime')))],
  },
});
