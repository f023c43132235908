import { agg, amt, bool, date, eachSince, int, must, notIn, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import { address, addressBlock, shipToAddresses } from './blocks/addresses';
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
const printAs = notIn(['US', 'CA'], str('PrintAs', {}));

const kindAndTerms = [ref('CustomerTypeRef', 159), ref('TermsRef', 31), ref('SalesRepRef', 5)] as const;

const taxes = [
  ref('SalesTaxCodeRef', 3),
  notIn('CA', ref('ItemSalesTaxRef', { US: 31 })),
  since(6, 0, notIn('US', oneOf('SalesTaxCountry', 'Australia', 'Canada', 'UK', 'US'))),
  // The operations file has 21 for Canada, the schema 15 for all.
  str('ResaleNumber', 15),
] as const;

const credit = [
  amt('CreditLimit'),
  since(3, 0, ref('PreferredPaymentMethodRef', 31)),
  since(
    3,
    0,
    agg('CreditCardInfo', [
      str('CreditCardNumber', 25),
      int('ExpirationMonth', { min: 1, max: 12 }),
      int('ExpirationYear'),
      str('NameOnCard', 41),
      str('CreditCardAddress', 41),
      str('CreditCardPostalCode', 41),
    ]),
  ),
] as const;

/** A job is a customer with a parent; Procore’s project. */
const job = [
  oneOf('JobStatus', 'Awarded', 'Closed', 'InProgress', 'None', 'NotAwarded', 'Pending'),
  date('JobStartDate'),
  date('JobProjectedEndDate'),
  date('JobEndDate'),
  str('JobDesc', 99),
  ref('JobTypeRef', 159),
] as const;

const foreignDelivery = [
  notIn(['US', 'CA'], bool('IsStatementWithParent')),
  notIn(['US', 'CA'], oneOf('DeliveryMethod', 'Email', 'Fax', 'Print')),
] as const;

const delivery = [
  since(12, 0, oneOf('PreferredDeliveryMethod', 'None', 'Email', 'Fax')),
  since(4, 0, ref('PriceLevelRef', 31)),
] as const;

const registration = [
  since(8, 0, notIn('US', str('TaxRegistrationNumber', { CA: 30 }))),
  currencyRef,
] as const;

const addresses = [address('BillAddress'), address('ShipAddress'), shipToAddresses, printAs] as const;

const CustomerRet = [
  ...listHead,
  must(str('Name', 41)),
  must(str('FullName', 209)),
  bool('IsActive'),
  classRef,
  ref('ParentRef'),
  must(int('Sublevel')),
  ...personName,
  address('BillAddress'),
  since(6, 0, addressBlock('BillAddressBlock')),
  address('ShipAddress'),
  since(6, 0, addressBlock('ShipAddressBlock')),
  shipToAddresses,
  printAs,
  ...waysToReach,
  contactsRet,
  ...kindAndTerms,
  amt('Balance'),
  amt('TotalBalance'),
  ...taxes,
  str('AccountNumber', 99),
  ...credit,
  ...job,
  str('Notes', 4095),
  notesRet,
  ...foreignDelivery,
  ...delivery,
  listGuid,
  ...registration,
  since(2, 0, dataExtRet),
] as const;

/** With a ParentRef it is a job; without, a customer, which we never add. */
export const CustomerAdd = message({
  name: 'CustomerAdd',
  effect: 'add',
  request: [
    must(
      agg('CustomerAdd', [
        must(str('Name', 41)),
        bool('IsActive'),
        classRef,
        ref('ParentRef'),
        ...personName,
        ...addresses,
        ...waysToReach,
        contactsAdd,
        ...kindAndTerms,
        ...openBalance,
        ...taxes,
        str('AccountNumber', 99),
        ...credit,
        ...job,
        since(3, 0, str('Notes', 4095)),
        notesAdd,
        ...foreignDelivery,
        ...delivery,
        listGuid,
        ...registration,
      ]),
    ),
    includeRetElement,
  ],
  rets: { CustomerRet, ErrorRecovery },
});

export const CustomerMod = message({
  name: 'CustomerMod',
  effect: 'mod',
  request: [
    must(
      agg('CustomerMod', [
        ...listKey,
        str('Name', 41),
        since(3, 0, bool('IsActive')),
        classRef,
        since(3, 0, ref('ParentRef')),
        ...personName,
        ...addresses,
        ...waysToReach,
        contactsMod,
        ...eachSince([3, 0], [...kindAndTerms, ...taxes]),
        str('AccountNumber', 99),
        ...eachSince([3, 0], [...credit, ...job, str('Notes', 4095)]),
        notesMod,
        ...eachSince([3, 0], foreignDelivery),
        ...delivery,
        ...registration,
      ]),
    ),
    includeRetElement,
  ],
  rets: { CustomerRet, ErrorRecovery },
});

export const CustomerQuery = message({
  name: 'CustomerQuery',
  isIterable: true,
  request: [
    listQuery(totalBalanceFilter, currencyFilter, classFilter),
    includeRetElement,
    since(2, 0, ownerId),
  ],
  rets: { CustomerRet },
});
