/** Estimates. */
export const REQUESTS = `
estimateLineMod {
  TxnLineID! id
  ItemRef? ref
  Desc? str4095
  Quantity? qty
  UnitOfMeasure? str31 v7
  OverrideUOMSetRef? ref31 v7
  (?
    Rate! price
  |
    RatePercent! pct
  )
  ClassRef? ref159
  Amount? amt
  TaxAmount? amt -US -CA v6.1
  OptionForPriceRuleConflict? enum Zero|BasePrice v13
  InventorySiteRef? ref31 v10
  InventorySiteLocationRef? ref31 v12
  SalesTaxCodeRef? ref3
  (?
    MarkupRate! price
  |
    MarkupRatePercent! pct
  |
    PriceLevelRef! ref31 v7
  )
  Other1? str29 v6
  Other2? str29 v6
}
EstimateAddRq {
  EstimateAdd! {
    CustomerRef! ref209
    ClassRef? ref159
    TemplateRef? ref31 v3
    TxnDate? date
    RefNumber? str11
    BillAddress? :address
    ShipAddress? :address v7
    IsActive? bool v3
    PONumber? str25
    TermsRef? ref31
    DueDate? date
    SalesRepRef? ref5
    FOB? str13
    ItemSalesTaxRef? ref31
    Memo? str4095
    CustomerMsgRef? ref101
    IsToBeEmailed? bool v6
    IsTaxIncluded? bool -US v6
    CustomerSalesTaxCodeRef? ref3
    Other? str29 v6
    ExchangeRate? float v8
    ExternalGUID? guid v9
    (+
      EstimateLineAdd! {
        ItemRef? ref
        Desc? str4095
        Quantity? qty
        UnitOfMeasure? str31 v7
        (?
          Rate! price
        |
          RatePercent! pct
        )
        ClassRef? ref159
        Amount? amt
        TaxAmount? amt -US -CA v6.1
        OptionForPriceRuleConflict? enum Zero|BasePrice v13
        InventorySiteRef? ref31 v10
        InventorySiteLocationRef? ref31 v12
        SalesTaxCodeRef? ref3
        (?
          MarkupRate! price
        |
          MarkupRatePercent! pct
        |
          PriceLevelRef! ref31 v7
        )
        OverrideItemAccountRef? ref159 v2
        Other1? str29 v6
        Other2? str29 v6
        DataExt* :dataExt v5
      }
    |
      EstimateLineGroupAdd! {
        ItemGroupRef! ref31
        Desc? str -US -CA
        Quantity? qty
        UnitOfMeasure? str31 v7
        InventorySiteRef? ref31 v10
        InventorySiteLocationRef? ref31 v12
        DataExt* :dataExt v5
      }
    )
  }
  ...returned
}
EstimateModRq v3 {
  EstimateMod! {
    TxnID! id
    EditSequence! str16
    CustomerRef? ref209
    ClassRef? ref159
    TemplateRef? ref31
    TxnDate? date
    RefNumber? str11
    BillAddress? :address
    ShipAddress? :address v7
    IsActive? bool
    CreateChangeOrder? bool
    PONumber? str25
    TermsRef? ref31
    DueDate? date
    SalesRepRef? ref5
    FOB? str13
    ItemSalesTaxRef? ref31
    Memo? str4095
    CustomerMsgRef? ref101
    IsToBeEmailed? bool v6
    IsTaxIncluded? bool -US v6
    CustomerSalesTaxCodeRef? ref3
    Other? str29 v6
    ExchangeRate? float v8
    (*
      EstimateLineMod! :estimateLineMod
    |
      EstimateLineGroupMod! {
        TxnLineID! id
        ItemGroupRef? ref31
        Quantity? qty
        UnitOfMeasure? str31 v7
        OverrideUOMSetRef? ref31 v7
        EstimateLineMod* :estimateLineMod
      }
    )
  }
  ...returned
}
EstimateQueryRq @pages {
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
estimateLineRet {
  TxnLineID! id
  ItemRef? ref
  Desc? str4095
  Quantity? qty
  UnitOfMeasure? str31 v7
  OverrideUOMSetRef? ref31 v7
  (?
    Rate! price
  |
    RatePercent! pct
  )
  ClassRef? ref159
  Amount? amt
  TaxAmount? amt -US -CA v6.1
  InventorySiteRef? ref31 v10
  InventorySiteLocationRef? ref31 v12
  SalesTaxCodeRef? ref3
  (?
    MarkupRate! price
  |
    MarkupRatePercent! pct
  )
  Other1? str29 v6
  Other2? str29 v6
  DataExtRet* :dataExtRet v2
}
EstimateRet {
  TxnID! id
  TimeCreated! datetime
  TimeModified! datetime
  EditSequence! str16
  TxnNumber? int
  CustomerRef! ref209
  ClassRef? ref159
  TemplateRef? ref31 v3
  TxnDate! date
  RefNumber? str11
  BillAddress? :address
  BillAddressBlock? :addressBlock v6
  ShipAddress? :address v7
  ShipAddressBlock? :addressBlock v7
  IsActive? bool v3
  PONumber? str25
  TermsRef? ref31
  DueDate? date
  SalesRepRef? ref5
  FOB? str13
  Subtotal? amt
  ItemSalesTaxRef? ref31
  SalesTaxPercentage? pct
  SalesTaxTotal? amt
  TotalAmount? amt
  CurrencyRef? ref64 v8
  ExchangeRate? float v8
  TotalAmountInHomeCurrency? amt v8
  Memo? str4095
  CustomerMsgRef? ref101
  IsToBeEmailed? bool v6
  IsTaxIncluded? bool -US v6
  CustomerSalesTaxCodeRef? ref3
  Other? str29 v6
  ExternalGUID? guid v9
  LinkedTxn* :linkedTxn v3
  (*
    EstimateLineRet! :estimateLineRet
  |
    EstimateLineGroupRet! {
      TxnLineID! id v3
      ItemGroupRef! ref31
      Desc? str4095
      Quantity? qty
      UnitOfMeasure? str31 v7
      OverrideUOMSetRef? ref31 v7
      IsPrintItemsInGroup! bool
      TotalAmount! amt
      EstimateLineRet* :estimateLineRet
      DataExtRet* :dataExtRet v2
    }
  )
  DataExtRet* :dataExtRet v2
}
`;
