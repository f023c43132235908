import { z } from 'zod';
import { procoreIdText, several } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { directoryKind } from '@/app/_server/mappings';
import { proposeRecords, recheckExports } from '@/lib/exports';

/** Puts records of a directory among those that can be sent; gives the ids they are known by there. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({ procoreIds: several(procoreIdText) }),
    run: async ({ ctx }, { procoreIds }, params) => {
      const ids = await proposeRecords(ctx, { kind: directoryKind(params), procoreIds });
      // What needs them may be sent now.
      await recheckExports(ctx);
      return { ids };
    },
  }),
});
