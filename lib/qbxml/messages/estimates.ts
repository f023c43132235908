import {
  agg,
  amt,
  bool,
  choice,
  date,
  id,
  many,
  must,
  oneOf,
  pct,
  price,
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
  foreignGroupDesc,
  isPrintedInGroup,
  itemGroup,
  otherColumns,
  quantity,
  quantityAndSet,
  rateOrPercent,
  site,
  siteLocation,
} from './blocks/lines';
import { linkedTxns } from './blocks/linked-txns';
import { exchangeRate, inHomeCurrency, isTaxIncluded, lineTaxAmount } from './blocks/money';
import { includeLineItems, includeLinkedTxns, txnQuery } from './blocks/queries';

/** Budgets. The customer is the job, and all active estimates of a job add up. */

const priceRule = since(13, 0, oneOf('OptionForPriceRuleConflict', 'Zero', 'BasePrice'));
const lineTax = ref('SalesTaxCodeRef', 3);

/** What makes a price of a cost. A budget of costs has none. */
const markups = [[must(price('MarkupRate'))], [must(pct('MarkupRatePercent'))]] as const;
const markupOrLevel = choice(...markups, [since(7, 0, must(ref('PriceLevelRef', 31)))]);

const item = [ref('ItemRef'), str('Desc', 4095)] as const;
const rate = [rateOrPercent, ref('ClassRef', 159), amt('Amount'), lineTaxAmount] as const;

const lineAdd = agg('EstimateLineAdd', [
  ...item,
  ...quantity,
  ...rate,
  priceRule,
  site,
  siteLocation,
  lineTax,
  markupOrLevel,
  since(2, 0, ref('OverrideItemAccountRef', 159)),
  ...otherColumns,
  since(5, 0, dataExt),
]);

const lineMod = agg('EstimateLineMod', [
  must(id('TxnLineID')),
  ...item,
  ...quantityAndSet,
  ...rate,
  priceRule,
  site,
  siteLocation,
  lineTax,
  markupOrLevel,
  ...otherColumns,
]);

const lineRet = agg('EstimateLineRet', [
  must(id('TxnLineID')),
  ...item,
  ...quantityAndSet,
  ...rate,
  site,
  siteLocation,
  lineTax,
  choice(...markups),
  ...otherColumns,
  since(2, 0, dataExtRet),
]);

const groupAdd = agg('EstimateLineGroupAdd', [
  must(itemGroup),
  foreignGroupDesc,
  ...quantity,
  site,
  siteLocation,
  since(5, 0, dataExt),
]);

const groupMod = agg('EstimateLineGroupMod', [
  must(id('TxnLineID')),
  itemGroup,
  ...quantityAndSet,
  many(lineMod),
]);

const groupRet = agg('EstimateLineGroupRet', [
  since(3, 0, must(id('TxnLineID'))),
  must(itemGroup),
  str('Desc', 4095),
  ...quantityAndSet,
  isPrintedInGroup,
  must(amt('TotalAmount')),
  many(lineRet),
  since(2, 0, dataExtRet),
]);

const job = ref('CustomerRef', 209);
const shipAddress = since(7, 0, address('ShipAddress'));

const terms = [
  str('PONumber', 25),
  ref('TermsRef', 31),
  date('DueDate'),
  ref('SalesRepRef', 5),
  str('FOB', 13),
] as const;

const itemSalesTax = ref('ItemSalesTaxRef', 31);

const messages = [
  str('Memo', 4095),
  ref('CustomerMsgRef', 101),
  since(6, 0, bool('IsToBeEmailed')),
  since(6, 0, isTaxIncluded),
  ref('CustomerSalesTaxCodeRef', 3),
  since(6, 0, str('Other', 29)),
] as const;

const EstimateRet = [
  ...txnHead,
  must(job),
  ref('ClassRef', 159),
  since(3, 0, ref('TemplateRef', 31)),
  must(date('TxnDate')),
  str('RefNumber', 11),
  address('BillAddress'),
  since(6, 0, addressBlock('BillAddressBlock')),
  shipAddress,
  since(7, 0, addressBlock('ShipAddressBlock')),
  since(3, 0, bool('IsActive')),
  ...terms,
  amt('Subtotal'),
  itemSalesTax,
  pct('SalesTaxPercentage'),
  amt('SalesTaxTotal'),
  amt('TotalAmount'),
  ...inHomeCurrency('TotalAmount'),
  ...messages,
  txnGuid,
  since(3, 0, linkedTxns),
  sequence('Lines', [lineRet, groupRet]),
  since(2, 0, dataExtRet),
] as const;

export const EstimateAdd = message({
  name: 'EstimateAdd',
  effect: 'add',
  request: [
    must(
      agg('EstimateAdd', [
        must(job),
        ref('ClassRef', 159),
        since(3, 0, ref('TemplateRef', 31)),
        date('TxnDate'),
        str('RefNumber', 11),
        address('BillAddress'),
        shipAddress,
        since(3, 0, bool('IsActive')),
        ...terms,
        itemSalesTax,
        ...messages,
        exchangeRate,
        txnGuid,
        must(sequence('Lines', [lineAdd, groupAdd])),
      ]),
    ),
    includeRetElement,
  ],
  rets: { EstimateRet, ErrorRecovery },
});

export const EstimateMod = message({
  name: 'EstimateMod',
  effect: 'mod',
  since: [3, 0],
  request: [
    must(
      agg('EstimateMod', [
        ...txnKey,
        job,
        ref('ClassRef', 159),
        ref('TemplateRef', 31),
        date('TxnDate'),
        str('RefNumber', 11),
        address('BillAddress'),
        shipAddress,
        bool('IsActive'),
        bool('CreateChangeOrder'),
        ...terms,
        itemSalesTax,
        ...messages,
        exchangeRate,
        sequence('Lines', [lineMod, groupMod]),
      ]),
    ),
    includeRetElement,
  ],
  rets: { EstimateRet, ErrorRecovery },
});

export const EstimateQuery = message({
  name: 'EstimateQuery',
  isIterable: true,
  request: [
    txnQuery(),
    includeLineItems,
    since(3, 0, includeLinkedTxns),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { EstimateRet },
});
