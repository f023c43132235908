import { bool, choice, date, must, notIn, oneOf, pct, price, qty, ref, since, str } from '../../fields';

/** Parts that lines of all kinds are put together from. */

export const unit = since(7, 0, str('UnitOfMeasure', 31));
export const unitAndSet = [unit, since(7, 0, ref('OverrideUOMSetRef', 31))] as const;

/** How much, in which unit. Answers and changes can name another set of units. */
export const quantity = [qty('Quantity'), unit] as const;
export const quantityAndSet = [qty('Quantity'), ...unitAndSet] as const;

/** Of editions with Advanced Inventory. */
export const site = since(10, 0, ref('InventorySiteRef', 31));
export const siteLocation = since(12, 0, ref('InventorySiteLocationRef', 31));
export const serialOrLot = since(11, 0, choice([str('SerialNumber', 4095)], [str('LotNumber', 40)]));

export const billable = oneOf('BillableStatus', 'Billable', 'NotBillable', 'HasBeenBilled');
export const lineSalesRep = since(13, 0, ref('SalesRepRef', 5));
export const itemGroup = ref('ItemGroupRef', 31);

/** Free columns of a form's template. */
export const otherColumns = [since(6, 0, str('Other1', 29)), since(6, 0, str('Other2', 29))] as const;

/** What other countries' editions let a new line group have. */
export const foreignGroupDesc = notIn(['US', 'CA'], str('Desc'));
export const foreignGroupDate = notIn(['US', 'CA'], date('ServiceDate'));

/** Price of a line by amount or by percentage. */
export const rateOrPercent = choice([must(price('Rate'))], [must(pct('RatePercent'))]);
export const isPrintedInGroup = must(bool('IsPrintItemsInGroup'));
