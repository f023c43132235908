import { z } from 'zod';
import { companyReads, jsonRoute } from '@/app/_server/json-route';
import { listProjects } from '@/lib/procore';

/** The projects the person may see in Procore. */
export const { GET, POST, PUT, PATCH, DELETE } = jsonRoute({
  GET: companyReads({
    query: z.strictObject({}),
    run: async ({ ctx, procore }) => {
      const projects = await listProjects(procore, ctx.company.procoreCompanyId);
      return projects
        .filter(one => one.isActive && !one.isTemplate)
        .map(({ id, name, number }) => ({ id, name, number }));
    },
  }),
});
