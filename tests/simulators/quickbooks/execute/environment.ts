import { type Fields, fieldsFrom, fieldsOf, textsOf } from '../company/fields';
import { supportedVersions } from '../company/product';
import type { CompanyExtension, CompanyState } from '../company/records';
import { type Handler, one } from './execution';
import { withAddressBlocks } from './list-query';

const CAPACITY_MOST = '10000';
const METERED = [
  'Account',
  'BillingRate',
  'Class',
  'CustomerMsg',
  'CustomerType',
  'Entity',
  'Item',
  'JobType',
  'PaymentMethod',
  'PayrollItem',
  'PriceLevel',
  'SalesRep',
  'SalesTaxCode',
  'ShipMethod',
  'Template',
  'Terms',
  'ToDo',
  'Vehicle',
  'VendorType',
];
const SERVICES = ['QuickBooks Online Banking', 'QuickBooks Online Billing'];

const capacities = (): Fields =>
  fieldsFrom(
    Object.fromEntries(METERED.map(name => [`${name}MetaData`, fieldsFrom({ MaxCapacity: CAPACITY_MOST })])),
  );

export const queryHost: Handler = ({ file, request }) => {
  const { productName, majorVersion, country } = file.state;
  const isMetered = request.element.children.some(({ name }) => name === 'IncludeListMetaData');
  const fields = {
    ...fieldsFrom({ ProductName: productName, MajorVersion: String(majorVersion), MinorVersion: '0' }),
    ...fieldsFrom({ Country: country, IsAutomaticLogin: 'false', QBFileMode: 'SingleUser' }),
    ...(isMetered ? fieldsFrom({ ListMetaData: capacities() }) : {}),
    SupportedQBXMLVersion: supportedVersions(majorVersion, country),
  };
  return one({ name: 'HostRet', fields });
};

const extensionRet = ({ ownerId, name, value }: CompanyExtension): Fields =>
  fieldsFrom({ OwnerID: ownerId, DataExtName: name, DataExtType: 'STR255TYPE', DataExtValue: value });

export const queryCompany: Handler = ({ file, request, isFileIdHidden }) => {
  const { companyName, extensions, country } = file.state;
  const owners = textsOf(fieldsOf(request.element), 'OwnerID').map(owner => owner.toLowerCase());
  const shown = extensions.filter(
    ({ ownerId, name }) => owners.includes(ownerId.toLowerCase()) && !(isFileIdHidden && name === 'FileID'),
  );
  const address = fieldsFrom({ Addr1: companyName, City: 'Duluth', State: 'MN', PostalCode: '55802' });
  const services = SERVICES.map(name =>
    fieldsFrom({
      Name: name,
      Domain: name === SERVICES[0] ? 'banking.qb' : 'billing.qb',
      ServiceStatus: 'Never',
    }),
  );
  const fields = {
    ...fieldsFrom({ IsSampleCompany: 'false', CompanyName: companyName, LegalCompanyName: companyName }),
    ...fieldsFrom({ Address: address, LegalAddress: fieldsFrom({ Addr1: companyName, Country: country }) }),
    ...fieldsFrom({ FirstMonthFiscalYear: 'January', FirstMonthIncomeTaxYear: 'January' }),
    ...fieldsFrom({ CompanyType: 'GeneralContractor', TaxForm: 'Form1120' }),
    ...fieldsFrom({ AccountantCopy: fieldsFrom({ AccountantCopyExists: 'false' }) }),
    SubscribedServices: [{ Service: services }],
    DataExtRet: shown.map(extensionRet),
  };
  return one({ name: 'CompanyRet', fields: withAddressBlocks(fields) });
};

const bools = (values: Readonly<Record<string, boolean>>): Fields =>
  fieldsFrom(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])));

function accounting({ preferences }: CompanyState): Fields {
  return {
    ...bools({
      IsUsingAccountNumbers: preferences.isUsingAccountNumbers,
      IsRequiringAccounts: true,
      IsUsingClassTracking: preferences.isUsingClassTracking,
      IsUsingAuditTrail: true,
      IsAssigningJournalEntryNumbers: true,
    }),
    ...fieldsFrom({ ClosingDate: preferences.closingDate }),
  };
}

const financeCharges: Fields = {
  ...fieldsFrom({ AnnualInterestRate: '0.00', MinFinanceCharge: '0.00', GracePeriod: '0' }),
  ...fieldsFrom({ CalculateChargesFrom: 'DueDate' }),
  ...bools({ IsAssessingForOverdueCharges: false, IsMarkedToBePrinted: false }),
};

const inventory: Fields = {
  ...bools({ EnhancedInventoryReceivingEnabled: false, FIFOEnabled: false }),
  ...fieldsFrom({ IsTrackingSerialOrLotNumber: 'None' }),
};

export const queryPreferences: Handler = ({ file }) => {
  const { preferences } = file.state;
  const rights = { IsAutomaticLoginAllowed: true, IsPersonalDataAccessAllowed: false };
  const fields = fieldsFrom({
    AccountingPreferences: accounting(file.state),
    FinanceChargePreferences: financeCharges,
    JobsAndEstimatesPreferences: bools({
      IsUsingEstimates: preferences.isUsingEstimates,
      IsUsingProgressInvoicing: false,
      IsPrintingItemsWithZeroAmounts: false,
    }),
    MultiCurrencyPreferences: bools({ IsMultiCurrencyOn: false }),
    MultiLocationInventoryPreferences: bools({
      IsMultiLocationInventoryAvailable: false,
      IsMultiLocationInventoryEnabled: false,
    }),
    PurchasesAndVendorsPreferences: {
      ...bools({ IsUsingInventory: preferences.isUsingInventory, IsAutomaticallyUsingDiscounts: false }),
      ...fieldsFrom({ DaysBillsAreDue: '10' }),
    },
    ReportsPreferences: fieldsFrom({ AgingReportBasis: 'AgeFromDueDate', SummaryReportBasis: 'Accrual' }),
    SalesAndCustomersPreferences: {
      ...bools({ IsTrackingReimbursedExpensesAsIncome: false, IsAutoApplyingPayments: true }),
      ...fieldsFrom({ PriceLevels: bools({ IsUsingPriceLevels: true, IsRoundingSalesPriceUp: true }) }),
    },
    TimeTrackingPreferences: fieldsFrom({ FirstDayOfWeek: 'Monday' }),
    CurrentAppAccessRights: { ...bools(rights), ...fieldsFrom({ AutomaticLoginUserName: 'Admin' }) },
    ItemsAndInventoryPreferences: inventory,
  });
  return one({ name: 'PreferencesRet', fields });
};
