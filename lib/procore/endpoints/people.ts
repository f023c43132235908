import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { idOrNull, idText, knownWord, momentText, truth, words } from '../read';
import type { ProcoreSession } from '../session';

const me = z
  .looseObject({ id: idText, login: words, name: words })
  .transform(({ id, login, name }) => ({ id, login, name }));
export type Me = z.output<typeof me>;

/** Who the token belongs to. The name is empty without a company. */
export function showMe(session: ProcoreSession): Promise<Me> {
  return session.get(me, '/rest/v1.0/me');
}

const companyMe = z
  .looseObject({ id: idText, name: words, email_address: words, is_active: truth })
  .transform(row => ({ id: row.id, name: row.name, email: row.email_address, isActive: row.is_active }));

/** The caller's record in the company's directory. */
export function showCompanyMe(session: ProcoreSession, companyId: string) {
  return session.get(companyMe, `/rest/v1.0/companies/${companyId}/me`);
}

const user = z
  .looseObject({
    id: idText,
    name: words,
    email_address: words,
    is_active: z.boolean().nullish(),
    is_employee: truth,
    erp_integrated_accountant: truth,
    vendor: z.looseObject({ id: idOrNull }).nullish(),
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    name: row.name,
    email: row.email_address,
    isActive: row.is_active ?? true,
    isEmployee: row.is_employee,
    /** Procore's own mark of people who approve for an accounting system. */
    isErpAccountant: row.erp_integrated_accountant,
    vendorId: row.vendor?.id ?? null,
    updatedAt: row.updated_at,
  }));

export type User = z.output<typeof user>;

/** The people of a company, or of a project. */
export function listUsers(
  session: ProcoreSession,
  where: { readonly companyId: string } | { readonly projectId: string },
  listing: Pick<Listing, 'updatedSince' | 'until'> = {},
): Promise<User[]> {
  const path =
    'companyId' in where
      ? `/rest/v1.3/companies/${where.companyId}/users`
      : `/rest/v1.0/projects/${where.projectId}/users`;
  return session.list(user, path, filtersOf(listing));
}

const LEVELS = ['None', 'Read Only', 'Standard', 'Admin'];

const tool = z
  .looseObject({
    name: words,
    user_access_level: z.looseObject({ name: knownWord('user_access_level', LEVELS) }).nullish(),
    permitted_actions: z.array(z.looseObject({ action_name: words })).nullish(),
  })
  .transform(row => ({
    name: row.name,
    level: row.user_access_level?.name ?? 'None',
    actions: (row.permitted_actions ?? []).map(action => action.action_name),
  }));

export type Tool = z.output<typeof tool>;

const permissions = z.looseObject({ tools: z.array(tool) }).transform(body => body.tools);

/** The tools the caller sees in a company, or in a project, with his level in each. */
export function listTools(
  session: ProcoreSession,
  where: { companyId: string } | { projectId: string },
): Promise<Tool[]> {
  const query = 'companyId' in where ? { company_id: where.companyId } : { project_id: where.projectId };
  return session.get(permissions, '/rest/v1.0/settings/permissions', query);
}
