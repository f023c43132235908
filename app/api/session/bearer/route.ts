import { z } from 'zod';
import { jsonRoute, personWrites } from '@/app/_server/json-route';
import { dropBearer } from '@/lib/auth';

/** The frame has its cookie: the bearer is no longer needed. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  DELETE: personWrites(z.strictObject({}), async (person, _input, { running }) => {
    await dropBearer(running.store, person.sessionId);
    return {};
  }),
});
