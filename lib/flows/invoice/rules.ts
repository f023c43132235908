import { formatMoney, parseMoney, readableMoney } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { amountsIn, sumsOf } from '../billed';
import type { Blocker } from '../flow';
import {
  amountsAreWhole,
  originIsFree,
  periodIsOpen,
  projectIsLinked,
  purchaseOrdersAreOn,
  rightsSuffice,
  textFits,
} from '../shared/general-rules';
import { entryOf, linkOf } from '../shared/links';
import { itemsAreUsable } from './item-rules';
import { orderIsThere, orderIsTheVendors, ordersLinesAreKnown, vendorIsLinked } from './order-rules';
import { billDate, billedItems, billNumber, isCanadian, REF_NUMBER_CHARS, writtenTexts } from './reading';

const SENDABLE_STATUSES = new Set(['approved', 'approved_as_noted']);

/** Every rule the invoice fails, all at once. */
export function checkInvoice(invoice: Invoice, books: Books): Blocker[] {
  return [
    ...projectIsLinked(invoice.projectId, books),
    ...editionTakesBills(books),
    ...statusIsFinal(invoice),
    ...orderIsThere(invoice, books),
    ...vendorIsLinked(invoice, books),
    ...orderIsTheVendors(invoice, books),
    ...ordersLinesAreKnown(invoice, books),
    ...itemsAreUsable(invoice, books),
    ...totalIsPayable(invoice),
    ...somethingIsBilled(invoice),
    ...numberIsUsable(invoice, books),
    ...linesEqualTheTotal(invoice),
    ...taxIsCarried(invoice, books),
    ...textFits(writtenTexts(invoice)),
    ...amountsAreWhole(amountsIn(invoice), { where: 'procore', label: 'Correct the invoice in Procore' }),
    ...originIsFree(invoice.originId, ownIds(invoice, books)),
    ...periodIsOpen(billDate(invoice), books),
    ...purchaseOrdersAreOn(books),
    ...rightsSuffice(books),
  ];
}

function ownIds(invoice: Invoice, books: Books): readonly string[] {
  const link = linkOf(books, 'invoice', invoice.id);
  const former = [...books.formerIds, ...books.bills.markedIds];
  return link === null ? former : [link.qbId, ...former];
}

/** INV-10: as in Procore's own connector, invoices go to US editions, unless the company wants them in others. */
function editionTakesBills(books: Books): Blocker[] {
  if (!isCanadian(books) || books.settings.canadianBills) return [];
  const message = 'Subcontractor invoices go to US editions of QuickBooks only.';
  const fix = { where: 'settings', label: 'Switch on bills in the Canadian edition' } as const;
  return [{ ruleId: 'INV-10', severity: 'blocks', field: 'QuickBooks', message, fix }];
}

/** INV-01: it is approved, with notes or without. */
function statusIsFinal({ status }: Invoice): Blocker[] {
  if (SENDABLE_STATUSES.has(status)) return [];
  const message = `The invoice is “${status === '' ? 'without status' : status.replaceAll('_', ' ')}”; it must be approved.`;
  const fix = { where: 'procore', label: 'Approve it in Procore' } as const;
  return [{ ruleId: 'INV-01', severity: 'blocks', field: 'Status', message, fix }];
}

/** INV-04: what is due is not below nought; nothing at all is said. */
function totalIsPayable(invoice: Invoice): Blocker[] {
  const due = parseMoney(invoice.summary?.paymentDue ?? '0');
  if (due < 0n) {
    const message = `The invoice comes to ${readableMoney(due)}. Subcontractor invoices with negative values do not sync: QuickBooks takes no bill below zero.`;
    const label = 'Net it with the next invoice in Procore, or enter a vendor credit in QuickBooks';
    return [
      { ruleId: 'INV-04', severity: 'blocks', field: 'Amount', message, fix: { where: 'procore', label } },
    ];
  }
  if (due > 0n || !isAnythingBilled(invoice)) return [];
  const message = 'The invoice comes to 0.00; QuickBooks will count its bill as paid.';
  const fix = { where: 'procore', label: 'Check the invoice in Procore' } as const;
  return [{ ruleId: 'INV-04', severity: 'warns', field: 'Amount', message, fix }];
}

