import { amt, bool, float, notIn, ref, since } from '../../fields';

/** Currencies, and the taxes that Canadian editions keep on purchases. */

export const currencyRef = since(8, 0, ref('CurrencyRef', 64));
export const exchangeRate = since(8, 0, float('ExchangeRate'));

/** What follows an amount: its currency, and the same amount in the home currency. */
export const inHomeCurrency = <N extends string>(name: N) =>
  [currencyRef, exchangeRate, since(8, 0, amt(`${name}InHomeCurrency` as const))] as const;

const purchaseTaxCode = notIn('US', ref('SalesTaxCodeRef', { CA: 3 }));

export const isTaxIncluded = notIn('US', bool('IsTaxIncluded'));

/** Of a purchase as a whole; some transactions had it only with qbXML 8. */
export const purchaseTax = (major: 6 | 8) =>
  [since(major, 0, isTaxIncluded), since(major, 0, purchaseTaxCode)] as const;

export const lineTaxCode = since(6, 0, purchaseTaxCode);

/** Taxes of a line by amount are for other countries. */
export const lineTaxAmount = since(6, 1, notIn(['US', 'CA'], amt('TaxAmount')));
