import { z } from 'zod';
import { uuidText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { accountsOf } from '@/app/_server/mappings';

/** The accounts of a company file that new items may be booked to. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({ connectionId: uuidText }),
    run: ({ ctx }, { connectionId }) => accountsOf(ctx, connectionId),
  }),
});