function isAnythingBilled(invoice: Invoice): boolean {
  const { held, released, tax } = sumsOf(invoice);
  return billedItems(invoice).length > 0 || [held, released, tax].some(cents => cents !== 0n);
}

/** INV-08: a bill has lines. */
function somethingIsBilled(invoice: Invoice): Blocker[] {
  if (isAnythingBilled(invoice)) return [];
  const message = 'The invoice bills nothing, so there is nothing to enter in QuickBooks.';
  const fix = { where: 'procore', label: 'Enter what is billed in Procore, or archive the invoice' } as const;
  return [{ ruleId: 'INV-08', severity: 'blocks', field: 'Lines', message, fix }];
}

/** INV-05: it has a number that fits, and that no other bill of the vendor has. */
function numberIsUsable(invoice: Invoice, books: Books): Blocker[] {
  const number = billNumber(invoice, books);
  const blocker = (message: string, fix: Blocker['fix']): Blocker[] => [
    { ruleId: 'INV-05', severity: 'blocks', field: 'Invoice number', message, fix },
  ];
  if (number === '')
    return blocker('The invoice has no number of the subcontractor’s.', {
      where: 'procore',
      label: 'Give it an invoice number in Procore',
    });
  if (number.length > REF_NUMBER_CHARS)
    return blocker(
      `“${number}” has ${number.length} characters; the number of a QuickBooks bill takes ${REF_NUMBER_CHARS}.`,
      {
        where: 'settings',
        label: 'Shorten it in Procore, or keep the end of long numbers under Settings',
      },
    );
  const holder = entryOf(books.bills.numberHolders, number);
  if (holder === null) return [];
  return blocker(`${invoice.vendor?.name ?? 'The vendor'} has ${holder.description} with number ${number}.`, {
    where: 'procore',
    label: 'Find out whether it was entered already, or change the invoice number in Procore',
  });
}

/** INV-06: what the lines come to is what is due, to the cent. */
function linesEqualTheTotal(invoice: Invoice): Blocker[] {
  const fix = { where: 'procore', label: 'Correct the invoice in Procore' } as const;
  const blocker = (message: string): Blocker => {
    return { ruleId: 'INV-06', severity: 'blocks', field: 'Amount', message, fix };
  };
  if (invoice.summary === null) return [blocker('Procore does not tell what is due on this invoice.')];
  const uneven = billedItems(invoice).filter(
    ({ item, gross }) => item.gross !== null && parseMoney(item.gross) !== gross,
  );
  const { gross, held, released, tax, net } = sumsOf(invoice);
  const due = parseMoney(invoice.summary.paymentDue);
  const parts = [
    `${readableMoney(gross)} billed`,
    `− ${readableMoney(held)} retainage held`,
    `+ ${readableMoney(released)} released`,
    ...(tax === 0n ? [] : [`+ ${readableMoney(tax)} tax`]),
  ];
  return [
    ...uneven.map(({ item, gross: reckoned }) =>
      blocker(
        `Line ${item.position} bills ${formatMoney(parseMoney(item.gross ?? '0'))}, but its columns come to ${formatMoney(reckoned)}.`,
      ),
    ),
    ...(due === net
      ? []
      : [
          blocker(
            `${readableMoney(due)} is due, but the lines come to ${readableMoney(net)}: ${parts.join(' ')}.`,
          ),
        ]),
  ];
}

/** INV-09: tax has a place in the books. */
function taxIsCarried(invoice: Invoice, books: Books): Blocker[] {
  const { tax } = sumsOf(invoice);
  if (tax === 0n) return [];
  const base = { ruleId: 'INV-09', field: 'Tax' } as const;
  if (isCanadian(books)) {
    if (books.settings.billTaxCode !== null) return [];
    const message = `The invoice has ${readableMoney(tax)} of tax; QuickBooks reckons it by the codes of the vendor and the items.`;
    const fix = { where: 'settings', label: 'Choose the tax code of bills' } as const;
    return [{ ...base, severity: 'warns', message, fix }];
  }
  if (books.settings.taxItem !== null) return [];
  const message = `The invoice has ${readableMoney(tax)} of tax, and bills in QuickBooks have none of their own.`;
  const fix = { where: 'settings', label: 'Choose the item for tax on invoices' } as const;
  return [{ ...base, severity: 'blocks', message, fix }];
}
