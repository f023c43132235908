import { z } from 'zod';
import { procoreIdText, several, uuidText } from '@/app/_server/inputs';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';
import { sendsToApproval } from '@/app/_server/sending';

const body = z.strictObject({
  /** Absent for records that belong to no project. */
  projectId: procoreIdText.optional(),
  items: several(z.strictObject({ id: uuidText, consents: z.array(z.string().max(20)).max(10).default([]) })),
});

/** Send to ERP. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body,
    projects: input => [input.projectId ?? null],
    run: (call, input) => sendsToApproval(call, input.items),
  }),
});
