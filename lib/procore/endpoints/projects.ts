import { z } from 'zod';
import { idText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';

const project = z
  .looseObject({
    id: idText,
    name: words,
    project_number: words,
    display_name: words,
    active: z.boolean().nullish(),
    template: truth,
    address: words,
    city: words,
    state_code: words,
    zip: words,
    origin_id: wordsOrNull,
  })
  .transform(row => ({
    id: row.id,
    name: row.name,
    number: row.project_number,
    isActive: row.active ?? true,
    isTemplate: row.template,
    address: row.address,
    city: row.city,
    stateCode: row.state_code,
    zip: row.zip,
    originId: row.origin_id,
  }));

export type Project = z.output<typeof project>;

/** The company's projects the caller may see, inactive ones too. */
export function listProjects(session: ProcoreSession, companyId: string): Promise<Project[]> {
  return session.list(project, '/rest/v1.0/projects', { company_id: companyId, 'filters[by_status]': 'All' });
}

/** One project. Anybody may type its id, so this call is also the proof that the caller may see it. */
export function showProject(session: ProcoreSession, companyId: string, projectId: string): Promise<Project> {
  return session.get(project, `/rest/v1.0/projects/${projectId}`, { company_id: companyId });
}
