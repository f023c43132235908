import {
  agg,
  bool,
  choice,
  datetime,
  guid,
  id,
  int,
  many,
  must,
  notIn,
  oneOf,
  pct,
  price,
  ref,
  since,
  str,
} from '../fields';
import { message } from '../message';

export const ItemQuery = message({
  name: 'ItemQuery',
  isIterable: true,
  request: [
    choice(
      [must(many(id('ListID')))],
      [must(many(str('FullName')))],
      [
        int('MaxReturned'),
        oneOf('ActiveStatus', 'ActiveOnly', 'InactiveOnly', 'All'),
        datetime('FromModifiedDate'),
        datetime('ToModifiedDate'),
        choice(
          [
            must(
              agg('NameFilter', [
                must(oneOf('MatchCriterion', 'StartsWith', 'Contains', 'EndsWith')),
                must(str('Name')),
              ]),
            ),
          ],
          [must(agg('NameRangeFilter', [str('FromName'), str('ToName')]))],
        ),
      ],
    ),
    since(4, 0, many(str('IncludeRetElement', 50))),
    since(2, 0, many(guid('OwnerID'))),
  ],
  rets: {
    ItemServiceRet: [
      must(id('ListID')),
      must(datetime('TimeCreated')),
      must(datetime('TimeModified')),
      must(str('EditSequence', 16)),
      must(str('Name', 31)),
      must(str('FullName', 159)),
      since(12, 0, str('BarCodeValue', 50)),
      bool('IsActive'),
      since(12, 0, ref('ClassRef', 159)),
      ref('ParentRef'),
      must(int('Sublevel')),
      since(7, 0, ref('UnitOfMeasureSetRef', 31)),
      since(6, 0, notIn('US', bool('IsTaxIncluded'))),
      ref('SalesTaxCodeRef', 3),
      choice(
        [
          must(
            agg('SalesOrPurchase', [
              str('Desc', 4095),
              choice([must(price('Price'))], [must(pct('PricePercent'))]),
              ref('AccountRef', 159),
            ]),
          ),
        ],
        [
          must(
            agg('SalesAndPurchase', [
              str('SalesDesc', 4095),
              price('SalesPrice'),
              ref('IncomeAccountRef', 159),
              str('PurchaseDesc', 4095),
              price('PurchaseCost'),
              since(6, 0, notIn('US', ref('PurchaseTaxCodeRef', { CA: 3 }))),
              ref('ExpenseAccountRef', 159),
              ref('PrefVendorRef', 41),
            ]),
          ),
        ],
      ),
      since(8, 0, guid('ExternalGUID')),
      since(
        2,
        0,
        many(
          agg('DataExtRet', [
            guid('OwnerID'),
            must(str('DataExtName', 31)),
            must(
              oneOf(
                'DataExtType',
                'AMTTYPE',
                'DATETIMETYPE',
                'INTTYPE',
                'PERCENTTYPE',
                'PRICETYPE',
                'QUANTYPE',
                'STR1024TYPE',
                'STR255TYPE',
              ),
            ),
            must(str('DataExtValue')),
          ]),
        ),
      ),
    ],
    ItemNonInventoryRet: [
      must(id('ListID')),
      must(datetime('TimeCreated')),
      must(datetime('TimeModified')),
      must(str('EditSequence', 16)),
      must(str('Name', 31)),
      must(str('FullName', 159)),
      since(12, 0, str('BarCodeValue', 50)),
      bool('IsActive'),
      since(12, 0, ref('ClassRef', 159)),
      ref('ParentRef'),
      must(int('Sublevel')),
      since(7, 0, str('ManufacturerPartNumber', 31)),
      since(7, 0, ref('UnitOfMeasureSetRef', 31)),
      since(6, 0, notIn('US', bool('IsTaxIncluded'))),
      ref('SalesTaxCodeRef', 3),
      choice(
        [
          must(
            agg('SalesOrPurchase', [
              str('Desc', 4095),
              choice([must(price('Price'))], [must(pct('PricePercent'))]),
              ref('AccountRef', 159),
            ]),
          ),
        ],
        [
          must(
            agg('SalesAndPurchase', [
              str('SalesDesc', 4095),
              price('SalesPrice'),
              ref('IncomeAccountRef', 159),
              str('PurchaseDesc', 4095),
              price('PurchaseCost'),
              since(6, 0, notIn('US', ref('PurchaseTaxCodeRef', { CA: 3 }))),
              ref('ExpenseAccountRef', 159),
              ref('PrefVendorRef', 41),
            ]),
          ),
        ],
      ),
      since(8, 0, guid('ExternalGUID')),
      since(
        2,
        0,
        many(
          agg('DataExtRet', [
            guid('OwnerID'),
            must(str('DataExtName', 31)),
            must(
              oneOf(
                'DataExtType',
                'AMTTYPE',
                'DATETIMETYPE',
                'INTTYPE',
                'PERCENTTYPE',
                'PRICETYPE',
                'QUANTYPE',
                'STR1024TYPE',
                'STR255TYPE',
              ),
            ),
            must(str('DataExtValue')),
          ]),
        ),
      ),
    ],
    ItemOtherChargeRet: [
      must(id('ListID')),
      must(datetime('TimeCreated')),
      must(datetime('TimeModified')),
      must(str('EditSequence', 16)),
      must(str('Name', 31)),
      must(str('FullName', 159)),
      since(12, 0, str('BarCodeValue', 50)),
      bool('IsActive'),
      since(12, 0, ref('ClassRef', 159)),
      ref('ParentRef'),
      must(int('Sublevel')),
      since(6, 0, notIn('US', bool('IsTaxIncluded'))),
      ref('SalesTaxCodeRef', 3),
      choice(
        [
          must(
            agg('SalesOrPurchase', [
              str('Desc', 4095),
              choice([must(price('Price'))], [must(pct('PricePercent'))]),
              ref('AccountRef', 159),
            ]),
          ),
        ],
        [
          must(
            agg('SalesAndPurchase', [
              str('SalesDesc', 4095),
              price('SalesPrice'),
              ref('IncomeAccountRef', 159),
              str('PurchaseDesc', 4095),
              price('PurchaseCost'),
              since(6, 0, notIn('US', ref('PurchaseTaxCodeRef', { CA: 3 }))),
              ref('ExpenseAccountRef', 159),
              ref('PrefVendorRef', 41),
            ]),
          ),
        ],
      ),
      since(
        6,
        0,
        oneOf('SpecialItemType', 'FinanceCharge', 'ReimbursableExpenseGroup', 'ReimbursableExpenseSubtotal'),
      ),
      since(8, 0, guid('ExternalGUID')),
      since(
        2,
        0,
        many(
          agg('DataExtRet', [
            guid('OwnerID'),
            must(str('DataExtName', 31)),
            must(
              oneOf(
                'DataExtType',
                'AMTTYPE',
                'DATETIMETYPE',
                'INTTYPE',
                'PERCENTTYPE',
                'PRICETYPE',
                'QUANTYPE',
                'STR1024TYPE',
                'STR255TYPE',
              ),
            ),
            must(str('DataExtValue')),
          ]),
        ),
      ),
    ],
  },
});
