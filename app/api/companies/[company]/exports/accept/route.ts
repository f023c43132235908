import { z } from 'zod';
import { hashText, several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { acceptExport, forEach, freshenForDecision } from '@/lib/exports';

const body = z.strictObject({ items: several(z.strictObject({ id: uuidText, hash: hashText })) });

/** Accept: exactly what was on the screen, after asking Procore whether it still is so. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    isDecision: true,
    run: async ({ ctx, procore }, { items }) => {
      await freshenForDecision(
        ctx,
        procore,
        items.map(item => item.id),
      );
      return await forEach(items, item => acceptExport(ctx, item));
    },
  }),
});
