import { z } from 'zod';
import { idText, knownWord, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { numeral, type Synced, type SyncUpdate, syncRecords } from '../write';

const BASE_TYPES = ['equipment', 'materials', 'commitment', 'owner_cost', 'professional_services', 'other'];

const costType = z
  .looseObject({
    id: idText,
    name: words,
    code: words,
    base_type: knownWord('base_type', BASE_TYPES),
    origin_id: wordsOrNull,
  })
  .transform(row => ({
    id: row.id,
    name: row.name,
    code: row.code,
    baseType: row.base_type,
    originId: row.origin_id,
  }));

export type CostType = z.output<typeof costType>;

/** What Procore's screens call cost types, and its API line item types. */
export function listCostTypes(session: ProcoreSession, companyId: string): Promise<CostType[]> {
  return session.list(costType, '/rest/v1.0/line_item_types', { company_id: companyId });
}

/** Writes cost types, their marks among them; each is refused or saved by itself. */
export function syncCostTypes(
  session: ProcoreSession,
  companyId: string,
  updates: readonly SyncUpdate[],
): Promise<Synced<CostType>> {
  const scope = { company_id: numeral(companyId) };
  return syncRecords(session, { path: '/rest/v1.0/line_item_types/sync', scope, updates, entity: costType });
}
