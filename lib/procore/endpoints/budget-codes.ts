import { z } from 'zod';
import { filtersOf, type Listing } from '../listing';
import { idText, knownWord, momentText, words } from '../read';
import type { ProcoreSession } from '../session';
import { numeral } from '../write';

const segmentItem = z
  .looseObject({
    id: idText,
    code: words,
    name: words,
    path_code: words,
    segment: z.looseObject({ id: idText, name: words, type: words }).nullish(),
  })
  .transform(row => ({
    id: row.id,
    pathCode: row.path_code === '' ? row.code : row.path_code,
    name: row.name,
    /** `cost_code`, `line_item_type`, `sub_job`, or a segment of the company's own. */
    segmentType: row.segment?.type ?? '',
  }));

const budgetCode = z
  .looseObject({
    id: idText,
    flat_code: words,
    flat_name: words,
    description: words,
    status: knownWord('status', ['active', 'inactive']),
    segment_items: z.array(segmentItem).nullish(),
    updated_at: momentText,
  })
  .transform(row => ({
    id: row.id,
    /** Such as `03-300.O`. */
    flatCode: row.flat_code,
    flatName: row.flat_name,
    description: row.description,
    isActive: row.status.toLowerCase() !== 'inactive',
    segments: row.segment_items ?? [],
    updatedAt: row.updated_at,
  }));

/** Cost code and cost type in one, with sub job and own segments where a company has them. */
export type BudgetCode = z.output<typeof budgetCode>;

const base = (projectId: string): string => `/rest/v1.0/projects/${projectId}/work_breakdown_structure`;

/** The budget codes of a project (its WBS codes). */
export function listBudgetCodes(
  session: ProcoreSession,
  projectId: string,
  listing: Pick<Listing, 'updatedSince' | 'until'> = {},
): Promise<BudgetCode[]> {
  return session.list(budgetCode, `${base(projectId)}/wbs_codes`, filtersOf(listing));
}

export interface SegmentChoice {
  readonly segmentId: string;
  readonly itemId: string;
}

/** Joins one item of each segment to a budget code. Procore refuses a second one of the same items. */
export function createBudgetCode(
  session: ProcoreSession,
  projectId: string,
  choices: readonly SegmentChoice[],
): Promise<BudgetCode> {
  return session.write(budgetCode, {
    method: 'POST',
    path: `${base(projectId)}/wbs_codes`,
    body: {
      segment_items: choices.map(one => ({
        segment_id: numeral(one.segmentId),
        segment_item_id: numeral(one.itemId),
      })),
    },
  });
}

const segment = z
  .looseObject({ id: idText, name: words, type: words })
  .transform(({ id, name, type }) => ({ id, name, type }));

export type Segment = z.output<typeof segment>;

/** The segments that make up a project's budget codes, in their order. */
export function listSegments(session: ProcoreSession, projectId: string): Promise<Segment[]> {
  return session.list(segment, `${base(projectId)}/segments`);
}

/** The items of one segment: cost codes, cost types, or a company's own. */
export function listSegmentItems(
  session: ProcoreSession,
  projectId: string,
  segmentId: string,
): Promise<z.output<typeof segmentItem>[]> {
  return session.list(segmentItem, `${base(projectId)}/segments/${segmentId}/segment_items`);
}
