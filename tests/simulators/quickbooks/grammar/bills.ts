/** Bills. */
export const REQUESTS = `
BillAddRq {
  BillAdd! {
    VendorRef! ref41
    VendorAddress? :address v13
    APAccountRef? ref159 v2
    TxnDate? date
    DueDate? date
    RefNumber? str20
    TermsRef? ref31
    Memo? str4095
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3 -US v6
    ExchangeRate? float v8
    ExternalGUID? guid v9
    LinkToTxnID* id v4
    ExpenseLineAdd* {
      AccountRef? ref159
      Amount? amt
      TaxAmount? amt -US -CA v6.1
      Memo? str4095
      CustomerRef? ref209
      ClassRef? ref159
      SalesTaxCodeRef? ref3 -US v6
      BillableStatus? enum Billable|NotBillable|HasBeenBilled v2
      SalesRepRef? ref5 v13
      DataExt* :dataExt v13
    }
    (*
      ItemLineAdd! {
        ItemRef? ref
        InventorySiteRef? ref31 v10
        InventorySiteLocationRef? ref31 v12
        (?
          SerialNumber? str4095
        |
          LotNumber? str40
        )
        Desc? str4095
        Quantity? qty
        UnitOfMeasure? str31 v7
        Cost? price
        Amount? amt
        TaxAmount? amt -US -CA v6.1
        CustomerRef? ref209
        ClassRef? ref159
        SalesTaxCodeRef? ref3 -US v6
        BillableStatus? enum Billable|NotBillable|HasBeenBilled v2
        OverrideItemAccountRef? ref159 v2
        LinkToTxn? v4 {
          TxnID! id
          TxnLineID! id
        }
        SalesRepRef? ref5 v13
        DataExt* :dataExt v13
      }
    |
      ItemGroupLineAdd! {
        ItemGroupRef! ref31
        Desc? str -US -CA
        Quantity? qty
        UnitOfMeasure? str31 v7
        InventorySiteRef? ref31 v10
        InventorySiteLocationRef? ref31 v12
        DataExt* :dataExt v13
      }
    )
  }
  ...returned
}
BillQueryRq @pages {
  (?
    TxnID+ id
  |
    RefNumber+ str
  |
    RefNumberCaseSensitive+ str v4
  |
    MaxReturned? int1-
    (?
      ModifiedDateRangeFilter! :modifiedRange
    |
      TxnDateRangeFilter! {
        (!
          FromTxnDate? date
          ToTxnDate? date
        |
          DateMacro! enum:DateMacro
        )
      }
    )
    EntityFilter? :withChildren
    AccountFilter? :withChildren
    (?
      RefNumberFilter! {
        MatchCriterion! enum StartsWith|Contains|EndsWith
        RefNumber! str
      }
    |
      RefNumberRangeFilter! {
        FromRefNumber? str
        ToRefNumber? str
      }
    )
    CurrencyFilter? :currencyFilter v8
    PaidStatus? enum All|PaidOnly|NotPaidOnly =All
  )
  IncludeLineItems? bool
  IncludeLinkedTxns? bool v2
  ...returned
  OwnerID* guid v2
}
`;

export const RETS = `
billItemLineRet {
  TxnLineID! id
  ItemRef? ref
  InventorySiteRef? ref31 v10
  InventorySiteLocationRef? ref31 v12
  (?
    SerialNumber? str4095 v11
  |
    LotNumber? str40 v11
  )
  Desc? str4095
  Quantity? qty
  UnitOfMeasure? str31 v7
  OverrideUOMSetRef? ref31 v7
  Cost? price
  Amount? amt
  TaxAmount? amt -US -CA v6.1
  CustomerRef? ref209
  ClassRef? ref159
  SalesTaxCodeRef? ref3 -US v6
  BillableStatus? enum Billable|NotBillable|HasBeenBilled v2
  SalesRepRef? ref5 v13
  DataExtRet* :dataExtRet v13
}
BillRet {
  TxnID! id
  TimeCreated! datetime
  TimeModified! datetime
  EditSequence! str16
  TxnNumber? int
  VendorRef! ref41
  VendorAddress? :address v13
  APAccountRef? ref159 v2
  TxnDate! date
  DueDate? date
  AmountDue! amt
  CurrencyRef? ref64 v8
  ExchangeRate? float v8
  AmountDueInHomeCurrency? amt v8
  RefNumber? str20
  TermsRef? ref31
  Memo? str4095
  IsTaxIncluded? bool -US v6
  SalesTaxCodeRef? ref3 -US v6
  IsPaid? bool v2
  ExternalGUID? guid v9
  LinkedTxn* :linkedTxn v2
  ExpenseLineRet* {
    TxnLineID! id
    AccountRef? ref159
    Amount? amt
    TaxAmount? amt -US -CA v6.1
    Memo? str4095
    CustomerRef? ref209
    ClassRef? ref159
    SalesTaxCodeRef? ref3 -US v6
    BillableStatus? enum Billable|NotBillable|HasBeenBilled v2
    SalesRepRef? ref5 v13
    DataExtRet* :dataExtRet v13
  }
  (*
    ItemLineRet! :billItemLineRet
  |
    ItemGroupLineRet! {
      TxnLineID! id v3
      ItemGroupRef! ref31
      Desc? str4095
      Quantity? qty
      UnitOfMeasure? str31 v7
      OverrideUOMSetRef? ref31 v7
      TotalAmount! amt
      ItemLineRet* :billItemLineRet
      DataExt* :dataExt v13
    }
  )
  OpenAmount? amt
  DataExtRet* :dataExtRet v2
}
`;
