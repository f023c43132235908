import { z } from 'zod';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { showExchange } from '@/lib/sync';

/** What was sent and answered in one exchange, word for word. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: ({ ctx }, _query, params) => showExchange(ctx, params['run'] ?? '', params['exchange'] ?? ''),
  }),
});
