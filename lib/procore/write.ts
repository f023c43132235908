import { LosslessNumber } from 'lossless-json';
import { z } from 'zod';
import { PROCORE } from '@/lib/core/limits';
import { messagesOf, ProcoreError, type ProcoreMessage } from './errors';
import type { QueryValue } from './http';
import { idOrNull, readAs, wordsOrNull } from './read';
import type { ProcoreSession } from './session';

/** Exactly these digits as a JSON number: for fields that Procore wants as a number and that no float may carry. */
export function numeral(digits: string): LosslessNumber {
  return new LosslessNumber(digits);
}

/** How Procore remembers where a record lives in another system. */
export interface Origin {
  readonly originId: string | null;
  readonly originCode: string | null;
  readonly originData: string | null;
}

/** For records that know no `origin_code`. */
export type OriginWithoutCode = Omit<Origin, 'originCode'>;

export function originFields({ originId, originData }: OriginWithoutCode) {
  return { origin_id: originId, origin_data: originData };
}

/** One record of a `sync` call. Known by one of the two ids, so that the same update twice leaves the same record. */
export type SyncUpdate = { readonly [field: string]: unknown } & (
  | { readonly id: string }
  | { readonly origin_id: string }
);

interface Refused {
  readonly id: string | null;
  readonly originId: string | null;
  readonly messages: readonly ProcoreMessage[];
}

export interface Synced<T> {
  /** Records as they are now, in no order: match them by id or mark. */
  readonly saved: readonly T[];
  /** What Procore refused, each by itself; the others were saved. */
  readonly refused: readonly Refused[];
}

interface SyncCall<S extends z.ZodType> {
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Which company, list or project the records belong to, beside `updates`. */
  readonly scope: Readonly<Record<string, unknown>>;
  readonly updates: readonly SyncUpdate[];
  readonly entity: S;
}

const refusedEntry = z
  .looseObject({ id: idOrNull, origin_id: wordsOrNull, errors: z.unknown() })
  .transform(
    (row): Refused => ({ id: row.id, originId: row.origin_id, messages: messagesOf({ errors: row.errors }) }),
  );

/** Bulk upsert in batches; a batch that Procore finds too large is halved. Safe to repeat. */
export async function syncRecords<S extends z.ZodType>(
  session: ProcoreSession,
  call: SyncCall<S>,
): Promise<Synced<z.output<S>>> {
  const saved: z.output<S>[] = [];
  const refused: Refused[] = [];
  for (let at = 0; at < call.updates.length; at += PROCORE.updatesPerSync) {
    const updates = call.updates.slice(at, at + PROCORE.updatesPerSync);
    const answer = await syncBatch(session, { ...call, updates });
    saved.push(...answer.saved);
    refused.push(...answer.refused);
  }
  return { saved, refused };
}

async function syncBatch<S extends z.ZodType>(
  session: ProcoreSession,
  call: SyncCall<S>,
): Promise<Synced<z.output<S>>> {
  try {
    const { path, query = {}, scope, updates } = call;
    const body = { ...scope, updates: updates.map(withNumericId) };
    const answer = await session.call({ method: 'PATCH', path, query, body, isRepeatable: true });
    const shape = z.looseObject({ entities: z.array(call.entity), errors: z.array(refusedEntry).nullish() });
    const { entities, errors } = readAs(shape, answer.body, { what: path });
    return { saved: entities as z.output<S>[], refused: errors ?? [] };
  } catch (thrown) {
    const isTooLarge = thrown instanceof ProcoreError && thrown.status === 413;
    if (!isTooLarge || call.updates.length < 2) throw thrown;
    const half = Math.ceil(call.updates.length / 2);
    const first = await syncBatch(session, { ...call, updates: call.updates.slice(0, half) });
    const second = await syncBatch(session, { ...call, updates: call.updates.slice(half) });
    return { saved: [...first.saved, ...second.saved], refused: [...first.refused, ...second.refused] };
  }
}

function withNumericId(update: SyncUpdate): Readonly<Record<string, unknown>> {
  const { id } = update as { id?: unknown };
  return typeof id === 'string' ? { ...update, id: numeral(id) } : update;
}

/**
 * Makes a record that carries our mark, once: it is looked for by the mark first, and again when the answer was lost or
 * the mark turns out to be taken. What is still not to be seen then may appear later, so the error goes on; the next try
 * begins with the same look.
 */
export async function createOnce<T>(steps: {
  readonly find: () => Promise<T | null>;
  readonly create: () => Promise<T>;
}): Promise<{ readonly record: T; readonly isNew: boolean }> {
  const known = await steps.find();
  if (known !== null) return { record: known, isNew: false };
  try {
    return { record: await steps.create(), isNew: true };
  } catch (thrown) {
    const mayBeThere = thrown instanceof ProcoreError && (thrown.isUnsure || thrown.status === 409);
    const found = mayBeThere ? await steps.find() : null;
    if (found === null) throw thrown;
    return { record: found, isNew: false };
  }
}
