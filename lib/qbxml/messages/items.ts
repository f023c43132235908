import {
  agg,
  amt,
  bool,
  choice,
  date,
  many,
  must,
  notIn,
  oneOf,
  pct,
  price,
  qty,
  ref,
  since,
  str,
} from '../fields';
import { message } from '../message';
import { dataExtRet } from './blocks/data-ext';
import {
  itemClass,
  itemHead,
  itemHeadInTree,
  itemMarks,
  itemTax,
  partNumber,
  preferredVendor,
  purchaseSide,
  salesSide,
  specialItemType,
  unitSet,
} from './blocks/items';
import { includeRetElement, listGuid, ownerId } from './blocks/keys';
import { unit } from './blocks/lines';
import { listQuery } from './blocks/queries';
import { ItemNonInventoryRet, ItemOtherChargeRet, ItemServiceRet } from './cost-items';

const itemDesc = str('ItemDesc', 4095);

/** What is bought, sold and kept in stock, with its three accounts. */
const stocked = [
  unitSet,
  ...itemTax,
  ...salesSide,
  ...purchaseSide,
  ref('COGSAccountRef', 159),
  preferredVendor,
  ref('AssetAccountRef', 159),
] as const;

const inStock = [
  since(13, 0, qty('Max')),
  qty('QuantityOnHand'),
  price('AverageCost'),
  qty('QuantityOnOrder'),
] as const;

const ItemInventoryRet = [
  ...itemHeadInTree,
  partNumber,
  ...stocked,
  qty('ReorderPoint'),
  ...inStock,
  since(2, 0, qty('QuantityOnSalesOrder')),
  ...itemMarks,
] as const;

const ItemInventoryAssemblyRet = [
  ...itemHeadInTree,
  since(12, 0, partNumber),
  ...stocked,
  qty('BuildPoint'),
  ...inStock,
  qty('QuantityOnSalesOrder'),
  listGuid,
  many(agg('ItemInventoryAssemblyLine', [must(ref('ItemInventoryRef', 159)), qty('Quantity')])),
  dataExtRet,
] as const;

const ItemFixedAssetRet = [
  ...itemHead,
  itemClass,
  must(oneOf('AcquiredAs', 'New', 'Old')),
  must(str('PurchaseDesc', 50)),
  must(date('PurchaseDate')),
  price('PurchaseCost'),
  str('VendorOrPayeeName', 50),
  ref('AssetAccountRef', 159),
  agg('FixedAssetSalesInfo', [
    must(str('SalesDesc', 50)),
    must(date('SalesDate')),
    price('SalesPrice'),
    price('SalesExpense'),
  ]),
  str('AssetDesc', 50),
  str('Location', 50),
  str('PONumber', 30),
  str('SerialNumber', 30),
  date('WarrantyExpDate'),
  str('Notes', 4095),
  str('AssetNumber', 10),
  amt('CostBasis'),
  amt('YearEndAccumulatedDepreciation'),
  amt('YearEndBookValue'),
  listGuid,
  dataExtRet,
] as const;

const ItemSubtotalRet = [...itemHead, str('ItemDesc'), specialItemType, ...itemMarks] as const;

const ItemDiscountRet = [
  ...itemHeadInTree,
  itemDesc,
  ref('SalesTaxCodeRef', 3),
  choice([must(price('DiscountRate'))], [must(pct('DiscountRatePercent'))]),
  ref('AccountRef', 159),
  ...itemMarks,
] as const;

const ItemPaymentRet = [
  ...itemHead,
  itemClass,
  itemDesc,
  ref('DepositToAccountRef', 159),
  ref('PaymentMethodRef', 31),
  ...itemMarks,
] as const;

const ItemSalesTaxRet = [
  ...itemHead,
  itemClass,
  itemDesc,
  pct('TaxRate'),
  ref('TaxVendorRef', 41),
  since(8, 0, notIn('US', ref('SalesTaxReturnLineRef', { CA: 91 }))),
  ...itemMarks,
] as const;

const ItemSalesTaxGroupRet = [
  ...itemHead,
  itemDesc,
  listGuid,
  many(ref('ItemSalesTaxRef', 31)),
  since(2, 0, dataExtRet),
] as const;

const ItemGroupRet = [
  ...itemHead,
  itemDesc,
  unitSet,
  bool('IsPrintItemsInGroup'),
  specialItemType,
  listGuid,
  many(agg('ItemGroupLine', [ref('ItemRef'), qty('Quantity'), unit])),
  since(2, 0, dataExtRet),
] as const;

/** Items of every kind stand side by side in the answer. Services, parts and charges can be cost codes. */
export const ItemQuery = message({
  name: 'ItemQuery',
  isIterable: true,
  request: [listQuery(), includeRetElement, since(2, 0, ownerId)],
  rets: {
    ItemServiceRet,
    ItemNonInventoryRet,
    ItemOtherChargeRet,
    ItemInventoryRet,
    ItemInventoryAssemblyRet,
    ItemFixedAssetRet,
    ItemSubtotalRet,
    ItemDiscountRet,
    ItemPaymentRet,
    ItemSalesTaxRet,
    ItemSalesTaxGroupRet,
    ItemGroupRet,
  },
});
