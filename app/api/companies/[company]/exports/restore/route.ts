import { z } from 'zod';
import { procoreIdText, several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { forEach, restoreExport } from '@/lib/exports';

const body = z.strictObject({
  projectId: procoreIdText.optional(),
  items: several(z.strictObject({ id: uuidText })),
});

/** Restore. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    projects: input => [input.projectId ?? null],
    run: ({ ctx }, input) => forEach(input.items, item => restoreExport(ctx, item)),
  }),
});
