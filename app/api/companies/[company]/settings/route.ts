import { z } from 'zod';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { recheckExports } from '@/lib/exports';
import { changeSettings, inCompany, settingsOf } from '@/lib/tenancy';

/** The company's switches. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: ({ ctx }) => inCompany(ctx, tx => settingsOf(tx, ctx.company.id)),
  }),
  PUT: companyWrites({
    body: z.strictObject({ values: z.record(z.string(), z.unknown()), version: z.number().int().min(0) }),
    run: async ({ ctx }, input) => {
      const values = await changeSettings(ctx, input);
      await recheckExports(ctx);
      return { values, version: input.version + 1 };
    },
  }),
});
