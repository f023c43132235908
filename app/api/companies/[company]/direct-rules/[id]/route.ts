import { z } from 'zod';
import { ruleBody } from '@/app/_server/direct-rules';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { changeRule } from '@/lib/exports';

/** Changes a rule, or switches it off or on. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  PUT: companyWrites({
    body: ruleBody.extend({ version: z.number().int().min(1) }),
    run: async ({ ctx }, input, params) => {
      await changeRule(ctx, { ...input, id: params['id'] ?? '' });
      return {};
    },
  }),
});
