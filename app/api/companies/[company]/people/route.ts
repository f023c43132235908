import { z } from 'zod';
import { uuidText } from '@/app/_server/inputs';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { DIRECTIONS, EXPORT_KINDS, IMPORT_KINDS } from '@/lib/core/kinds';
import { listPeople, setApproval } from '@/lib/tenancy';

const grant = z.strictObject({
  userId: uuidText,
  kind: z.enum([...new Set([...EXPORT_KINDS, ...IMPORT_KINDS])]),
  direction: z.enum(DIRECTIONS),
  isGranted: z.boolean(),
});

/** People of the company and the approvals given to them. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({ query: z.strictObject({}), run: ({ ctx }) => listPeople(ctx) }),
  PUT: companyWrites({
    body: grant,
    run: async ({ ctx }, input) => {
      await setApproval(ctx, input);
      return {};
    },
  }),
});
