import { and, eq, inArray } from 'drizzle-orm';
import { exports, procoreRecords } from '@/drizzle/schema';
import type { Tx } from '@/lib/db/client';
import { namesOf } from '@/lib/history';
import type { Ctx } from '@/lib/tenancy';
import type { ExportRow } from './snapshot';
import { waitingFor } from './waiting';

/** What a row is shown with beside its own columns. */
export interface RowNames {
  readonly people: ReadonlyMap<string, string>;
  readonly projects: ReadonlyMap<string, string>;
  /** Numbers of commitments. */
  readonly commitments: ReadonlyMap<string, string>;
  /** What accepted rows wait for. */
  readonly waiting: ReadonlyMap<string, readonly string[]>;
}

/** The commitment that a change order or an invoice belongs to; null for what belongs to none. */
export function commitmentIdOf(row: Pick<ExportRow, 'snapshot'>): string | null {
  const { commitmentId } = row.snapshot as { readonly commitmentId?: unknown };
  return typeof commitmentId === 'string' ? commitmentId : null;
}

/** Names of the people, projects and commitments of some rows, and of what they wait for. */
export async function rowNames(tx: Tx, ctx: Ctx, rows: readonly ExportRow[]): Promise<RowNames> {
  return {
    people: await namesOf(
      tx,
      rows.flatMap(row => [row.sentBy, row.decidedBy].filter(id => id !== null)),
    ),
    projects: await projectNames(tx, ctx, distinct(rows.map(row => row.procoreProjectId))),
    commitments: await commitmentNumbers(tx, ctx, distinct(rows.map(commitmentIdOf))),
    waiting: await waitingFor(
      tx,
      ctx.company.id,
      rows.flatMap(row => (row.state === 'queued' ? [row.id] : [])),
    ),
  };
}

function distinct(ids: readonly (string | null)[]): string[] {
  return [...new Set(ids.filter(id => id !== null))];
}

async function projectNames(tx: Tx, ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await tx
    .select({ id: procoreRecords.procoreId, name: procoreRecords.name, code: procoreRecords.code })
    .from(procoreRecords)
    .where(
      and(
        eq(procoreRecords.companyId, ctx.company.id),
        eq(procoreRecords.kind, 'project'),
        inArray(procoreRecords.procoreId, ids),
      ),
    );
  return new Map(found.map(one => [one.id, `${one.code} ${one.name}`.trim()]));
}

async function commitmentNumbers(tx: Tx, ctx: Ctx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await tx
    .select({ id: exports.procoreId, number: exports.number })
    .from(exports)
    .where(
      and(
        eq(exports.companyId, ctx.company.id),
        eq(exports.kind, 'commitment'),
        inArray(exports.procoreId, ids),
      ),
    );
  return new Map(found.map(one => [one.id, one.number]));
}
