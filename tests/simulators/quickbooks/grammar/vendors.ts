/** Vendors. */
export const REQUESTS = `
VendorQueryRq @pages {
  (?
    ListID+ id
  |
    FullName+ str
  |
    ...listFilter
    TotalBalanceFilter? :balanceFilter
    CurrencyFilter? :currencyFilter v8
    ClassFilter? :classFilter v12
  )
  ...returned
  OwnerID* guid v2
}
VendorAddRq {
  VendorAdd! {
    Name! str41
    IsActive? bool
    ClassRef? ref159 v12
    CompanyName? str41
    Salutation? str15
    FirstName? str25
    MiddleName? str5
    LastName? str25
    Suffix? str -US -CA
    JobTitle? str41 v12
    VendorAddress? :address
    ShipAddress? :address v11
    Phone? str21
    Mobile? str -US -CA
    Pager? str -US -CA
    AltPhone? str21
    Fax? str21
    Email? str1023
    Cc? str1023 v12
    Contact? str41
    AltContact? str41
    AdditionalContactRef*8 :contactDetail v12
    Contacts* :contact v12
    NameOnCheck? str41
    AccountNumber? str99
    Notes? str4095 v3
    AdditionalNotes* :note v12
    VendorTypeRef? ref159
    TermsRef? ref31
    CreditLimit? amt
    VendorTaxIdent? str15
    IsVendorEligibleFor1099? bool -CA
    OpenBalance? amt
    OpenBalanceDate? date
    BillingRateRef? ref31 v6
    ExternalGUID? guid v8
    SalesTaxCodeRef? ref3 -US v8
    SalesTaxCountry? enum Australia|Canada|UK|US =Canada -US v8
    IsSalesTaxAgency? bool -US v8
    SalesTaxReturnRef? ref41 -US v8
    TaxRegistrationNumber? str30 -US v8
    ReportingPeriod? enum Monthly|Quarterly =Quarterly -US v8
    IsTaxTrackedOnPurchases? bool -US v8
    TaxOnPurchasesAccountRef? ref159 -US v8
    IsTaxTrackedOnSales? bool -US v8
    TaxOnSalesAccountRef? ref159 -US v8
    IsTaxOnTax? bool -US v8
    PrefillAccountRef*3 ref159 v8
    CurrencyRef? ref64 v8
  }
  ...returned
}
VendorModRq {
  VendorMod! {
    ListID! id
    EditSequence! str16
    Name? str41
    IsActive? bool v3
    ClassRef? ref159 v12
    CompanyName? str41
    Salutation? str15
    FirstName? str25
    MiddleName? str5
    LastName? str25
    Suffix? str -US -CA
    JobTitle? str41 v12
    VendorAddress? :address
    ShipAddress? :address v11
    Phone? str21
    Mobile? str -US -CA
    Pager? str -US -CA
    AltPhone? str21
    Fax? str21
    Email? str1023
    Cc? str1023 v12
    Contact? str41
    AltContact? str41
    AdditionalContactRef*8 :contactDetail v12
    ContactsMod* :contactMod v12
    NameOnCheck? str41
    AccountNumber? str99
    Notes? str4095 v3
    AdditionalNotesMod* :noteMod v12
    VendorTypeRef? ref159 v3
    TermsRef? ref31 v3
    CreditLimit? amt v3
    VendorTaxIdent? str15 v3
    IsVendorEligibleFor1099? bool -CA v3
    BillingRateRef? ref31 v6
    SalesTaxCodeRef? ref3 -US v8
    SalesTaxCountry? enum Australia|Canada|UK|US =Canada -US v8
    IsSalesTaxAgency? bool -US v8
    SalesTaxReturnRef? ref41 -US v8
    TaxRegistrationNumber? str30 -US v8
    ReportingPeriod? enum Monthly|Quarterly =Quarterly -US v8
    IsTaxTrackedOnPurchases? bool -US v8
    TaxOnPurchasesAccountRef? ref159 -US v8
    IsTaxTrackedOnSales? bool -US v8
    TaxOnSalesAccountRef? ref159 -US v8
    IsTaxOnTax? bool -US v8
    PrefillAccountRef*3 ref159 v8
    CurrencyRef? ref64 v8
  }
  ...returned
}
`;

export const RETS = `
VendorRet {
  ...listCore
  Name! str41
  IsActive? bool
  ClassRef? ref159 v12
  IsTaxAgency? bool -US v6
  CompanyName? str41
  Salutation? str15
  FirstName? str25
  MiddleName? str5
  LastName? str25
  Suffix? str -US -CA
  JobTitle? str41 v12
  VendorAddress? :address
  VendorAddressBlock? :addressBlock v6
  ShipAddress? :address v11
  Phone? str21
  Mobile? str -US -CA
  Pager? str -US -CA
  AltPhone? str21
  Fax? str21
  Email? str1023
  Cc? str1023 v12
  Contact? str41
  AltContact? str41
  AdditionalContactRef*8 :contactDetail v12
  ContactsRet* :contactRet v12
  NameOnCheck? str41
  AccountNumber? str99
  Notes? str4095
  AdditionalNotesRet* :noteRet v12
  VendorTypeRef? ref159
  TermsRef? ref31
  CreditLimit? amt
  VendorTaxIdent? str15
  IsVendorEligibleFor1099? bool -CA
  Balance? amt
  BillingRateRef? ref31 v6
  ExternalGUID? guid v8
  SalesTaxCodeRef? ref3 -US v8
  SalesTaxCountry? enum Australia|Canada|UK|US =Canada -US v8
  IsSalesTaxAgency? bool -US v8
  SalesTaxReturnRef? ref41 -US v8
  TaxRegistrationNumber? str30 -US v8
  ReportingPeriod? enum Monthly|Quarterly =Quarterly -US v8
  IsTaxTrackedOnPurchases? bool -US v8
  TaxOnPurchasesAccountRef? ref159 -US v8
  IsTaxTrackedOnSales? bool -US v8
  TaxOnSalesAccountRef? ref159 -US v8
  IsTaxOnTax? bool -US v8
  PrefillAccountRef*3 ref159 v8
  CurrencyRef? ref64 v8
  DataExtRet* :dataExtRet v2
}
`;
