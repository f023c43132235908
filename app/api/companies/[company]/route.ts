import { z } from 'zod';
import { jsonRoute, personReads, personWrites } from '@/app/_server/json-route';
import { companyOverview, companySetUp } from '@/app/_server/overview';

/** What the frame needs to know first, for a company that is set up or not; and setting it up. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: personReads(companyOverview),
  POST: personWrites(z.strictObject({}), (person, _input, passage) => companySetUp(person, passage)),
});
