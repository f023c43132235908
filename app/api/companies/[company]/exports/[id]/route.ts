import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { showExport } from '@/lib/exports';

/** A record with its proposal, its timeline and what was exchanged about it. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({ projectId: procoreIdText.optional() }),
    projects: query => [query.projectId ?? null],
    run: ({ ctx }, _query, params) => showExport(ctx, params['id'] ?? ''),
  }),
});
