import { z } from 'zod';
import { several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { TEXT } from '@/lib/core/limits';
import { rejectExports } from '@/lib/exports';

const body = z.strictObject({
  items: several(z.strictObject({ id: uuidText })),
  comment: z.string().min(1).max(TEXT.comment),
});

/** Reject, with a comment for the sender, who is told at once. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    run: async ({ ctx, running }, { items, comment }) => {
      const results = await rejectExports(ctx, { ids: items.map(item => item.id), comment });
      await running.tasks.nudge(ctx.company.id, 'mails');
      return results;
    },
  }),
});
