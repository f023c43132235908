import { type Fields, fieldsFrom, filledText, groupOf, without } from '../company/fields';
import { extended, fromCents, price, quantity, toCents, unitRate } from '../company/money';
import type { ListRecord } from '../company/records';
import type { LineForm } from './order-lines';

export const SUBJECT = 'Estimate';
const PRICED = ['Quantity', 'Rate', 'Amount', 'MarkupRate', 'MarkupRatePercent'];

/** What is put on the cost: what a customer would be told is both. */
function markup(sent: Fields, each: string, count: string): bigint {
  const [more, percent] = [filledText(sent, 'MarkupRate'), filledText(sent, 'MarkupRatePercent')];
  if (more !== undefined) return extended(more, count);
  if (percent === undefined) return 0n;
  return extended(fromCents(extended(each, count)), percent) / 100n;
}

/** Amount alone, or rate, quantity and markup, or the item's own price: one of them always decides the others. */
function priced(sent: Fields, item: ListRecord | undefined): Fields {
  const count = filledText(sent, 'Quantity');
  const [rate, amount] = [filledText(sent, 'Rate'), filledText(sent, 'Amount')];
  const rest = {
    ...without(sent, ['Quantity', 'Rate', 'Amount']),
    ...(count ? fieldsFrom({ Quantity: quantity(count) }) : {}),
  };
  if (amount !== undefined) {
    const cents = toCents(amount);
    return { ...rest, ...fieldsFrom({ Rate: unitRate(cents, count ?? '1'), Amount: fromCents(cents) }) };
  }
  const own = filledText(groupOf(item?.fields ?? {}, 'SalesAndPurchase') ?? {}, 'SalesPrice');
  const each = price(rate ?? own ?? '0');
  const total = extended(each, count ?? '1') + markup(sent, each, count ?? '1');
  return { ...rest, ...fieldsFrom({ Rate: each, Amount: fromCents(total) }) };
}

function description(item: ListRecord): string | undefined {
  const twoSided = groupOf(item.fields, 'SalesAndPurchase');
  const oneSided = groupOf(item.fields, 'SalesOrPurchase');
  if (twoSided) return filledText(twoSided, 'SalesDesc');
  if (oneSided) return filledText(oneSided, 'Desc');
  return filledText(item.fields, 'SalesDesc') ?? filledText(item.fields, 'ItemDesc');
}

/** An estimate's lines are sold, not bought: texts and prices are those of the item's sales side. */
export const ESTIMATE_LINES: LineForm = {
  subject: SUBJECT,
  nested: 'EstimateLineMod',
  defaults: {},
  priced: PRICED,
  replaced: sent => [filledText(sent, 'Amount') !== undefined ? 'Rate' : 'Amount'],
  price: priced,
  description,
};
