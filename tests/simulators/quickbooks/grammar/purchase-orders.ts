/** Purchase orders. */
export const REQUESTS = `
purchaseOrderLineMod {
  TxnLineID! id
  ItemRef? ref
  ManufacturerPartNumber? str31 v7
  Desc? str4095
  Quantity? qty
  UnitOfMeasure? str31 v7
  OverrideUOMSetRef? ref31 v7
  Rate? price
  ClassRef? ref159
  Amount? amt
  TaxAmount? amt -US -CA v6.1
  InventorySiteLocationRef? ref31 v12
  CustomerRef? ref209
  ServiceDate? date
  SalesTaxCodeRef? ref3 -US v6
  IsManuallyClosed? bool
  OverrideItemAccountRef? ref159
  Other1? str29 v6
  Other2? str29 v6
}
PurchaseOrderAddRq {
  PurchaseOrderAdd! {
    VendorRef? ref41
    ClassRef? ref159
    (?
      InventorySiteRef? ref31 v10
    |
      ShipToEntityRef? ref209
    )
    TemplateRef? ref31 v3
    TxnDate? date
    RefNumber? str11
    VendorAddress? :address
    ShipAddress? :address
    TermsRef? ref31
    DueDate? date
    ExpectedDate? date
    ShipMethodRef? ref15
    FOB? str13
    Memo? str4095
    VendorMsg? str99
    IsToBePrinted? bool
    IsToBeEmailed? bool v6
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3 -US v6
    Other1? str25 v6
    Other2? str29 v6
    ExchangeRate? float v8
    ExternalGUID? guid v9
    (+
      PurchaseOrderLineAdd! {
        ItemRef? ref
        ManufacturerPartNumber? str31 v7
        Desc? str4095
        Quantity? qty
        UnitOfMeasure? str31 v7
        Rate? price
        ClassRef? ref159
        Amount? amt
        TaxAmount? amt -US -CA v6.1
        InventorySiteLocationRef? ref31 v12
        CustomerRef? ref209
        ServiceDate? date
        SalesTaxCodeRef? ref3 -US v6
        OverrideItemAccountRef? ref159 v2
        Other1? str29 v6
        Other2? str29 v6
        DataExt* :dataExt v5
      }
    |
      PurchaseOrderLineGroupAdd! {
        ItemGroupRef! ref31
        Desc? str -US -CA
        Quantity? qty
        UnitOfMeasure? str31 v7
        ServiceDate? date -US -CA
        InventorySiteLocationRef? ref31 v12
        DataExt* :dataExt v5
      }
    )
  }
  ...returned
}
PurchaseOrderModRq v2.1 {
  PurchaseOrderMod! {
    TxnID! id
    EditSequence! str16
    VendorRef? ref41
    ClassRef? ref159
    (?
      InventorySiteRef? ref31 v10
    |
      ShipToEntityRef? ref209
    )
    TemplateRef? ref31 v3
    TxnDate? date
    RefNumber? str11
    VendorAddress? :address
    ShipAddress? :address
    TermsRef? ref31
    DueDate? date
    ExpectedDate? date
    ShipMethodRef? ref15
    FOB? str13
    IsManuallyClosed? bool
    Memo? str4095
    VendorMsg? str99
    IsToBePrinted? bool
    IsToBeEmailed? bool v6
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3 -US v6
    Other1? str25 v6
    Other2? str29 v6
    ExchangeRate? float v8
    (*
      PurchaseOrderLineMod! :purchaseOrderLineMod
    |
      PurchaseOrderLineGroupMod! {
        TxnLineID! id
        ItemGroupRef? ref31
        Quantity? qty
        UnitOfMeasure? str31 v7
        OverrideUOMSetRef? ref31 v7
        PurchaseOrderLineMod* :purchaseOrderLineMod
      }
    )
  }
  ...returned
}
PurchaseOrderQueryRq @pages {
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
  )
  IncludeLineItems? bool
  IncludeLinkedTxns? bool v3
  ...returned
  OwnerID* guid v2
}
`;

export const RETS = `
purchaseOrderLineRet {
  TxnLineID! id
  ItemRef? ref
  ManufacturerPartNumber? str31 v7
  Desc? str4095
  Quantity? qty
  UnitOfMeasure? str31 v7
  OverrideUOMSetRef? ref31 v7
  Rate? price
  ClassRef? ref159
  Amount? amt
  TaxAmount? amt -US -CA v6.1
  InventorySiteLocationRef? ref31 v12
  CustomerRef? ref209
  ServiceDate? date
  SalesTaxCodeRef? ref3 -US v6
  ReceivedQuantity? qty v1.1
  UnbilledQuantity? qty v11
  IsBilled? bool v11
  IsManuallyClosed? bool v2.1
  Other1? str29 v6
  Other2? str29 v6
  DataExtRet* :dataExtRet v2
}
PurchaseOrderRet {
  TxnID! id
  TimeCreated! datetime
  TimeModified! datetime
  EditSequence! str16
  TxnNumber? int
  VendorRef? ref41
  ClassRef? ref159
  InventorySiteRef? ref31 v10
  ShipToEntityRef? ref209
  TemplateRef? ref31 v3
  TxnDate! date
  RefNumber? str11
  VendorAddress? :address
  VendorAddressBlock? :addressBlock v6
  ShipAddress? :address
  ShipAddressBlock? :addressBlock v6
  TermsRef? ref31
  DueDate? date
  ExpectedDate? date
  ShipMethodRef? ref15
  FOB? str13
  TotalAmount? amt
  CurrencyRef? ref64 v8
  ExchangeRate? float v8
  TotalAmountInHomeCurrency? amt v8
  IsManuallyClosed? bool v2.1
  IsFullyReceived? bool v2.1
  Memo? str4095
  VendorMsg? str99
  IsToBePrinted? bool
  IsToBeEmailed? bool v6
  IsTaxIncluded? bool -US v6
  SalesTaxCodeRef? ref3 -US v6
  Other1? str25 v6
  Other2? str29 v6
  ExternalGUID? guid v9
  LinkedTxn* :linkedTxn v3
  (*
    PurchaseOrderLineRet! :purchaseOrderLineRet
  |
    PurchaseOrderLineGroupRet! {
      TxnLineID! id v2.1
      ItemGroupRef! ref31
      Desc? str4095
      Quantity? qty
      UnitOfMeasure? str31 v7
      OverrideUOMSetRef? ref31 v7
      IsPrintItemsInGroup! bool
      TotalAmount! amt
      ServiceDate? date -US -CA
      PurchaseOrderLineRet* :purchaseOrderLineRet
      DataExtRet* :dataExtRet v2
    }
  )
  DataExtRet* :dataExtRet v2
}
`;
