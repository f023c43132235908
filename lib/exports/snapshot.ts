import type { exports } from '@/drizzle/schema';
import { contentHash } from '@/lib/core/canonical';
import { Broken } from '@/lib/core/errors';
import type { ExportKind } from '@/lib/core/kinds';
import type { Blocker, ExportFlow } from '@/lib/flows/flow';
import { flowOf } from '@/lib/flows/registry';
import type { BooksSubject } from '@/lib/mappings/books';

export type ExportRow = typeof exports.$inferSelect;

/** The flow that carries a kind. @throws Broken for a kind that has none */
export function flowFor(kind: ExportKind): ExportFlow {
  const flow = flowOf(kind);
  if (flow === null) throw new Broken(`Records of kind ${kind} are not carried.`);
  return flow;
}

/** Equal for two pictures of a record that mean the same to QuickBooks. */
export function snapshotHash(form: Pick<ExportFlow, 'content'>, snapshot: unknown): string {
  return contentHash(form.content(snapshot));
}

export function blockersOf(row: Pick<ExportRow, 'blockers'>): Blocker[] {
  return row.blockers as Blocker[];
}

/** The record as the books are opened for it. */
export function subjectOf(
  row: Pick<ExportRow, 'id' | 'kind' | 'procoreId' | 'exportNumber'>,
  snapshot: unknown,
): BooksSubject {
  return {
    exportId: row.id,
    kind: row.kind,
    procoreId: row.procoreId,
    nextExportNumber: row.exportNumber + 1,
    need: flowFor(row.kind).needs(snapshot),
  };
}
