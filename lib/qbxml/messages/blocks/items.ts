import { agg, bool, choice, int, must, notIn, oneOf, pct, price, ref, since, str } from '../../fields';
import { dataExtRet } from './data-ext';
import { listGuid, listHead } from './keys';
import { isTaxIncluded } from './money';

/** Parts that items of several kinds have in common. */

const barCodeValue = str('BarCodeValue', 50);

export const itemName = str('Name', 31);
export const itemClass = since(12, 0, ref('ClassRef', 159));
export const partNumber = since(7, 0, str('ManufacturerPartNumber', 31));
export const unitSet = since(7, 0, ref('UnitOfMeasureSetRef', 31));
export const itemTax = [since(6, 0, isTaxIncluded), ref('SalesTaxCodeRef', 3)] as const;

export const barCode = since(
  12,
  0,
  agg('BarCode', [barCodeValue, bool('AssignEvenIfUsed'), bool('AllowOverride')]),
);

export const specialItemType = since(
  6,
  0,
  oneOf('SpecialItemType', 'FinanceCharge', 'ReimbursableExpenseGroup', 'ReimbursableExpenseSubtotal'),
);

/** What an item begins with that has no parent. */
export const itemHead = [...listHead, must(itemName), since(12, 0, barCodeValue), bool('IsActive')] as const;

/** What an item begins with that may stand below another. */
export const itemHeadInTree = [
  ...listHead,
  must(itemName),
  must(str('FullName', 159)),
  since(12, 0, barCodeValue),
  bool('IsActive'),
  itemClass,
  ref('ParentRef'),
  must(int('Sublevel')),
] as const;

export const itemMarks = [listGuid, since(2, 0, dataExtRet)] as const;

const priceOrPercent = choice([must(price('Price'))], [must(pct('PricePercent'))]);

const sales = [str('SalesDesc', 4095), price('SalesPrice')] as const;
const incomeAccount = ref('IncomeAccountRef', 159);
/** What it is bought for. */
export const purchaseSide = [
  str('PurchaseDesc', 4095),
  price('PurchaseCost'),
  since(6, 0, notIn('US', ref('PurchaseTaxCodeRef', { CA: 3 }))),
] as const;
const expenseAccount = ref('ExpenseAccountRef', 159);
export const preferredVendor = ref('PrefVendorRef', 41);

/** What it is sold for, and to which account. */
export const salesSide = [...sales, incomeAccount] as const;

/** One account for both sides, or one for each. Job costs need one for each. */
export const accounts = [
  [must(agg('SalesOrPurchase', [str('Desc', 4095), priceOrPercent, ref('AccountRef', 159)]))],
  [must(agg('SalesAndPurchase', [...salesSide, ...purchaseSide, expenseAccount, preferredVendor]))],
] as const;

/** A change cannot turn one shape of accounts into the other, and leaves what was booked unless told otherwise. */
export const changedAccounts = choice(
  [
    must(
      agg('SalesOrPurchaseMod', [
        str('Desc', 4095),
        priceOrPercent,
        since(7, 0, ref('AccountRef', 159)),
        since(7, 0, bool('ApplyAccountRefToExistingTxns')),
      ]),
    ),
  ],
  [
    must(
      agg('SalesAndPurchaseMod', [
        ...sales,
        since(7, 0, incomeAccount),
        since(7, 0, bool('ApplyIncomeAccountRefToExistingTxns')),
        ...purchaseSide,
        since(7, 0, expenseAccount),
        since(7, 0, bool('ApplyExpenseAccountRefToExistingTxns')),
        preferredVendor,
      ]),
    ),
  ],
);
