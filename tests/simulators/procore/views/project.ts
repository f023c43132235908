import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { ProjectRow } from '../store/rows';
import { briefUser, companyRow, displayName, originOf } from './shared';

export const compactProject = (row: ProjectRow): JsonObject => ({
  id: row.id,
  name: row.name,
  display_name: displayName(row),
});

function totalValue(row: ProjectRow): string | null {
  const value = row.more['total_value'];
  return typeof value === 'string' ? value : null;
}

/** As lists show it. */
export function listedProject(site: Site, row: ProjectRow): JsonObject {
  return {
    id: row.id,
    name: row.name,
    display_name: displayName(row),
    project_number: row.number,
    accounting_project_number: null,
    active: row.isActive,
    is_demo: false,
    address: null,
    city: null,
    state_code: null,
    country_code: null,
    zip: null,
    county: '',
    phone: null,
    fax: '',
    time_zone: 'Central Time (US & Canada)',
    latitude: null,
    longitude: null,
    start_date: null,
    completion_date: null,
    projected_finish_date: null,
    parent_job_id: null,
    parent_job: null,
    project_template: null,
    project_stage: row.isActive
      ? { id: 3, name: 'Course of Construction' }
      : { id: 5, name: 'Post-Construction' },
    ...row.more,
    total_value: totalValue(row),
    estimated_value: totalValue(row),
    ...originOf(row),
    company: { id: row.companyId, name: companyRow(site, row.companyId).name },
    created_by: briefUser(site, row.createdById),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    custom_fields: {},
  };
}

/** As show, and every write, answers it. */
export const shownProject = (site: Site, row: ProjectRow): JsonObject => ({
  ...listedProject(site, row),
  code: row.number,
  template: false,
  description: null,
  actual_start_date: null,
  ...row.more,
  total_value: totalValue(row),
  standard_cost_code_list_id: row.costCodeListId,
  is_erp_integrated: row.isErpIntegrated,
  office: null,
  program: null,
  project_type: null,
  departments: [],
});

export const minimalProject = (row: ProjectRow): JsonObject => ({
  id: row.id,
  name: row.name,
  project_number: row.number,
  country_code: row.more['country_code'] ?? null,
  latitude: null,
  longitude: null,
  county: '',
});
