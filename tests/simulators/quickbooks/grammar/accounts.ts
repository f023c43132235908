/** Accounts, classes and terms: short lists without pages. */
export const REQUESTS = `
AccountQueryRq @counts {
  (?
    ListID+ id
  |
    FullName+ str
  |
    ...listFilter
    AccountType* enum:AccountType
    CurrencyFilter? :currencyFilter v8
  )
  ...returned
  OwnerID* guid v2
}
ClassQueryRq @counts {
  (?
    ListID+ id
  |
    FullName+ str
  |
    ...listFilter
  )
  ...returned
}
TermsQueryRq @counts {
  (?
    ListID+ id
  |
    FullName+ str
  |
    ...listFilter
  )
  ...returned
}
`;

export const RETS = `
AccountRet {
  ...listCore
  Name! str31
  FullName! str159
  IsActive? bool
  ParentRef? ref
  Sublevel! int
  AccountType! enum:AccountType
  SpecialAccountType? enum:SpecialAccountType v2.1
  IsTaxAccount? bool -US v6
  AccountNumber? str7
  BankNumber? str25 v2
  LastCheckNumber? str -US -CA
  Desc? str200
  Balance? amt
  TotalBalance? amt
  SalesTaxCodeRef? ref3 -US v6
  TaxLineInfoRet? v2.1 {
    TaxLineID! int
    TaxLineName? str256
  }
  CashFlowClassification? enum:CashFlowClassification v2.1
  CurrencyRef? ref64 v8
  DataExtRet* :dataExtRet v2
}
ClassRet {
  ...listCore
  Name! str31
  FullName! str159
  IsActive? bool
  ParentRef? ref
  Sublevel! int
}
StandardTermsRet {
  ...listCore
  Name! str31
  IsActive? bool
  StdDueDays? int
  StdDiscountDays? int
  DiscountPct? pct
}
DateDrivenTermsRet {
  ...listCore
  Name! str31
  IsActive? bool
  DayOfMonthDue! int1-31
  DueNextMonthDays? int
  DiscountDayOfMonth? int1-31
  DiscountPct? pct
}
`;
