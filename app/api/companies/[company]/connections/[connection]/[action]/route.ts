import { z } from 'zod';
import { connectionAction } from '@/app/_server/connection-actions';
import { companyWrites, jsonRoute } from '@/app/_server/json-route';

/** A new password, pausing, and the rest of what can be done with a connection. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: companyWrites({
    body: z.record(z.string(), z.unknown()),
    run: (call, body, params) => connectionAction(call, params, body),
  }),
});
