/** Customers and their jobs. */
export const REQUESTS = `
CustomerQueryRq @pages {
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
CustomerAddRq {
  CustomerAdd! {
    Name! str41
    IsActive? bool
    ClassRef? ref159 v12
    ParentRef? ref
    CompanyName? str41
    Salutation? str15
    FirstName? str25
    MiddleName? str5
    LastName? str25
    Suffix? str -US -CA
    JobTitle? str41 v12
    BillAddress? :address
    ShipAddress? :address
    ShipToAddress*50 :shipTo v12
    PrintAs? str -US -CA
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
    CustomerTypeRef? ref159
    TermsRef? ref31
    SalesRepRef? ref5
    OpenBalance? amt
    OpenBalanceDate? date
    SalesTaxCodeRef? ref3
    ItemSalesTaxRef? ref31 -CA
    SalesTaxCountry? enum Australia|Canada|UK|US =Canada -US v6
    ResaleNumber? str15/21
    AccountNumber? str99
    CreditLimit? amt
    PreferredPaymentMethodRef? ref31 v3
    CreditCardInfo? :creditCard v3
    JobStatus? enum:JobStatus =None
    JobStartDate? date
    JobProjectedEndDate? date
    JobEndDate? date
    JobDesc? str99
    JobTypeRef? ref159
    Notes? str4095 v3
    AdditionalNotes* :note v12
    IsStatementWithParent? bool -US -CA
    DeliveryMethod? enum Email|Fax|Print =Print -US -CA
    PreferredDeliveryMethod? enum None|Email|Fax v12
    PriceLevelRef? ref31 v4
    ExternalGUID? guid v8
    TaxRegistrationNumber? str30 -US v8
    CurrencyRef? ref64 v8
  }
  ...returned
}
`;

export const RETS = `
CustomerRet {
  ...listCore
  Name! str41
  FullName! str209
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  CompanyName? str41
  Salutation? str15
  FirstName? str25
  MiddleName? str5
  LastName? str25
  Suffix? str -US -CA
  JobTitle? str41 v12
  BillAddress? :address
  BillAddressBlock? :addressBlock v6
  ShipAddress? :address
  ShipAddressBlock? :addressBlock v6
  ShipToAddress*50 :shipTo v12
  PrintAs? str -US -CA
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
  CustomerTypeRef? ref159
  TermsRef? ref31
  SalesRepRef? ref5
  Balance? amt
  TotalBalance? amt
  SalesTaxCodeRef? ref3
  ItemSalesTaxRef? ref31 -CA
  SalesTaxCountry? enum Australia|Canada|UK|US =Canada -US v6
  ResaleNumber? str15/21
  AccountNumber? str99
  CreditLimit? amt
  PreferredPaymentMethodRef? ref31 v3
  CreditCardInfo? :creditCard v3
  JobStatus? enum:JobStatus =None
  JobStartDate? date
  JobProjectedEndDate? date
  JobEndDate? date
  JobDesc? str99
  JobTypeRef? ref159
  Notes? str4095
  AdditionalNotesRet* :noteRet v12
  IsStatementWithParent? bool -US -CA
  DeliveryMethod? enum Email|Fax|Print =Print -US -CA
  PreferredDeliveryMethod? enum None|Email|Fax v12
  PriceLevelRef? ref31 v4
  ExternalGUID? guid v8
  TaxRegistrationNumber? str30 -US v8
  CurrencyRef? ref64 v8
  DataExtRet* :dataExtRet v2
}
`;
