import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { TEXT } from '@/lib/core/limits';
import { commentExport } from '@/lib/exports';

/** A person's words about a record, kept in its timeline. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({
      /** Absent for records that belong to no project. */
      projectId: procoreIdText.optional(),
      comment: z.string().min(1).max(TEXT.comment),
    }),
    projects: input => [input.projectId ?? null],
    run: async ({ ctx }, { comment }, params) => {
      await commentExport(ctx, { id: params['id'] ?? '', comment });
      return {};
    },
  }),
});
