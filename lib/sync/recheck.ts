import { contentHash } from '@/lib/core/canonical';
import { flowOf } from '@/lib/flows/registry';
import { moveExports } from '@/lib/lifecycle';
import type { BooksSubject } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import type { Engine } from './engine';
import { type Failure, ruleFailure, waitedInVain } from './failures';
import type { RequestRow } from './rows';
import { saveRequests } from './store/save';

/** A request whose stored fields are not the ones that were accepted. It is never sent. */
const TAMPERED: Failure = {
  code: 'INTEGRITY',
  cause: 'What is queued is not what was accepted.',
  remedy: 'Contact support. Look at the record and accept it again.',
  raw: 'payload hash differs from the acceptance',
};

/**
 * Looks once more, just before writes leave, whether the rules still hold against what QuickBooks last told, whether each
 * is exactly what somebody accepted, and whether those it waited for are there. Those that fail become failures with
 * their reason; gives their request ids.
 */
export async function refuseStale(engine: Engine, requests: readonly RequestRow[]): Promise<Set<string>> {
  const subjects = new Map(requests.flatMap(row => subjectOf(row)));
  const booksOf = await loadBooks(engine.tx, engine.companyId, [...subjects.values()]);
  const refused = requests.flatMap(row => {
    const failure = failureOf(row, subjects.get(row.id), booksOf);
    return failure === null ? [] : [{ row, failure }];
  });
  if (refused.length === 0) return new Set();
  await saveRequests(
    engine,
    refused.map(({ row, failure }) => ({
      id: row.id,
      from: ['ready'],
      to: 'cancelled',
      statusMessage: failure.cause,
    })),
  );
  await moveExports(
    engine.tx,
    engine.frame,
    refused.flatMap(({ row, failure }) =>
      row.exportId === null
        ? []
        : [
            {
              exportId: row.exportId,
              from: ['queued'],
              to: 'failed',
              action: 'stopped before sending',
              patch: { error: failure },
              reason: failure.cause,
            },
          ],
    ),
  );
  return new Set(refused.map(({ row }) => row.id));
}

function subjectOf(row: RequestRow): [string, BooksSubject][] {
  const flow = row.exportKind === null ? null : flowOf(row.exportKind);
  if (flow === null || row.exportId === null || row.exportKind === null || row.procoreId === null) return [];
  const need = flow.needs(row.snapshot);
  return [
    [
      row.id,
      {
        exportId: row.exportId,
        kind: row.exportKind,
        procoreId: row.procoreId,
        nextExportNumber: row.exportNumber ?? 1,
        need,
      },
    ],
  ];
}

type BooksOf = Awaited<ReturnType<typeof loadBooks>>;

function failureOf(row: RequestRow, subject: BooksSubject | undefined, booksOf: BooksOf): Failure | null {
  const flow = row.exportKind === null ? null : flowOf(row.exportKind);
  if (!subject || flow === null) return TAMPERED;
  if (row.isOrphan) return waitedInVain();
  if (contentHash(row.payload) !== row.payloadHash || row.payloadHash !== row.acceptedHash) return TAMPERED;
  const [blocker] = flow.check(row.snapshot, booksOf(subject)).filter(one => one.severity === 'blocks');
  return blocker ? ruleFailure(blocker) : null;
}
