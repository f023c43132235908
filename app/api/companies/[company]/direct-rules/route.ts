import { z } from 'zod';
import { ruleBody } from '@/app/_server/direct-rules';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { listRules, makeRule } from '@/lib/exports';

/** What is accepted as soon as it is sent. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({ query: z.strictObject({}), run: ({ ctx }) => listRules(ctx) }),
  POST: companyWrites({ body: ruleBody, run: ({ ctx }, input) => makeRule(ctx, input) }),
});
