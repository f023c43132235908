/** Items, whatever their type: one query answers them all. */
export const REQUESTS = `
ItemQueryRq @pages {
  (?
    ListID+ id
  |
    FullName+ str
  |
    ...listFilter
  )
  ...returned
  OwnerID* guid v2
}
ItemServiceAddRq {
  ItemServiceAdd! {
    Name! str31
    BarCode? :barCode v12
    IsActive? bool
    ClassRef? ref159 v12
    ParentRef? ref
    UnitOfMeasureSetRef? ref31 v7
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3
    (!
      SalesOrPurchase! :oneSided
    |
      SalesAndPurchase! :twoSided
    )
    ExternalGUID? guid v8
  }
  ...returned
}
ItemNonInventoryAddRq {
  ItemNonInventoryAdd! {
    Name! str31
    BarCode? :barCode v12
    IsActive? bool
    ParentRef? ref
    ClassRef? ref159 v12
    ManufacturerPartNumber? str31 v7
    UnitOfMeasureSetRef? ref31 v7
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3
    (!
      SalesOrPurchase! :oneSided
    |
      SalesAndPurchase! :twoSided
    )
    ExternalGUID? guid v8
  }
  ...returned
}
ItemOtherChargeAddRq {
  ItemOtherChargeAdd! {
    Name! str31
    BarCode? :barCode v12
    IsActive? bool
    ClassRef? ref159 v12
    ParentRef? ref
    IsTaxIncluded? bool -US v6
    SalesTaxCodeRef? ref3
    (!
      SalesOrPurchase! :oneSided
    |
      SalesAndPurchase! :twoSided
    )
    ExternalGUID? guid v8
  }
  ...returned
}
`;

export const RETS = `
ItemServiceRet {
  ...listCore
  Name! str31
  FullName! str159
  BarCodeValue? str50 v12
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  UnitOfMeasureSetRef? ref31 v7
  IsTaxIncluded? bool -US v6
  SalesTaxCodeRef? ref3
  (?
    SalesOrPurchase! :oneSided
  |
    SalesAndPurchase! :twoSided
  )
  ExternalGUID? guid v8
  DataExtRet* :dataExtRet v2
}
ItemNonInventoryRet {
  ...listCore
  Name! str31
  FullName! str159
  BarCodeValue? str50 v12
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  ManufacturerPartNumber? str31 v7
  UnitOfMeasureSetRef? ref31 v7
  IsTaxIncluded? bool -US v6
  SalesTaxCodeRef? ref3
  (?
    SalesOrPurchase! :oneSided
  |
    SalesAndPurchase! :twoSided
  )
  ExternalGUID? guid v8
  DataExtRet* :dataExtRet v2
}
ItemOtherChargeRet {
  ...listCore
  Name! str31
  FullName! str159
  BarCodeValue? str50 v12
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  IsTaxIncluded? bool -US v6
  SalesTaxCodeRef? ref3
  (?
    SalesOrPurchase! :oneSided
  |
    SalesAndPurchase! :twoSided
  )
  SpecialItemType? enum FinanceCharge|ReimbursableExpenseGroup|ReimbursableExpenseSubtotal v6
  ExternalGUID? guid v8
  DataExtRet* :dataExtRet v2
}
ItemInventoryRet {
  ...listCore
  Name! str31
  FullName! str159
  BarCodeValue? str50 v12
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  SalesTaxCodeRef? ref3
  SalesDesc? str4095
  SalesPrice? price
  IncomeAccountRef? ref159
  PurchaseDesc? str4095
  PurchaseCost? price
  COGSAccountRef? ref159
  PrefVendorRef? ref41
  AssetAccountRef? ref159
  QuantityOnHand? qty
  AverageCost? price
  QuantityOnOrder? qty
  QuantityOnSalesOrder? qty
  ExternalGUID? guid v8
  DataExtRet* :dataExtRet v2
}
ItemSubtotalRet {
  ...listCore
  Name! str31
  BarCodeValue? str50 v12
  IsActive? bool
  ItemDesc? str4095
  ExternalGUID? guid v8
}
ItemDiscountRet {
  ...listCore
  Name! str31
  FullName! str159
  BarCodeValue? str50 v12
  IsActive? bool
  ClassRef? ref159 v12
  ParentRef? ref
  Sublevel! int
  ItemDesc? str4095
  SalesTaxCodeRef? ref3
  DiscountRate? price
  AccountRef? ref159
  ExternalGUID? guid v8
}
ItemGroupRet {
  ...listCore
  Name! str31
  BarCodeValue? str50 v12
  IsActive? bool
  ItemDesc? str4095
  IsPrintItemsInGroup? bool
  ExternalGUID? guid v8
}
`;
