import { z } from 'zod';
import { uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { directoryKind } from '@/app/_server/mappings';
import { recheckExports } from '@/lib/exports';
import { linkExactMatches } from '@/lib/imports';

/** Links every record that has exactly one twin of its name. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({ connectionId: uuidText }),
    run: async ({ ctx }, input, params) => {
      const result = await linkExactMatches(ctx, { ...input, kind: directoryKind(params) });
      await recheckExports(ctx);
      return result;
    },
  }),
});
