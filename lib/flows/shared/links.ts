import type { LinkKind } from '@/lib/core/kinds';
import type { BookLink, Books } from '@/lib/mappings/books';

/** The QuickBooks twin of a Procore record, usable or not. */
export function linkOf(books: Books, kind: LinkKind, procoreId: string | null): BookLink | null {
  return procoreId === null ? null : (books.links[`${kind}:${procoreId}`] ?? null);
}

/** Whether a linked record can stand in a new transaction. */
export function isUsable(link: BookLink): boolean {
  return link.isActive && !link.isGone;
}

export function usable(link: BookLink | null): BookLink | null {
  return link !== null && isUsable(link) ? link : null;
}
