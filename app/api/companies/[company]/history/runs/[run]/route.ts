import { z } from 'zod';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { showRun } from '@/lib/sync';

/** A run with its exchanges. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: ({ ctx }, _query, params) => showRun(ctx, params['run'] ?? ''),
  }),
});
