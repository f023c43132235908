import { jsonRoute, personReads } from '@/app/_server/json-route';

/** Who is signed in. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: personReads(async person => ({
    name: person.name,
    login: person.login,
    environment: person.environment,
  })),
});
