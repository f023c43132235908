import { jsonRoute, personReads } from '@/app/_server/json-route';
import { listCompanies } from '@/lib/procore';

/** The companies a person belongs to in Procore. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: personReads(async (person, { running }) => {
    const companies = await listCompanies(running.personIn(person.userId, null));
    return companies.filter(one => one.isActive).map(({ id, name }) => ({ id, name }));
  }),
});
