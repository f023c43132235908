import { z } from 'zod';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { prepareTogether } from '@/lib/exports';

/** Prepares one decision about a record and all that it needs in QuickBooks. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({}),
    run: ({ ctx }, _input, params) => prepareTogether(ctx, params['id'] ?? ''),
  }),
});
