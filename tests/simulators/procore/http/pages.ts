import type { Json } from '../json';
import type { Site } from '../site';
import { type Answer, ok, Refusal } from './answer';
import type { Call } from './call';

interface PageRules<Item> {
  readonly size: number;
  readonly most: number;
  /** v2.0 wraps its lists. */
  readonly isWrapped?: boolean;
  /** How an item is written; only those of the page are. */
  readonly show: (item: Item) => Json;
}

const asIs = (item: Json): Json => item;

function wholeNumber(call: Call, name: string, fallback: number): number {
  const text = call.query.get(name);
  if (text === null) return fallback;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal(400, `${name} must be a whole number from 1`);
  return Number(text);
}

function linkHeader(site: Site, call: Call, at: { page: number; last: number; size: number }): string {
  const to = (page: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set('page', String(page));
    query.set('per_page', String(at.size));
    return `<${site.settings.publicUrl}${call.path}?${query}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (at.page > 1) links.push(to(1, 'first'), to(at.page - 1, 'prev'));
  if (at.page < at.last) links.push(to(at.last, 'last'), to(at.page + 1, 'next'));
  return links.join(', ');
}

/** One page of `items`, with `Total`, `Per-Page` and those of `Link`'s relations that lead elsewhere. */
export function pageOf<Item>(
  place: { site: Site; call: Call },
  items: readonly Item[],
  rules: PageRules<Item>,
): Answer {
  const { site, call } = place;
  const page = wholeNumber(call, 'page', 1);
  const size = Math.min(wholeNumber(call, 'per_page', rules.size), rules.most);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = linkHeader(site, call, { page, last, size });
  const shown = items.slice((page - 1) * size, page * size).map(rules.show);
  return ok(rules.isWrapped ? { data: shown } : shown, {
    ...(link === '' ? {} : { Link: link }),
    'Per-Page': String(size),
    Total: String(items.length),
  });
}

/** Procore advises to stay under this where it states no maximum. */
const MOST_PER_PAGE = 2000;

export const listPage = (place: { site: Site; call: Call }, items: readonly Json[]): Answer =>
  pageOf(place, items, { size: place.site.settings.perPage, most: MOST_PER_PAGE, show: asIs });

export const v2Page = (place: { site: Site; call: Call }, items: readonly Json[]): Answer =>
  pageOf(place, items, { size: 10, most: 100, isWrapped: true, show: asIs });
