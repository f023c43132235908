import { z } from 'zod';
import { several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { cancelExports } from '@/lib/exports';

/** Cancel: takes back what was accepted and has not left yet. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({ items: several(z.strictObject({ id: uuidText })) }),
    run: ({ ctx }, { items }) =>
      cancelExports(
        ctx,
        items.map(item => item.id),
      ),
  }),
});
