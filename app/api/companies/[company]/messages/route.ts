import { z } from 'zod';
import { companyReads, companyWrites, jsonRoute } from '@/app/_server/json-route';
import { MAIL_KINDS } from '@/lib/core/kinds';
import { changeChoices, showChoices } from '@/lib/messages';

/** What the person who asks is written to about. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: async ({ ctx, person, running }) => ({
      ...(await showChoices(ctx)),
      address: person.login,
      isSending: running.config.mail !== null,
    }),
  }),
  PUT: companyWrites({
    body: z.strictObject({ wanted: z.array(z.enum(MAIL_KINDS)).max(MAIL_KINDS.length) }),
    isDecision: false,
    run: async ({ ctx, person, running }, { wanted }) => ({
      ...(await changeChoices(ctx, wanted)),
      address: person.login,
      isSending: running.config.mail !== null,
    }),
  }),
});
