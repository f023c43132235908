import { Blocked } from '@/lib/core/errors';
import type { LinkKind } from '@/lib/core/kinds';
import type { BookLink, Books } from '@/lib/mappings/books';
import type { Blocker, Fix } from '../flow';

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

/** A record of QuickBooks as a request names it. */
export type ListRef = { readonly ListID: string } | { readonly FullName: string };

/** By its id, or while it is on its way by the name it will have. @throws Blocked while that is not known */
export function refTo(link: BookLink): ListRef {
  if (link.toCome === undefined) return { ListID: link.qbId };
  if (link.toCome.isNamed) return { FullName: link.name };
  throw new Blocked(`${link.name} is not in QuickBooks yet.`, {
    remedy: 'Accept it together with what it needs, or link that first.',
  });
}

/** What is said of a record that is to come: it stops nothing, but what needs it waits. */
export function comesFirst(
  { name, toCome }: BookLink,
  at: Pick<Blocker, 'ruleId' | 'field'> & { readonly fix: Fix },
): Blocker[] {
  if (toCome === undefined) return [];
  if (toCome.requestId !== null) {
    const fix = { where: 'connection', label: 'Nothing to do; it follows by itself' } as const;
    return [
      { ...at, severity: 'warns', message: `“${name}” is on its way to QuickBooks and goes first.`, fix },
    ];
  }
  const message = `${name} is not in QuickBooks yet; it is accepted together with this, or before.`;
  return [{ ...at, severity: 'warns', message }];
}
