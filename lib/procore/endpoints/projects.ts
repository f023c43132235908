import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { dayText, idOrNull, idText, momentText, truth, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Origin, originFields, type Synced, type SyncUpdate, syncRecords } from '../write';

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
    start_date: dayText,
    completion_date: dayText,
    standard_cost_code_list_id: idOrNull,
    origin_id: wordsOrNull,
    origin_code: wordsOrNull,
    updated_at: momentText,
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
    startDate: row.start_date,
    completionDate: row.completion_date,
    /** Told by `showProject` alone. */
    costCodeListId: row.standard_cost_code_list_id,
    originId: row.origin_id,
    originCode: row.origin_code,
    updatedAt: row.updated_at,
  }));

export type Project = z.output<typeof project>;

/** The company's projects the caller may see, inactive ones too. */
export function listProjects(
  session: ProcoreSession,
  companyId: string,
  listing: Listing = {},
): Promise<Project[]> {
  return session.list(project, '/rest/v1.0/projects', {
    company_id: companyId,
    'filters[by_status]': 'All',
    ...filtersOf(listing),
  });
}

/** One project. Anybody may type its id, so this call is also the proof that the caller may see it. */
export function showProject(session: ProcoreSession, companyId: string, projectId: string): Promise<Project> {
  return session.get(project, `/rest/v1.0/projects/${projectId}`, { company_id: companyId });
}

export interface NewProject extends Origin {
  readonly name: string;
  readonly number: string | null;
  readonly address?: string;
  readonly city?: string;
  readonly stateCode?: string;
  readonly zip?: string;
  readonly startDate?: string;
}

/** Makes a project. Use it through `createOnce`: a lost answer leaves it there. */
export function createProject(
  session: ProcoreSession,
  companyId: string,
  { name, number, stateCode, startDate, ...rest }: NewProject,
): Promise<Project> {
  const { address, city, zip, originCode } = rest;
  return session.write(project, {
    method: 'POST',
    path: '/rest/v1.0/projects',
    body: {
      company_id: numeral(companyId),
      project: {
        name,
        project_number: number,
        ...(address === undefined ? {} : { address }),
        ...(city === undefined ? {} : { city }),
        ...(stateCode === undefined ? {} : { state_code: stateCode }),
        ...(zip === undefined ? {} : { zip }),
        ...(startDate === undefined ? {} : { start_date: startDate }),
        ...originFields(rest),
        origin_code: originCode,
      },
    },
  });
}

/** Writes which job of QuickBooks a project is. The same values twice leave the same record. */
export async function markProject(
  session: ProcoreSession,
  key: { readonly companyId: string; readonly projectId: string },
  origin: Origin,
): Promise<void> {
  await session.call({
    method: 'PATCH',
    path: `/rest/v1.0/projects/${key.projectId}`,
    isRepeatable: true,
    body: {
      company_id: numeral(key.companyId),
      project: { ...originFields(origin), origin_code: origin.originCode },
    },
  });
}

/** Writes many projects at once; each is refused or saved by itself. */
export function syncProjects(
  session: ProcoreSession,
  companyId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<Project>> {
  const scope = { company_id: numeral(companyId) };
  return syncRecords(session, { path: '/rest/v1.0/projects/sync', scope, updates, entity: project });
}
