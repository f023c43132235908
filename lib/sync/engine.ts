import { base32 } from '@/lib/core/encoding';
import type { Env } from '@/lib/core/env';
import { LIST_KINDS, type ListKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { DELETION_KINDS, type DeletionKind } from '@/lib/flows/lists';
import type { HistoryFrame } from '@/lib/history';

/** What every operation of the engine is given: the transaction it joins, and under whose name it writes history. */
export interface Engine {
  readonly tx: Tx;
  readonly env: Env;
  readonly frame: HistoryFrame;
  readonly companyId: string;
  readonly now: Date;
}

/** Where and when a statement runs. */
export type Place = Pick<Engine, 'tx' | 'companyId' | 'now'>;

/** The engine under the name of the connection whose Web Connector calls. */
export function asConnector(engine: Engine, connectionId: string): Engine {
  return { ...engine, frame: { ...engine.frame, actor: { kind: 'connector', connectionId } } };
}

const SET_KEY_CHARS = 20;
const TAG_CHARS = 5;

/** A message set id: 100 random bits in 20 characters, under QuickBooks' 23. */
export function newSetKey(env: Pick<Env, 'randomBytes'>): string {
  return base32(env.randomBytes(SET_KEY_CHARS));
}

/** Makes the requestIDs of one exchange unlike those of any other. */
export function newTag(env: Pick<Env, 'randomBytes'>): string {
  return base32(env.randomBytes(TAG_CHARS));
}

export function isListKind(reader: string | null): reader is ListKind {
  return (LIST_KINDS as readonly string[]).includes(reader ?? '');
}

export function isDeletionKind(reader: string | null): reader is DeletionKind {
  return (DELETION_KINDS as readonly string[]).includes(reader ?? '');
}
