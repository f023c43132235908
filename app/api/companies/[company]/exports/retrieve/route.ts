import { z } from 'zod';
import { procoreIdText, several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { forEach, retrieveExport } from '@/lib/exports';

const body = z.strictObject({
  /** Absent for records that belong to no project. */
  projectId: procoreIdText.optional(),
  items: several(z.strictObject({ id: uuidText })),
});

/** Retrieve from ERP. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    projects: input => [input.projectId ?? null],
    run: ({ ctx }, input) => forEach(input.items, item => retrieveExport(ctx, item)),
  }),
});
