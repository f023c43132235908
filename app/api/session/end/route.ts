import { z } from 'zod';
import { jsonRoute, personWrites } from '@/app/_server/json-route';
import { signOut } from '@/lib/auth';

/** Signs out. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  POST: personWrites(z.strictObject({}), async (person, _input, { running }) => {
    await signOut(running.store, person);
    return {};
  }),
});
