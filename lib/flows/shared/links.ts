import type { LinkKind } from '@/lib/core/kinds';
import type { BookLink, Books } from '@/lib/mappings/books';

/** The QuickBooks twin of a Procore record, usable or not. */
export function linkOf(books: Books, kind: LinkKind, procoreId: string | null): BookLink | null {
  return procoreId === null ? null : (books.links[`${kind}:${procoreId}`] ?? null);
}

/** What a plain record holds under a key that people typed; `constructor` is a key like any other. */
export function entryOf<T>(record: Readonly<Record<string, T>>, key: string): T | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}

/** Whether a linked record can stand in a new transaction. */
export function isUsable(link: BookLink): boolean {
  return link.isActive && !link.isGone;
}

export function usable(link: BookLink | null): BookLink | null {
  return link !== null && isUsable(link) ? link : null;
}
