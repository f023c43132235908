import { amt, bool, guid, many, must, notIn, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import { address, addressBlock } from './blocks/addresses';
import { dataExtRet } from './blocks/data-ext';
import { classFilter, currencyFilter, totalBalanceFilter } from './blocks/filters';
import { includeRetElement, listHead, ownerId } from './blocks/keys';
import { currencyRef } from './blocks/money';
import { contactsRet, notesRet, personName, waysToReach } from './blocks/people';
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
const externalGuid = since(8, 0, guid('ExternalGUID'));

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
  externalGuid,
  ...taxes,
  since(2, 0, dataExtRet),
] as const;

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
