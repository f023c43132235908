import type { ListKind, ReadKind } from '@/lib/core/kinds';
import type { Desk } from './desk';

interface Copy {
  readonly qb_id: string;
  readonly full_name: string;
  readonly is_active: boolean;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly deleted_at: Date | null;
}

/** Our copy of a QuickBooks record, by its name; undefined when it was never read. */
export async function copyOf(desk: Desk, kind: ListKind, fullName: string): Promise<Copy | undefined> {
  const [row] = await desk.test.owner<
    Copy[]
  >`select qb_id, full_name, is_active, fields, deleted_at from qb_lists
    where connection_id = ${desk.connectionId} and kind = ${kind} and full_name = ${fullName}`;
  return row;
}

/** `live`, `deleted`, or `unknown` for what was never read. */
export async function fateOf(desk: Desk, kind: ListKind, fullName: string): Promise<string> {
  const copy = await copyOf(desk, kind, fullName);
  if (copy === undefined) return 'unknown';
  return copy.deleted_at === null ? 'live' : 'deleted';
}

interface Cursor {
  readonly cursor: string | null;
  readonly as_of: Date | null;
  readonly whole_at: Date | null;
  readonly failed_at: Date | null;
  readonly error: string | null;
}

export async function cursorOf(desk: Desk, kind: ReadKind): Promise<Cursor | undefined> {
  const [row] = await desk.test.owner<
    Cursor[]
  >`select cursor, as_of, whole_at, failed_at, error from qb_cursors
    where connection_id = ${desk.connectionId} and kind = ${kind}`;
  return row;
}

export async function connectionOf(desk: Desk): Promise<Record<string, unknown>> {
  const [row] = await desk.test.owner`select * from connections where id = ${desk.connectionId}`;
  return row ?? {};
}

/** The names of the questions of a document, in their order: `VendorQuery`. */
export function questionsIn(xml: string): string[] {
  return [...xml.matchAll(/<(\w+Query)Rq /g)].map(match => match[1] ?? '');
}
