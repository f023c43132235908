import { z } from 'zod';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { createConnection, listConnections } from '@/lib/connections';
import { requireMapping } from '@/lib/tenancy';

/** The company's connections with their health; and making one. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: ({ ctx }) => {
      requireMapping(ctx.rights);
      return listConnections(ctx);
    },
  }),
  POST: companyWrites({
    body: z.strictObject({ name: z.string().min(1).max(60) }),
    run: ({ ctx }, input) => createConnection(ctx, input),
  }),
});
