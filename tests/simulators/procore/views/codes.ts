import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { CostCodeRow, CostTypeRow, Stamps, StandardCostCodeRow, WbsCodeRow } from '../store/rows';
import { byId } from '../store/state';
import { displayName, originWithoutCode } from './shared';

interface Coded {
  readonly id: number;
  readonly parentId: number | null;
  readonly code: string;
}

/** The path of codes from the root, joined as Procore joins them. */
export function fullCode(rows: readonly Coded[], row: Coded): string {
  const parent = byId(rows, row.parentId);
  // A parent of itself cannot be written, so the path ends.
  return parent ? `${fullCode(rows, parent)}-${row.code}` : row.code;
}

export function standardCode(site: Site, row: StandardCostCodeRow): JsonObject {
  return {
    id: row.id,
    standard_cost_code_list_id: row.listId,
    parent_id: row.parentId,
    code: row.code,
    full_code: fullCode(site.state.standardCostCodes, row),
    name: row.name,
    ...originWithoutCode(row),
  };
}

export const costType = (row: CostTypeRow): JsonObject => ({
  id: row.id,
  name: row.name,
  code: row.code,
  base_type: row.baseType,
  ...originWithoutCode(row),
});

export function costTypeOf(site: Site, costTypeId: number): JsonObject | null {
  const row = byId(site.state.costTypes, costTypeId);
  return row ? { id: row.id, name: row.name } : null;
}

export function costCode(site: Site, row: CostCodeRow): JsonObject {
  const { state } = site;
  const project = byId(state.projects, row.projectId);
  const standard = byId(state.standardCostCodes, row.standardCostCodeId);
  const path = fullCode(state.costCodes, row);
  const types = state.wbsCodes
    .filter(one => one.costCodeId === row.id)
    .map(one => byId(state.costTypes, one.costTypeId))
    .filter(type => type !== undefined);
  return {
    id: row.id,
    code: row.code,
    full_code: path,
    sortable_code: path,
    name: row.name,
    parent: row.parentId === null ? null : { id: row.parentId },
    position: row.position,
    biller: project ? displayName(project) : '',
    biller_id: row.projectId,
    biller_type: 'Project',
    biller_origin_id: project?.originId ?? null,
    budgeted: types.length > 0,
    standard_cost_code_id: row.standardCostCodeId,
    standard_cost_code_list_id: standard?.listId ?? null,
    ...originWithoutCode(row),
    line_item_types: types.map(costType),
    created_at: row.createdAt,
    updated_at: row.updatedAt,
    deleted_at: null,
  };
}

interface Parts {
  readonly code: CostCodeRow;
  readonly type: CostTypeRow;
  readonly path: string;
}

export function partsOf(site: Site, row: WbsCodeRow): Parts {
  const code = byId(site.state.costCodes, row.costCodeId);
  const type = byId(site.state.costTypes, row.costTypeId);
  if (!code || !type) throw new RangeError(`budget code ${row.id} points at nothing`);
  return { code, type, path: fullCode(site.state.costCodes, code) };
}

/** As line items carry it. */
export function briefWbsCode(site: Site, row: WbsCodeRow): JsonObject {
  const { code, type, path } = partsOf(site, row);
  return { id: row.id, flat_code: `${path}.${type.code}`, description: `${code.name}.${type.name}` };
}

interface Segment {
  readonly id: number;
  readonly name: string;
  readonly type: string;
  readonly position: number;
  readonly delimiter: string;
}

interface Item {
  readonly row: CostCodeRow | CostTypeRow;
  readonly path: string;
  readonly segment: Segment;
  readonly ids: readonly number[];
}

export function segmentItem(
  { row, path, segment, ids }: Item,
  stamps: Stamps & { readonly id: number },
): JsonObject {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    parent_id: ids.length > 1 ? (ids[0] ?? null) : null,
    // Nested where a flat list is documented, now and then, as in real answers.
    path_ids: stamps.id % 3 === 0 ? [ids] : ids,
    path_code: path,
    path_codes: path.split('-'),
    path_names: [row.name],
    is_parent: false,
    in_use: true,
    status: 'active',
    segment: { ...segment },
    created_at: stamps.createdAt,
    updated_at: stamps.updatedAt,
  };
}

export const COST_CODE: Segment = {
  id: 10,
  name: 'Cost Code',
  type: 'cost_code',
  position: 1,
  delimiter: '-',
};
export const COST_TYPE: Segment = {
  id: 11,
  name: 'Cost Type',
  type: 'line_item_type',
  position: 2,
  delimiter: '.',
};

export function wbsCode(site: Site, row: WbsCodeRow): JsonObject {
  const { code, type, path } = partsOf(site, row);
  const ids = code.parentId === null ? [code.id] : [code.parentId, code.id];
  return {
    id: row.id,
    flat_code: `${path}.${type.code}`,
    flat_name: `${code.name}.${type.name}`,
    description: code.name,
    status: 'active',
    wbs_pattern_id: 5510,
    segment_items: [
      segmentItem({ row: code, path, segment: COST_CODE, ids }, row),
      segmentItem({ row: type, path: type.code, segment: COST_TYPE, ids: [type.id] }, row),
    ],
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}
