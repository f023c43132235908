import { historyQuery } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { listRuns } from '@/lib/sync';

/** Runs of the company's Web Connectors, newest first. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: historyQuery,
    run: ({ ctx }, { only, ...query }) => listRuns(ctx, { ...query, isTroubled: only }),
  }),
});
