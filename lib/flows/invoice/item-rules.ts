import type { ItemCopy } from '@/lib/mappings/bill-books';
import type { Books } from '@/lib/mappings/books';
import type { Invoice } from '@/lib/procore';
import { sumsOf } from '../billed';
import type { Blocker } from '../flow';
import { entryOf } from '../shared/links';
import { unlinkedAreCoded } from './order-rules';
import { isCanadian } from './reading';

/** Every item that the bill's lines are to have. */
export function itemsAreUsable(invoice: Invoice, books: Books): Blocker[] {
  return [
    ...unlinkedAreCoded(invoice, books),
    ...retainageItemIsUsable(invoice, books),
    ...taxItemIsUsable(invoice, books),
  ];
}

/** An item that the settings name; null for one that the company file does not have. */
export function chosenItem(books: Books, listId: string | null): ItemCopy | null {
  return listId === null ? null : entryOf(books.bills.items, listId);
}

const gone = (item: ItemCopy): string => (item.isGone ? 'was deleted or merged' : 'is inactive');

/** INV-03: retainage has an item of its own, of type Service, that no cost code has. */
function retainageItemIsUsable(invoice: Invoice, books: Books): Blocker[] {
  const { held, released } = sumsOf(invoice);
  if (held === 0n && released === 0n) return [];
  const message = retainageProblem(books);
  if (message === null) return [];
  const fix = { where: 'settings', label: 'Choose the item for retainage' } as const;
  return [{ ruleId: 'INV-03', severity: 'blocks', field: 'Retainage', message, fix }];
}

function retainageProblem(books: Books): string | null {
  if (books.settings.retainageItem === null)
    return 'The invoice holds or releases retainage, and no item is chosen for it.';
  // Without a company file nothing is known of its items, and the project's own rule says what to do.
  if (books.connection === null) return null;
  const item = chosenItem(books, books.settings.retainageItem);
  if (item === null) return 'The item chosen for retainage is not in this company file.';
  if (item.isGone || !item.isActive) return `The QuickBooks item “${item.name}” for retainage ${gone(item)}.`;
  if (item.qbType !== 'ItemService') return `The item “${item.name}” for retainage is not of type Service.`;
  return item.isCostCode ? `The item “${item.name}” for retainage is linked to a cost code.` : null;
}

/** INV-09: the item for tax can be used. */
function taxItemIsUsable(invoice: Invoice, books: Books): Blocker[] {
  const { taxItem } = books.settings;
  if (taxItem === null || books.connection === null) return [];
  if (isCanadian(books) || sumsOf(invoice).tax === 0n) return [];
  const item = chosenItem(books, taxItem);
  if (item?.isActive && !item.isGone) return [];
  const message =
    item === null
      ? 'The item chosen for tax is not in this company file.'
      : `The QuickBooks item “${item.name}” for tax ${gone(item)}.`;
  const fix = { where: 'settings', label: 'Choose the item for tax on invoices' } as const;
  return [{ ruleId: 'INV-09', severity: 'blocks', field: 'Tax', message, fix }];
}
