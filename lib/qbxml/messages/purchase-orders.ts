import {
  agg,
  amt,
  bool,
  choice,
  date,
  id,
  many,
  must,
  price,
  qty,
  ref,
  sequence,
  since,
  str,
} from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExt, dataExtRet } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { includeRetElement, ownerId, txnGuid, txnHead, txnKey } from './blocks/keys';
import {
  foreignGroupDate,
  foreignGroupDesc,
  isPrintedInGroup,
  itemGroup,
  otherColumns,
  quantity,
  quantityAndSet,
  site,
  siteLocation,
} from './blocks/lines';
import { linkedTxns } from './blocks/linked-txns';
import { exchangeRate, inHomeCurrency, lineTaxAmount, lineTaxCode, purchaseTax } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';

const partNumber = since(7, 0, str('ManufacturerPartNumber', 31));

/** What a line costs, and the job that bears it: an order's header has none. */
const costs = [
  price('Rate'),
  ref('ClassRef', 159),
  amt('Amount'),
  lineTaxAmount,
  siteLocation,
  ref('CustomerRef', 209),
  date('ServiceDate'),
  lineTaxCode,
] as const;

const lineAdd = agg('PurchaseOrderLineAdd', [
  ref('ItemRef'),
  partNumber,
  str('Desc', 4095),
  ...quantity,
  ...costs,
  since(2, 0, ref('OverrideItemAccountRef', 159)),
  ...otherColumns,
  since(5, 0, dataExt),
]);

const lineMod = agg('PurchaseOrderLineMod', [
  must(id('TxnLineID')),
  ref('ItemRef'),
  partNumber,
  str('Desc', 4095),
  ...quantityAndSet,
  ...costs,
  bool('IsManuallyClosed'),
  ref('OverrideItemAccountRef', 159),
  ...otherColumns,
]);

const lineRet = agg('PurchaseOrderLineRet', [
  must(id('TxnLineID')),
  ref('ItemRef'),
  partNumber,
  str('Desc', 4095),
  ...quantityAndSet,
  ...costs,
  since(1, 1, qty('ReceivedQuantity')),
  since(11, 0, qty('UnbilledQuantity')),
  since(11, 0, bool('IsBilled')),
  since(2, 1, bool('IsManuallyClosed')),
  ...otherColumns,
  since(2, 0, dataExtRet),
]);

const groupAdd = agg('PurchaseOrderLineGroupAdd', [
  must(itemGroup),
  foreignGroupDesc,
  ...quantity,
  foreignGroupDate,
  siteLocation,
  since(5, 0, dataExt),
]);

const groupMod = agg('PurchaseOrderLineGroupMod', [
  must(id('TxnLineID')),
  itemGroup,
  ...quantityAndSet,
  many(lineMod),
]);

const groupRet = agg('PurchaseOrderLineGroupRet', [
  since(2, 1, must(id('TxnLineID'))),
  must(itemGroup),
  str('Desc', 4095),
  ...quantityAndSet,
  isPrintedInGroup,
  must(amt('TotalAmount')),
  foreignGroupDate,
  many(lineRet),
  since(2, 0, dataExtRet),
]);

/** Whom it is ordered from and where it goes. */
const header = [
  ref('VendorRef', 41),
  ref('ClassRef', 159),
  choice([site], [ref('ShipToEntityRef', 209)]),
  since(3, 0, ref('TemplateRef', 31)),
  date('TxnDate'),
  str('RefNumber', 11),
  address('VendorAddress'),
  address('ShipAddress'),
] as const;

const terms = [
  ref('TermsRef', 31),
  date('DueDate'),
  date('ExpectedDate'),
  ref('ShipMethodRef', 15),
  str('FOB', 13),
] as const;

const messages = [
  str('Memo', 4095),
  str('VendorMsg', 99),
  bool('IsToBePrinted'),
  since(6, 0, bool('IsToBeEmailed')),
  ...purchaseTax(6),
  since(6, 0, str('Other1', 25)),
  since(6, 0, str('Other2', 29)),
] as const;

const PurchaseOrderRet = [
  ...txnHead,
  ref('VendorRef', 41),
  ref('ClassRef', 159),
  site,
  ref('ShipToEntityRef', 209),
  since(3, 0, ref('TemplateRef', 31)),
  must(date('TxnDate')),
  str('RefNumber', 11),
  address('VendorAddress'),
  since(6, 0, addressBlock('VendorAddressBlock')),
  address('ShipAddress'),
  since(6, 0, addressBlock('ShipAddressBlock')),
  ...terms,
  amt('TotalAmount'),
  ...inHomeCurrency('TotalAmount'),
  since(2, 1, bool('IsManuallyClosed')),
  since(2, 1, bool('IsFullyReceived')),
  ...messages,
  txnGuid,
  since(3, 0, linkedTxns),
  sequence('Lines', [lineRet, groupRet]),
  since(2, 0, dataExtRet),
] as const;

export const PurchaseOrderAdd = message({
  name: 'PurchaseOrderAdd',
  effect: 'add',
  request: [
    must(
      agg('PurchaseOrderAdd', [
        ...header,
        ...terms,
        ...messages,
        exchangeRate,
        txnGuid,
        must(sequence('Lines', [lineAdd, groupAdd])),
      ]),
    ),
    includeRetElement,
  ],
  rets: { PurchaseOrderRet, ErrorRecovery },
});

export const PurchaseOrderMod = message({
  name: 'PurchaseOrderMod',
  effect: 'mod',
  since: [2, 1],
  request: [
    must(
      agg('PurchaseOrderMod', [
        ...txnKey,
        ...header,
        ...terms,
        bool('IsManuallyClosed'),
        ...messages,
        exchangeRate,
        sequence('Lines', [lineMod, groupMod]),
      ]),
    ),
    includeRetElement,
  ],
  rets: { PurchaseOrderRet, ErrorRecovery },
});

export const PurchaseOrderQuery = message({
  name: 'PurchaseOrderQuery',
  isIterable: true,
  request: [
    txnQuery(),
    includeLineItems,
    since(3, 0, includeLinkedTxns),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { PurchaseOrderRet },
});
