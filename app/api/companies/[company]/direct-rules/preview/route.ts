import { z } from 'zod';
import { ruleTerms } from '@/app/_server/direct-rules';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { previewRule } from '@/lib/exports';

/** What a rule would accept, by what is there now. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject(ruleTerms),
    run: ({ ctx }, terms) => previewRule(ctx, terms),
  }),
});
