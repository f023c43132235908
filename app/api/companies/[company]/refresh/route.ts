import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { NotFound } from '@/lib/core/errors';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import { CHANGE_ORDERS, COMMITMENTS, INVOICES, readChanges, recheckExports } from '@/lib/exports';
import { refreshDirectory } from '@/lib/imports';
import { mayView, requireMapping } from '@/lib/tenancy';

const body = z.union([
  z.strictObject({ projectId: procoreIdText }),
  z.strictObject({ directory: z.enum(DIRECTORY_KINDS) }),
]);

/** Reads from Procore now: what the caller sees of a project's commitments, change orders and invoices, or a directory. */
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
        if (readers.length === 0) throw new NotFound('This project');
        let read = 0;
        for (const reader of readers) read += (await readChanges(ctx, procore, { reader, projectId })).read;
        return { read };
      }
      requireMapping(ctx.rights);
      const result = await refreshDirectory(ctx, procore, input.directory);
      await recheckExports(ctx);
      return result;
    },
  }),
});
