import { historyQuery } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { listEvents } from '@/lib/history';

/** What happened in the company, newest first. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: historyQuery,
    run: ({ ctx }, { only, ...query }) => listEvents(ctx, { ...query, isPeopleOnly: only }),
  }),
});
