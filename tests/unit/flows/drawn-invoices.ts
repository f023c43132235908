import fc from 'fast-check';
import { formatMoney } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import type { Invoice, InvoiceItem } from '@/lib/procore';
import { booksConnection } from '@/tests/factories/books';
import { due, invoice, invoiceItem } from '@/tests/factories/invoice';
import { BILLS, billBooks, billSettings, ORDER_KEY, ORDER_LINK, TAX_ID } from './invoice-books';

/** Invoices as Procore might hold them: work, materials that come and are built in, retainage held and given back. */
const cents = (min: bigint, max: bigint) => fc.bigInt({ min, max });
const some = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0n) },
  { weight: 2, arbitrary: cents(0n, 5_000_000n) },
);
const work = fc.oneof(
  { weight: 1, arbitrary: fc.constant(0n) },
  { weight: 4, arbitrary: cents(0n, 50_000_000n) },
  { weight: 1, arbitrary: cents(-500_000n, -1n) },
);

interface Drawn {
  readonly item: InvoiceItem;
  readonly net: bigint;
}

/** Decimals as Procore writes them: with more noughts, or fewer. */
const written = (amount: bigint, isShort: boolean): string =>
  isShort ? formatMoney(amount).replace(/0$/, '') : formatMoney(amount);

const place = fc.constantFrom(
  { itemType: 'contract_item', lineId: '70011' },
  { itemType: 'contract_item', lineId: '70012' },
  { itemType: 'contract_item', lineId: '70099' },
  { itemType: 'contract_item', lineId: null },
  { itemType: 'change_order_item', lineId: '90001' },
);

const drawnItem: fc.Arbitrary<Drawn> = fc
  .record({
    place,
    work,
    isShort: fc.boolean(),
    quantity: fc.constantFrom('0.0', '12.5', '3', '1.1234567'),
    materials: fc.record({ now: some, before: some, moved: some }),
    held: some,
    released: some,
    stored: fc.record({ added: some, moved: some, released: some }),
    isNetTold: fc.boolean(),
    description: fc.constantFrom('', 'Footings', 'Señalización “A”', 'x'.repeat(5000)),
  })
  .map(drawn => {
    const { materials, held, released, stored } = drawn;
    const gross = drawn.work + materials.moved + materials.now - materials.before;
    const net = gross - held - stored.added - stored.moved + released + stored.released;
    const text = (amount: bigint): string => written(amount, drawn.isShort);
    const item = invoiceItem(
      {
        ...drawn.place,
        work: text(drawn.work),
        quantity: drawn.quantity,
        stored: text(materials.now),
        storedBefore: text(materials.before),
        moved: text(materials.moved),
        held: text(held),
        released: text(released),
        description: drawn.description,
      },
      {
        gross: drawn.isNetTold ? text(gross) : null,
        net: drawn.isNetTold ? text(net) : null,
        storedRetainage: {
          held: '0.00',
          added: text(stored.added),
          moved: text(stored.moved),
          released: text(stored.released),
        },
      },
    );
    return { item, net };
  });

const drawnInvoice: fc.Arbitrary<Invoice> = fc
  .record({
    items: fc.array(drawnItem, { minLength: 1, maxLength: 12 }),
    tax: fc.oneof(fc.constant(0n), some),
    invoiceNumber: fc.stringMatching(/^[A-Za-z0-9…“-]{1,24}$/),
    isDated: fc.boolean(),
  })
  .map(({ items, tax, invoiceNumber, isDated }) => {
    const net = items.reduce((sum, one) => sum + one.net, tax);
    return invoice({
      ...due(formatMoney(net), formatMoney(tax)),
      invoiceNumber,
      ...(isDated ? {} : { billingDate: null }),
      items: items.map(({ item }, index) => ({ ...item, position: index + 1 })),
    });
  });

const drawnBooks: fc.Arbitrary<Books> = fc
  .record({
    country: fc.constantFrom('US' as const, 'CA' as const),
    longNumbers: fc.constantFrom('refuse' as const, 'keep_end' as const),
    linkBills: fc.boolean(),
    isOpen: fc.boolean(),
    billDueDays: fc.constantFrom(null, 0, 45),
    billTaxCode: fc.constantFrom(null, 'H'),
    areLinesKnown: fc.boolean(),
  })
  .map(({ country, isOpen, areLinesKnown, ...drawn }) =>
    billBooks({
      ...billSettings({ ...drawn, canadianBills: true, taxItem: TAX_ID }),
      connection: booksConnection({ target: { country, version: [13, 0] } }),
      links: { ...billBooks().links, [ORDER_KEY]: { ...ORDER_LINK, isActive: isOpen } },
      bills: areLinesKnown ? BILLS : { ...BILLS, orderLines: { contract: {}, change: {} } },
    }),
  );

export const drawnInvoices: fc.Arbitrary<readonly [Invoice, Books]> = fc.tuple(drawnInvoice, drawnBooks);
