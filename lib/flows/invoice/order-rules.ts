import type { Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import type { Blocker } from '../flow';
import { lineIsCoded } from '../shared/line-rules';
import { linkOf, usable } from '../shared/links';
import {
  areOrderLinesKnown,
  billedItems,
  codedLine,
  isOfChange,
  knownLineOf,
  orderLineOf,
  orderToLink,
} from './reading';

/** INV-02: the commitment is in QuickBooks. An order that takes no more is billed without a link to it. */
export function orderIsThere(invoice: Invoice, books: Books): Blocker[] {
  const link = linkOf(books, 'commitment', invoice.commitmentId);
  const base = { ruleId: 'INV-02', field: 'Commitment' } as const;
  if (link === null) {
    const message = 'The commitment of this invoice is not in QuickBooks yet; the invoice waits for it.';
    const fix = { where: 'procore', label: 'Send the commitment first' } as const;
    return [{ ...base, severity: 'blocks', message, fix }];
  }
  if (link.isGone) {
    const message = `Purchase order ${link.name} was deleted in QuickBooks.`;
    const label = 'Find out who deleted it, and export the commitment again';
    return [{ ...base, severity: 'blocks', message, fix: { where: 'quickbooks', label } }];
  }
  if (link.isActive || !books.settings.linkBills) return [];
  const message = `Purchase order ${link.name} is closed or fully received in QuickBooks; the bill is entered without a link to it.`;
  const label = 'Open the order again in QuickBooks if the bill shall count against it';
  return [{ ...base, severity: 'warns', message, fix: { where: 'quickbooks', label } }];
}

/** INV-07: the contract company is a vendor that can be used. */
export function vendorIsLinked({ vendor }: Invoice, books: Books): Blocker[] {
  const base = { ruleId: 'INV-07', severity: 'blocks', field: 'Contract company' } as const;
  if (vendor === null) {
    const fix = { where: 'procore', label: 'Choose the contract company in Procore' } as const;
    return [{ ...base, message: 'The invoice names no contract company.', fix }];
  }
  const link = linkOf(books, 'vendor', vendor.id);
  if (usable(link)) return [];
  const fix = {
    where: 'mappings',
    label: 'Link the company to a vendor',
    kind: 'vendor',
    procoreId: vendor.id,
  } as const;
  const message =
    link === null
      ? `${vendor.name} is not linked to a QuickBooks vendor yet.`
      : `The QuickBooks vendor “${link.name}” ${link.isGone ? 'was deleted or merged' : 'is inactive'}.`;
  return [{ ...base, message, fix }];
}

/** INV-07: QuickBooks links a bill to an order of the same vendor alone. */
export function orderIsTheVendors(invoice: Invoice, books: Books): Blocker[] {
  const order = orderToLink(invoice, books);
  const vendor = usable(linkOf(books, 'vendor', invoice.vendor?.id ?? null));
  const ordered = order?.order?.vendorId ?? null;
  if (order === null || vendor === null || ordered === null || ordered === vendor.qbId) return [];
  const message = `Purchase order ${order.name} is for “${order.order?.vendor ?? 'another vendor'}”, the invoice comes from “${vendor.name}”.`;
  const fix = {
    where: 'quickbooks',
    label: 'Correct the vendor of the order, or the link of the company',
  } as const;
  return [{ ruleId: 'INV-07', severity: 'blocks', field: 'Contract company', message, fix }];
}

/** INV-02: what change orders added is in QuickBooks before it is billed. INV-11: a line without a link is told of. */
export function ordersLinesAreKnown(invoice: Invoice, books: Books): Blocker[] {
  const link = linkOf(books, 'commitment', invoice.commitmentId);
  if (link === null || link.isGone) return [];
  const isLinking = orderToLink(invoice, books) !== null;
  return billedItems(invoice).flatMap(({ item }): Blocker[] => {
    const field = `Line ${item.position}`;
    const name = `“${item.description || field}”`;
    if (isOfChange(item) && areOrderLinesKnown(books) && knownLineOf(item, books) === null) {
      const message = `${name} belongs to a change order that is not in QuickBooks yet; the invoice waits for it.`;
      const fix = { where: 'procore', label: 'Send the change order first' } as const;
      return [{ ruleId: 'INV-02', severity: 'blocks', field, message, fix }];
    }
    if (!isLinking || orderLineOf(item, books) !== null) return [];
    const why =
      knownLineOf(item, books) === null
        ? `is on no line of purchase order ${link.name} that the connector made`
        : `was billed whole before, so its line on purchase order ${link.name} is closed`;
    const message = `${name} ${why}; it is billed without a link to the order.`;
    const fix = {
      where: 'quickbooks',
      label: 'Look in QuickBooks whether the order is as it shall be',
    } as const;
    return [{ ruleId: 'INV-11', severity: 'warns', field, message, fix }];
  });
}

/** INV-08: what is billed without an order's line needs an item of its own. */
export function unlinkedAreCoded(invoice: Invoice, books: Books): Blocker[] {
  const order = orderToLink(invoice, books);
  return billedItems(invoice).flatMap(({ item }) => {
    if (order !== null && orderLineOf(item, books) !== null) return [];
    const field = `Line ${item.position}`;
    return lineIsCoded(codedLine(item), field, books).map(
      (one): Blocker => ({ ruleId: 'INV-08', field, ...one }),
    );
  });
}
