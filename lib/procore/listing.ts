import type { QueryValue } from './http';

/** What part of a listing is wanted; all of it without any of these. */
export interface Listing {
  /** Changed from then on. */
  readonly updatedSince?: Date;
  readonly until?: Date;
  readonly ids?: readonly string[];
  readonly originId?: string;
}

/** Procore's filters; ranges have two ends and stand in quotes, as in its own samples. */
export function filtersOf(listing: Listing): Record<string, QueryValue> {
  const query: Record<string, QueryValue> = {};
  if (listing.ids) query['filters[id]'] = listing.ids;
  if (listing.originId !== undefined) query['filters[origin_id]'] = listing.originId;
  if (listing.updatedSince) {
    const until = listing.until ?? FAR;
    query['filters[updated_at]'] = `"${listing.updatedSince.toISOString()}...${until.toISOString()}"`;
  }
  return query;
}

const FAR = new Date(Date.UTC(2199, 0, 1));
