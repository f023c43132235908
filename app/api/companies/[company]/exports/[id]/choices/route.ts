import { z } from 'zod';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { chooseForExport } from '@/lib/exports';

/** What the accountant decides for this record alone: the customer of a job, the accounts of an item, another name. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  PUT: companyWrites({
    body: z.strictObject({ choices: z.record(z.string().max(40), z.unknown()) }),
    run: async ({ ctx }, { choices }, params) => {
      await chooseForExport(ctx, { id: params['id'] ?? '', choices });
      return {};
    },
  }),
});
