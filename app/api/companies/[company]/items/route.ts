import { z } from 'zod';
import { uuidText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { itemsOf } from '@/app/_server/mappings';

/** Items of a company file that are no cost codes: those that lines beside them, such as retainage, may have. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({ connectionId: uuidText }),
    run: ({ ctx }, { connectionId }) => itemsOf(ctx, connectionId),
  }),
});
