import { jsonRoute, personReads } from '@/app/_server/json-route';
import { NotFound } from '@/lib/core/errors';

/** What is under /api and nowhere else: 401 to strangers, 404 to others, in JSON. */
const nothing = personReads(async () => {
  throw new NotFound('This address');
});

export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
});
