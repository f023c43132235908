import { z } from 'zod';
import { uuidText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { directoryKind, mappingSearch } from '@/app/_server/mappings';
import { TEXT } from '@/lib/core/limits';

/** Finds QuickBooks records by any words of their name or description. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({
      connectionId: uuidText,
      search: z.string().max(TEXT.search).default(''),
      parents: z.stringbool().default(false),
    }),
    run: ({ ctx }, query, params) => mappingSearch(ctx, directoryKind(params), query),
  }),
});
