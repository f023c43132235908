import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { NotFound } from '@/lib/core/errors';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import {
  CHANGE_ORDERS,
  COMMITMENTS,
  INVOICES,
  readChanges,
  recheckExports,
  refreshBudget,
} from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { mayView, requireMapping } from '@/lib/tenancy';

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
      if ('projectId' in input) {
        const { projectId } = input;
        const readers = [COMMITMENTS, CHANGE_ORDERS, INVOICES].filter(one =>
          mayView(ctx.rights, projectId, one.kind),
        );
        const hasBudget = mayView(ctx.rights, projectId, 'budget');
        if (readers.length === 0 && !hasBudget) throw new NotFound('This project');
        let read = 0;
        for (const reader of readers) read += (await readChanges(ctx, procore, { reader, projectId })).read;
        if (hasBudget) read += (await refreshBudget(ctx, procore, projectId)).found;
        return { read };
      }
      requireMapping(ctx.rights);
      const result = await refreshDirectory(ctx, procore, input.directory);
      await recheckExports(ctx);
      return result;
    },
  }),
});
