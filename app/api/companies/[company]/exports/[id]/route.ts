import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { awaitDecision, showExport } from '@/lib/exports';

/** A record with its proposal, its timeline and what was exchanged about it. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({ projectId: procoreIdText.optional() }),
    projects: query => [query.projectId ?? null],
    run: async ({ ctx }, _query, params) => {
      const record = await showExport(ctx, params['id'] ?? '');
      // Who may decide about it and looks at it may do so any moment now.
      if (record.can.decide && record.proposal !== null) await awaitDecision(ctx);
      return record;
    },
  }),
});
