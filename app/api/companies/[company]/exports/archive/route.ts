import { z } from 'zod';
import { procoreIdText, several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { archiveExport, forEach } from '@/lib/exports';

const body = z.strictObject({
  projectId: procoreIdText.optional(),
  items: several(z.strictObject({ id: uuidText })),
});

/** Archive. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    projects: input => [input.projectId ?? null],
    run: ({ ctx }, input) => forEach(input.items, item => archiveExport(ctx, item)),
  }),
});
