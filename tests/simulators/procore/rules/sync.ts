import { type Answer, ok, Refusal, refuseField } from '../http/answer';
import type { Call } from '../http/call';
import { idOf, isObject, type Json, type JsonObject } from '../json';
import { type FieldKinds, readFields } from './fields';
import { bodyObject } from './scope';

export interface SyncPlan<Row> {
  /** Fields an update may carry, without `id`. */
  readonly kinds: FieldKinds;
  /** Line items of contracts list no `id`: they are found by `origin_id` alone. */
  readonly takesId: boolean;
  findById(id: number): Row | undefined;
  findByOrigin(originId: string): Row | undefined;
  create(values: Record<string, Json>): Row;
  update(row: Row, values: Record<string, Json>): void;
  show(row: Row): JsonObject;
}

/** Procore refuses larger batches whole. */
const MOST_UPDATES = 1000;

function updatesOf(call: Call): readonly Json[] {
  const updates = bodyObject(call)['updates'];
  if (!Array.isArray(updates)) throw refuseField(400, 'updates', 'is required and must be a list');
  if (updates.length > MOST_UPDATES)
    throw new Refusal(413, `At most ${MOST_UPDATES} updates may be sent at once`);
  return updates;
}

const notThere = (): Refusal =>
  new Refusal(404, 'Entity with this ID not found', { id: ['Entity with this ID not found'] });

/** The row that one update is about; null when it makes a new one. */
function rowFor<Row>(update: JsonObject, plan: SyncPlan<Row>): Row | null {
  const given = update['id'];
  if (given !== undefined && given !== null) {
    const id = idOf(given);
    const row = id === null ? undefined : plan.findById(id);
    if (row === undefined) throw notThere();
    return row;
  }
  const originId = update['origin_id'];
  return typeof originId === 'string' && originId !== '' ? (plan.findByOrigin(originId) ?? null) : null;
}

function applyOne<Row>(update: JsonObject, plan: SyncPlan<Row>): JsonObject {
  const kinds = plan.takesId ? { ...plan.kinds, id: 'id' as const } : plan.kinds;
  const { id: _, ...values } = readFields(update, kinds);
  const row = rowFor(update, plan);
  if (row === null) return plan.show(plan.create(values));
  plan.update(row, values);
  return plan.show(row);
}

/** Bulk upsert: 200 with `entities` and `errors`, each rejected input repeated with its own `errors`. */
export function syncAnswer<Row>(call: Call, plan: SyncPlan<Row>): Answer {
  const entities: JsonObject[] = [];
  const errors: JsonObject[] = [];
  for (const update of updatesOf(call)) {
    if (!isObject(update)) throw refuseField(400, 'updates', 'must hold objects');
    try {
      entities.push(applyOne(update, plan));
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal;
      errors.push({ ...update, errors: refusal.fields ?? { base: [refusal.message] } });
    }
  }
  // The order of entities is not promised; turned round, nobody can lean on it.
  return ok({ entities: entities.reverse(), errors });
}
