import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { recheckExports, refreshInSight } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { requireMapping } from '@/lib/tenancy';

const body = z.union([
  z.strictObject({ projectId: procoreIdText }),
  z.strictObject({ directory: z.enum(DIRECTORY_KINDS) }),
]);

/** Reads from Procore now: what the caller sees of a project's records, or a directory. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    isDecision: false,
    projects: input => ['projectId' in input ? input.projectId : null],
    run: async ({ ctx, procore }, input) => {
      if ('projectId' in input) return await refreshInSight(ctx, procore, input.projectId);
      requireMapping(ctx.rights);
      const result = await refreshDirectory(ctx, procore, input.directory);
      await recheckExports(ctx);
      return result;
    },
  }),
});
