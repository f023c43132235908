import { z } from 'zod';
import { procoreIdText } from '@/app/_server/inputs';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import { JSON_BODY, TEXT } from '@/lib/core/limits';
import { listExports } from '@/lib/exports';
import { FILTERS } from '@/lib/lifecycle';

const query = z.strictObject({
  filter: z.enum(FILTERS),
  projectId: procoreIdText.optional(),
  kind: z.enum(EXPORT_KINDS).optional(),
  search: z.string().max(TEXT.search).default(''),
  cursor: z.string().max(10).optional(),
  size: z.coerce.number().int().min(1).max(JSON_BODY.maxPage).optional(),
});

/** One tab of a project's exports, or of the inbox over all projects. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query,
    projects: input => [input.projectId ?? null],
    run: ({ ctx }, input) =>
      listExports(ctx, {
        filter: input.filter,
        projectId: input.projectId ?? null,
        kind: input.kind ?? null,
        search: input.search.trim(),
        cursor: input.cursor ?? null,
        ...(input.size === undefined ? {} : { size: input.size }),
      }),
  }),
});
