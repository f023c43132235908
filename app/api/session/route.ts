import { jsonRoute } from '@/app/_server/json-route';
import { jsonResponse } from '@/app/_server/problem';
import { whoIs } from '@/app/_server/who';

/** Who is signed in; nobody is an answer like any other, not an error. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: async ({ running, request, requestId }) => {
    const found = await whoIs(running, request);
    const person = found && { name: found.name, login: found.login, environment: found.environment };
    return jsonResponse(200, { person }, requestId);
  },
});
