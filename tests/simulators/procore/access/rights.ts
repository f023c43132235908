import type { ToolLevel, ToolLevels } from '../../world';
import { notFound, Refusal } from '../http/answer';
import type { Visit } from '../http/router';
import { scopeId } from '../rules/scope';
import type { PersonRow, ProjectRow } from '../store/rows';
import { byId } from '../store/state';

const RANK: Readonly<Record<ToolLevel, number>> = { None: 0, 'Read Only': 1, Standard: 2, Admin: 3 };

export const reaches = (level: ToolLevel | undefined, needed: ToolLevel): boolean =>
  RANK[level ?? 'None'] >= RANK[needed];

function companyTools({ site, caller }: Visit): ToolLevels {
  return caller.kind === 'person' ? caller.person.companyTools : site.state.serviceAccount.companyTools;
}

function projectTools({ site, caller }: Visit): ToolLevels {
  return caller.kind === 'person' ? caller.person.projectTools : site.state.serviceAccount.projectTools;
}

export interface Need {
  readonly tool: string;
  readonly level: ToolLevel;
}

const refusal = (): Refusal => new Refusal(403, 'You do not have access to this resource');

export function requireCompanyTool(visit: Visit, need: Need): void {
  if (!reaches(companyTools(visit)[need.tool], need.level)) throw refusal();
}

export const isOnProject = (person: PersonRow, project: ProjectRow): boolean =>
  person.companyId === project.companyId &&
  (person.projectIds === 'all' ||
    person.projectIds.includes(project.id) ||
    reaches(person.companyTools['admin'], 'Admin'));

/** Projects the caller sees at all. */
export function visibleProjects({ site, caller, company }: Visit): ProjectRow[] {
  const inCompany = site.state.projects.filter(project => project.companyId === company.id);
  if (caller.kind === 'service') return inCompany.filter(project => project.isPermitted);
  return inCompany.filter(project => isOnProject(caller.person, project));
}

function visibleProject(visit: Visit, projectId: number): ProjectRow {
  const project = byId(visit.site.state.projects, projectId);
  if (!project || project.companyId !== visit.company.id) throw notFound('Project');
  if (visit.caller.kind === 'person' && !isOnProject(visit.caller.person, project)) throw notFound('Project');
  if (visit.caller.kind === 'service' && !project.isPermitted) {
    throw new Refusal(403, 'This project is not permitted for the service account of the app');
  }
  return project;
}

/** The project named by path, query or body, if the caller has `need` there; without `need`, if he is on it. */
export function projectOf(visit: Visit, need: Need | null): ProjectRow {
  const project = visibleProject(visit, scopeId(visit.call, 'project_id'));
  if (need && !reaches(projectTools(visit)[need.tool], need.level)) throw refusal();
  return project;
}

/** The same, for routes whose `{id}` is the project. */
export function projectById(visit: Visit, projectId: number): ProjectRow {
  return visibleProject(visit, projectId);
}
