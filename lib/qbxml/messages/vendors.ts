import { agg, amt, bool, eachSince, many, must, notIn, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { classFilter, currencyFilter, totalBalanceFilter } from './blocks/filters';
import { includeRetElement, listGuid, listHead, listKey, ownerId } from './blocks/keys';
import { currencyRef } from './blocks/money';
import {
  contactsAdd,
  contactsMod,
  contactsRet,
  notesAdd,
  notesMod,
  notesRet,
  openBalance,
  personName,
  waysToReach,
} from './blocks/people';
import { listQuery } from './blocks/queries';

const classRef = since(12, 0, ref('ClassRef', 159));
const shipAddress = since(11, 0, address('ShipAddress'));

const checks = [str('NameOnCheck', 41), str('AccountNumber', 99)] as const;

const kindAndTerms = [
  ref('VendorTypeRef', 159),
  ref('TermsRef', 31),
  amt('CreditLimit'),
  str('VendorTaxIdent', 15),
  notIn('CA', bool('IsVendorEligibleFor1099')),
] as const;

const billingRate = since(6, 0, ref('BillingRateRef', 31));

/** Canadian taxes, accounts to fill in and the currency. */
const taxes = [
  since(8, 0, notIn('US', ref('SalesTaxCodeRef', { CA: 3 }))),
  since(8, 0, notIn('US', oneOf('SalesTaxCountry', 'Australia', 'Canada', 'UK', 'US'))),
  since(8, 0, notIn('US', bool('IsSalesTaxAgency'))),
  since(8, 0, notIn('US', ref('SalesTaxReturnRef', { CA: 41 }))),
  since(8, 0, notIn('US', str('TaxRegistrationNumber', { CA: 30 }))),
  since(8, 0, notIn('US', oneOf('ReportingPeriod', 'Monthly', 'Quarterly'))),
  since(8, 0, notIn('US', bool('IsTaxTrackedOnPurchases'))),
  since(8, 0, notIn('US', ref('TaxOnPurchasesAccountRef', { CA: 159 }))),
  since(8, 0, notIn('US', bool('IsTaxTrackedOnSales'))),
  since(8, 0, notIn('US', ref('TaxOnSalesAccountRef', { CA: 159 }))),
  since(8, 0, notIn('US', bool('IsTaxOnTax'))),
  since(8, 0, many(ref('PrefillAccountRef', 159), 3)),
  currencyRef,
] as const;

const VendorRet = [
  ...listHead,
  must(str('Name', 41)),
  bool('IsActive'),
  classRef,
  since(6, 0, notIn('US', bool('IsTaxAgency'))),
  ...personName,
  address('VendorAddress'),
  since(6, 0, addressBlock('VendorAddressBlock')),
  shipAddress,
  ...waysToReach,
  contactsRet,
  ...checks,
  str('Notes', 4095),
  notesRet,
  ...kindAndTerms,
  amt('Balance'),
  billingRate,
  listGuid,
  ...taxes,
  since(2, 0, dataExtRet),
] as const;

export const VendorAdd = message({
  name: 'VendorAdd',
  effect: 'add',
  request: [
    must(
      agg('VendorAdd', [
        must(str('Name', 41)),
        bool('IsActive'),
        classRef,
        ...personName,
        address('VendorAddress'),
        shipAddress,
        ...waysToReach,
        contactsAdd,
        ...checks,
        since(3, 0, str('Notes', 4095)),
        notesAdd,
        ...kindAndTerms,
        ...openBalance,
        billingRate,
        listGuid,
        ...taxes,
      ]),
    ),
    includeRetElement,
  ],
  rets: { VendorRet, ErrorRecovery },
});

export const VendorMod = message({
  name: 'VendorMod',
  effect: 'mod',
  request: [
    must(
      agg('VendorMod', [
        ...listKey,
        str('Name', 41),
        since(3, 0, bool('IsActive')),
        classRef,
        ...personName,
        address('VendorAddress'),
        shipAddress,
        ...waysToReach,
        contactsMod,
        ...checks,
        since(3, 0, str('Notes', 4095)),
        notesMod,
        ...eachSince([3, 0], kindAndTerms),
        billingRate,
        ...taxes,
      ]),
    ),
    includeRetElement,
  ],
  rets: { VendorRet, ErrorRecovery },
});

export const VendorQuery = message({
  name: 'VendorQuery',
  isIterable: true,
  request: [
    listQuery(totalBalanceFilter, currencyFilter, classFilter),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { VendorRet },
});
