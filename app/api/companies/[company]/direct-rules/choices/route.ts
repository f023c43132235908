import { z } from 'zod';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { TEXT } from '@/lib/core/limits';
import { ruleChoices } from '@/lib/exports';

/** Companies or projects of Procore that a rule can be for. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({
      kind: z.enum(['vendor', 'project']),
      search: z.string().trim().max(TEXT.search).default(''),
    }),
    run: ({ ctx }, input) => ruleChoices(ctx, input),
  }),
});
