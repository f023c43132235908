import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { NotFound } from '@/lib/core/errors';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { recheckExports, refreshProject } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { mayView, requireMapping } from '@/lib/tenancy';

const body = z.union([
  z.strictObject({ projectId: procoreIdText }),
  z.strictObject({ directory: z.enum(DIRECTORY_KINDS) }),
]);

/** Reads from Procore now: a project's commitments, or a directory. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    isDecision: false,
    projects: input => ['projectId' in input ? input.projectId : null],
    run: async ({ ctx, procore }, input) => {
      if ('projectId' in input) {
        if (!mayView(ctx.rights, input.projectId, 'commitment')) throw new NotFound('This project');
        return await refreshProject(ctx, procore, input.projectId);
      }
      requireMapping(ctx.rights);
      const result = await refreshDirectory(ctx, procore, input.directory);
      await recheckExports(ctx);
      return result;
    },
  }),
});
