import { type Cents, parseMoney, sumMoney } from '@/lib/core/money';
import type { Invoice, InvoiceItem } from '@/lib/procore';

/** What one item of an invoice bills in its period, in cents. */
export interface Billed {
  readonly item: InvoiceItem;
  /** Work of this period. */
  readonly work: Cents;
  /** Work, and what this period adds to materials. */
  readonly gross: Cents;
  /** Of that, kept back; never below nought. */
  readonly held: Cents;
  /** Kept back earlier and paid now; never below nought. */
  readonly released: Cents;
}

const total = (...amounts: readonly string[]): Cents => sumMoney(amounts.map(parseMoney));

/** Work, materials built in and materials brought, less those that lay on site before. */
export function grossOf({ work, stored }: InvoiceItem): Cents {
  return total(work.thisPeriod, stored.moved, stored.now) - parseMoney(stored.before);
}

/** How much less is paid than was done: what Procore says, or what its columns come to where it does not. */
function retainedOf(item: InvoiceItem): Cents {
  if (item.net !== null) return grossOf(item) - parseMoney(item.net);
  const { workRetainage: work, storedRetainage: stored } = item;
  return total(work.retained, stored.moved, stored.added) - total(work.released, stored.released);
}

/** What is held and what is released stand apart; retainage that was lowered counts as released. */
export function billedOf(item: InvoiceItem): Billed {
  const told = total(item.workRetainage.released, item.storedRetainage.released);
  const held = retainedOf(item) + told;
  const base = { item, work: parseMoney(item.work.thisPeriod), gross: grossOf(item) };
  return held < 0n ? { ...base, held: 0n, released: told - held } : { ...base, held, released: told };
}

export interface Sums {
  readonly gross: Cents;
  readonly held: Cents;
  readonly released: Cents;
  readonly tax: Cents;
  /** What the bill comes to. */
  readonly net: Cents;
}

export function sumsOf(invoice: Invoice): Sums {
  const billed = invoice.items.map(billedOf);
  const [gross, held, released] = (['gross', 'held', 'released'] as const).map(name =>
    sumMoney(billed.map(one => one[name])),
  ) as [Cents, Cents, Cents];
  const tax = parseMoney(invoice.summary?.tax ?? '0');
  return { gross, held, released, tax, net: gross - held + released + tax };
}

/** Every amount that is reckoned with, as Procore wrote it. */
export function amountsIn(invoice: Invoice): string[] {
  const { summary } = invoice;
  return [
    ...(summary === null ? [] : [summary.paymentDue, summary.tax]),
    ...invoice.items.flatMap(({ work, stored, workRetainage, storedRetainage, gross, net }) => [
      ...[work.thisPeriod, stored.now, stored.before, stored.moved],
      ...[workRetainage.retained, workRetainage.released],
      ...[storedRetainage.added, storedRetainage.moved, storedRetainage.released],
      ...[gross ?? '0', net ?? '0'],
    ]),
  ];
}
