/** Host, company and preferences. */
export const REQUESTS = `
HostQueryRq {
  IncludeListMetaData? v6 {
    IncludeMaxCapacity! bool
  }
  ...returned
}
CompanyQueryRq {
  ...returned
  OwnerID* guid v2
}
PreferencesQueryRq v1.1 {
  ...returned
}
`;

export const RETS = `
HostRet {
  ProductName! str255
  MajorVersion! str5
  MinorVersion! str5
  Country? str2 v3
  SupportedQBXMLVersion+ str10
  IsAutomaticLogin? bool v3
  QBFileMode! enum MultiUser|SingleUser v3
  ListMetaData? v6 {
    AccountMetaData! :capacity
    BillingRateMetaData! :capacity
    ClassMetaData! :capacity
    CustomerMsgMetaData! :capacity
    CustomerTypeMetaData! :capacity
    EntityMetaData! :capacity
    ItemMetaData! :capacity
    JobTypeMetaData! :capacity
    PaymentMethodMetaData! :capacity
    PayrollItemMetaData! :capacity
    PriceLevelMetaData! :capacity
    SalesRepMetaData! :capacity
    SalesTaxCodeMetaData! :capacity
    ShipMethodMetaData! :capacity
    TemplateMetaData! :capacity
    TermsMetaData! :capacity
    ToDoMetaData! :capacity
    VehicleMetaData! :capacity
    VendorTypeMetaData! :capacity
  }
}
CompanyRet {
  IsSampleCompany! bool v3
  CompanyName? str59
  LegalCompanyName? str59
  Address? :address
  AddressBlock? :addressBlock v6
  LegalAddress? :address
  CompanyAddressForCustomer? :address
  CompanyAddressBlockForCustomer? :addressBlock v6
  Phone? str51
  Fax? str51
  Email? str1023
  CompanyEmailForCustomer? str -US -CA
  CompanyWebSite? str128
  FirstMonthFiscalYear? enum:FirstMonthFiscalYear
  FirstMonthIncomeTaxYear? enum:FirstMonthFiscalYear
  CompanyType? str255
  EIN? str20 v2
  SSN? str11 v2.1
  TaxForm? enum:TaxForm v2.1
  SubscribedServices? v7 {
    Service* {
      Name! str50
      Domain! str50
      ServiceStatus! enum:ServiceStatus
    }
  }
  AccountantCopy? v8 {
    AccountantCopyExists! bool
    DividingDate? date
  }
  DataExtRet* :dataExtRet v2
}
PreferencesRet {
  AccountingPreferences! {
    IsUsingAccountNumbers! bool
    IsRequiringAccounts! bool
    IsUsingClassTracking! bool
    AssignClassesTo? enum None|Accounts|Items|Names v12
    IsUsingAuditTrail! bool
    IsAssigningJournalEntryNumbers! bool
    ClosingDate? date
  }
  FinanceChargePreferences! {
    AnnualInterestRate? pct
    MinFinanceCharge? amt
    GracePeriod! int
    FinanceChargeAccountRef? ref159
    IsAssessingForOverdueCharges! bool
    CalculateChargesFrom! enum DueDate|InvoiceOrBilledDate
    IsMarkedToBePrinted! bool
  }
  JobsAndEstimatesPreferences! {
    IsUsingEstimates! bool
    IsUsingProgressInvoicing! bool
    IsPrintingItemsWithZeroAmounts! bool
  }
  MultiCurrencyPreferences? v8 {
    IsMultiCurrencyOn? bool
    HomeCurrencyRef? ref64
  }
  MultiLocationInventoryPreferences? -CA v10 {
    IsMultiLocationInventoryAvailable? bool
    IsMultiLocationInventoryEnabled? bool
  }
  PurchasesAndVendorsPreferences! {
    IsUsingInventory! bool
    DaysBillsAreDue! int
    IsAutomaticallyUsingDiscounts! bool
    DefaultDiscountAccountRef? ref159
  }
  ReportsPreferences! {
    AgingReportBasis! enum AgeFromDueDate|AgeFromTransactionDate
    SummaryReportBasis! enum Accrual|Cash
  }
  SalesAndCustomersPreferences! {
    DefaultShipMethodRef? ref15
    DefaultFOB? str13
    DefaultMarkup? pct
    IsTrackingReimbursedExpensesAsIncome! bool
    IsAutoApplyingPayments! bool
    PriceLevels? v4 {
      IsUsingPriceLevels! bool
      IsRoundingSalesPriceUp? bool
    }
  }
  SalesTaxPreferences? {
    DefaultItemSalesTaxRef! ref31
    PaySalesTax! enum Monthly|Quarterly|Annually
    DefaultTaxableSalesTaxCodeRef! ref3
    DefaultNonTaxableSalesTaxCodeRef! ref3
    IsUsingVendorTaxCode? bool
    IsUsingCustomerTaxCode? bool
    IsUsingAmountsIncludeTax? bool
  }
  TimeTrackingPreferences? {
    FirstDayOfWeek! enum:FirstDayOfWeek
  }
  CurrentAppAccessRights! {
    IsAutomaticLoginAllowed! bool
    AutomaticLoginUserName? str29
    IsPersonalDataAccessAllowed! bool
  }
  ItemsAndInventoryPreferences? v11 {
    EnhancedInventoryReceivingEnabled? bool
    IsTrackingSerialOrLotNumber? enum None|SerialNumber|LotNumber
    isTrackingOnSalesTransactionsEnabled? bool
    isTrackingOnPurchaseTransactionsEnabled? bool
    isTrackingOnInventoryAdjustmentEnabled? bool
    isTrackingOnBuildAssemblyEnabled? bool
    FIFOEnabled? bool
    FIFOEffectiveDate? date
    IsRSBEnabled? bool v12
    IsBarcodeEnabled? bool v12
  }
}
`;
