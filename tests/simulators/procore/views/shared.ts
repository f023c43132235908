import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { CompanyRow, Link, ProjectRow } from '../store/rows';
import { byId } from '../store/state';

export const CURRENCY: JsonObject = { currency_iso_code: 'USD' };

export const originOf = (row: Link): JsonObject => ({
  origin_id: row.originId,
  origin_code: row.originCode,
  origin_data: row.originData,
});

export const originWithoutCode = (row: Link): JsonObject => ({
  origin_id: row.originId,
  origin_data: row.originData,
});

export function companyRow(site: Site, companyId: number): CompanyRow {
  const row = byId(site.state.companies, companyId);
  if (!row) throw new RangeError(`no company ${companyId}`);
  return row;
}

export const displayName = (project: ProjectRow): string =>
  project.number === null ? project.name : `${project.number} ${project.name}`;

export const briefProject = (site: Site, projectId: number): JsonObject => {
  const project = byId(site.state.projects, projectId);
  return { id: projectId, name: project?.name ?? '' };
};

export const briefUser = (site: Site, userId: number): JsonObject => {
  const person = byId(site.state.people, userId) ?? site.state.serviceAccount;
  return { id: person.id, name: person.name, login: person.login };
};
