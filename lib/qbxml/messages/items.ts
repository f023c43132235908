import { agg, bool, choice, guid, int, must, notIn, oneOf, pct, price, ref, since, str } from '../fields';
import { message } from '../message';
import { dataExtRet } from './blocks/data-ext';
import { includeRetElement, listHead, ownerId } from './blocks/keys';
import { isTaxIncluded } from './blocks/money';
import { listQuery } from './blocks/queries';

const name = str('Name', 31);
const classRef = since(12, 0, ref('ClassRef', 159));
const partNumber = since(7, 0, str('ManufacturerPartNumber', 31));
const unitSet = since(7, 0, ref('UnitOfMeasureSetRef', 31));
const tax = [since(6, 0, isTaxIncluded), ref('SalesTaxCodeRef', 3)] as const;
const externalGuid = since(8, 0, guid('ExternalGUID'));

const specialItemType = since(
  6,
  0,
  oneOf('SpecialItemType', 'FinanceCharge', 'ReimbursableExpenseGroup', 'ReimbursableExpenseSubtotal'),
);

const priceOrPercent = choice([must(price('Price'))], [must(pct('PricePercent'))]);
const purchaseTaxCode = since(6, 0, notIn('US', ref('PurchaseTaxCodeRef', { CA: 3 })));

/** One account for both sides, or one for each. Job costs need one for each. */
const accounts = [
  [must(agg('SalesOrPurchase', [str('Desc', 4095), priceOrPercent, ref('AccountRef', 159)]))],
  [
    must(
      agg('SalesAndPurchase', [
        str('SalesDesc', 4095),
        price('SalesPrice'),
        ref('IncomeAccountRef', 159),
        str('PurchaseDesc', 4095),
        price('PurchaseCost'),
        purchaseTaxCode,
        ref('ExpenseAccountRef', 159),
        ref('PrefVendorRef', 41),
      ]),
    ),
  ],
] as const;

const barCodeValue = since(12, 0, str('BarCodeValue', 50));

const nameAndPlace = [
  ...listHead,
  must(name),
  must(str('FullName', 159)),
  barCodeValue,
  bool('IsActive'),
  classRef,
  ref('ParentRef'),
  must(int('Sublevel')),
] as const;

const marks = [externalGuid, since(2, 0, dataExtRet)] as const;

const ItemServiceRet = [...nameAndPlace, unitSet, ...tax, choice(...accounts), ...marks] as const;

const ItemNonInventoryRet = [
  ...nameAndPlace,
  partNumber,
  unitSet,
  ...tax,
  choice(...accounts),
  ...marks,
] as const;

const ItemOtherChargeRet = [...nameAndPlace, ...tax, choice(...accounts), specialItemType, ...marks] as const;

export const ItemQuery = message({
  name: 'ItemQuery',
  isIterable: true,
  request: [listQuery(), includeRetElement, since(2, 0, ownerId)],
  rets: { ItemServiceRet, ItemNonInventoryRet, ItemOtherChargeRet },
});
