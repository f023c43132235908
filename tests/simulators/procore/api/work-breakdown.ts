import { projectOf } from '../access/rights';
import { type Answer, created, json, notFound, ok, Refusal, refuseField } from '../http/answer';
import { listPage } from '../http/pages';
import { get, patch, post, type Route, type Visit } from '../http/router';
import { idOf, isObject, type JsonObject } from '../json';
import { bodyObject, pathId } from '../rules/scope';
import { stampNow } from '../site';
import type { ProjectRow, WbsCodeRow } from '../store/rows';
import { byId } from '../store/state';
import { COST_CODE, COST_TYPE, fullCode, segmentItem, wbsCode } from '../views/codes';
import { ensureBudgetCode } from './budget-codes';

const STAMPS = { created_at: '2025-09-02T13:00:00Z', updated_at: '2025-09-02T13:00:00Z' };

/** Two segments, as every company has them that never added one. */
const segmentViews = (): JsonObject[] =>
  [COST_CODE, COST_TYPE].map(segment => ({
    ...segment,
    required: true,
    segment_items_count: 0,
    structure: segment === COST_CODE ? 'tiered' : 'flat',
    is_included_in_project_pattern: true,
    wbs_pattern_id: 5510,
    ...STAMPS,
  }));

const pattern = (): Answer =>
  ok({ id: 5510, description: 'Cost code and cost type', ...STAMPS, segments: segmentViews() });

const pathOf = (visit: Visit, project: ProjectRow, costCodeId: number) => {
  const codes = visit.site.state.costCodes.filter(row => row.projectId === project.id);
  const row = byId(codes, costCodeId);
  return row ? fullCode(codes, row) : '';
};

function segmentItems(visit: Visit): Answer {
  const project = projectOf(visit, null);
  const { site, call, company } = visit;
  const segmentId = pathId(call, 'segment_id');
  if (segmentId === COST_TYPE.id) {
    const types = site.state.costTypes.filter(row => row.companyId === company.id);
    return listPage(
      visit,
      types.map(row => segmentItem({ row, path: row.code, segment: COST_TYPE, ids: [row.id] }, project)),
    );
  }
  if (segmentId !== COST_CODE.id) throw notFound('Segment');
  const wanted = idOf(call.query.get('legacy_cost_code_id') ?? undefined);
  const rows = site.state.costCodes.filter(
    row => row.projectId === project.id && (wanted === null || row.id === wanted),
  );
  return listPage(
    visit,
    rows.map(row => {
      const ids = row.parentId === null ? [row.id] : [row.parentId, row.id];
      return segmentItem({ row, path: pathOf(visit, project, row.id), segment: COST_CODE, ids }, project);
    }),
  );
}

/** Exactly one item of each segment makes a code. */
function codeFrom(visit: Visit, project: ProjectRow, input: JsonObject): WbsCodeRow {
  const items = input['segment_items'];
  if (!Array.isArray(items)) throw refuseField(400, 'segment_items', 'is required and must be a list');
  const itemOf = (segmentId: number): number | null => {
    const found = items.find(item => isObject(item) && idOf(item['segment_id']) === segmentId);
    return isObject(found) ? idOf(found['segment_item_id']) : null;
  };
  const { state } = visit.site;
  const code = byId(state.costCodes, itemOf(COST_CODE.id));
  const type = byId(state.costTypes, itemOf(COST_TYPE.id));
  if (code?.projectId !== project.id || type?.companyId !== project.companyId) {
    throw refuseField(422, 'segment_items', 'must hold one item of each segment');
  }
  if (state.wbsCodes.some(row => row.costCodeId === code.id && row.costTypeId === type.id)) {
    throw refuseField(422, 'segment_items', 'already make a budget code');
  }
  return ensureBudgetCode(visit.site, code.id, type.id);
}

function postCode(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  return created(wbsCode(visit.site, codeFrom(visit, project, bodyObject(visit.call))));
}

function bulkCreate(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  const bulk = bodyObject(visit.call)['bulk'];
  if (!Array.isArray(bulk)) throw refuseField(400, 'bulk', 'is required and must be a list');
  const entities: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const one of bulk) {
    const input = isObject(one) ? one : {};
    try {
      entities.push(wbsCode(visit.site, codeFrom(visit, project, input)));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      errors.push({ ...input, errors: refusal.fields ?? { base: [refusal.message] } });
    }
  }
  return json(201, { entities, errors });
}

function patchCode(visit: Visit): Answer {
  const project = projectOf(visit, { tool: 'budget', level: 'Standard' });
  const id = pathId(visit.call, 'id');
  const row = visit.site.state.wbsCodes.find(one => one.id === id && one.projectId === project.id);
  if (!row) throw notFound('Budget code');
  const stranger = Object.keys(bodyObject(visit.call)).find(
    name => !['description', 'status'].includes(name),
  );
  if (stranger !== undefined) throw refuseField(406, stranger, 'is not a field of this resource');
  row.updatedAt = stampNow(visit.site);
  return ok(wbsCode(visit.site, row));
}

const PROJECT = '/rest/v1.0/projects/{project_id}/work_breakdown_structure';
const COMPANY = '/rest/v1.0/companies/{company_id}/work_breakdown_structure';

export const workBreakdownRoutes: readonly Route[] = [
  get(`${COMPANY}/patterns`, pattern),
  get(`${PROJECT}/patterns`, visit => {
    projectOf(visit, null);
    return pattern();
  }),
  get(`${PROJECT}/segments`, visit => {
    projectOf(visit, null);
    return ok(segmentViews());
  }),
  get(`${PROJECT}/segments/{segment_id}/segment_items`, segmentItems),
  post(`${PROJECT}/wbs_codes`, postCode),
  patch(`${PROJECT}/wbs_codes/bulk_create`, bulkCreate),
  patch(`${PROJECT}/wbs_codes/{id}`, patchCode),
];
