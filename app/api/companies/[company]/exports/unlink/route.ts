import { z } from 'zod';
import { several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { forEach, unlinkExport } from '@/lib/exports';

/** Unlink: has QuickBooks asked first whether it still has the records. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.strictObject({ items: several(z.strictObject({ id: uuidText })) }),
    run: ({ ctx }, { items }) => forEach(items, item => unlinkExport(ctx, item)),
  }),
});
