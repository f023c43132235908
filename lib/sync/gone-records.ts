import { type SQL, sql } from 'drizzle-orm';
import type { ExportKind, ListKind } from '@/lib/core/kinds';
import { CARRIED_KINDS, isMarkedInProcore } from '@/lib/flows/registry';
import { moveExports } from '@/lib/lifecycle';
import { listOfLink } from '@/lib/mappings/gone';
import type { Engine } from './engine';

interface Ended extends Record<string, unknown> {
  kind: ExportKind;
  export_id: string | null;
  qb_id: string;
  qb_name: string;
}

const KINDS = sql.raw(CARRIED_KINDS.map(kind => `'${kind}'`).join(', '));

/** Which links of exports end, and what is said about their records. */
interface Ending {
  /** Of links `l`. */
  readonly which: SQL;
  readonly action: string;
  readonly reasonOf: (qbName: string) => string;
  readonly warning: string;
}

/**
 * Somebody deleted in QuickBooks what was exported: its link ends, and the record says so. It goes there again only if
 * it is sent and accepted anew. What is marked already stays as it is.
 */
export async function noteDeletedExports(
  engine: Engine,
  connectionId: string,
  gone: readonly { readonly kind: ListKind; readonly qbId: string }[],
): Promise<void> {
  if (gone.length === 0) return;
  await endExported(engine, connectionId, {
    which: sql`(${listOfLink(sql`l.kind`)}, l.qb_id) in (
      select g.kind, g."qbId" from jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as g(kind text, "qbId" text))`,
    action: 'deleted in QuickBooks',
    reasonOf: name => `Somebody deleted ${name} in QuickBooks.`,
    warning: 'Deleted in QuickBooks. It goes there again only if it is sent and accepted once more.',
  });
}

/** Ends links of what was exported; their records are unlinked, and lose their marks in Procore. */
export async function endExported(
  engine: Engine,
  connectionId: string,
  { which, action, reasonOf, warning }: Ending,
): Promise<void> {
  const { tx, companyId, now } = engine;
  const ended = await tx.execute<Ended>(sql`
    with ended as (
      update links l set ended_at = ${now.toISOString()}::timestamptz
      where l.company_id = ${companyId} and l.connection_id = ${connectionId} and l.kind in (${KINDS}) and l.ended_at is null
        and l.made_by = 'export' and ${which}
      returning l.kind, l.procore_id, l.qb_id, l.qb_name
    )
    select l.kind, l.qb_id, l.qb_name, e.id as export_id from ended l left join exports e on e.company_id = ${companyId}
      and e.kind = l.kind and e.procore_id = l.procore_id and e.txn_id = l.qb_id`);
  await moveExports(
    tx,
    engine.frame,
    ended.flatMap(link =>
      link.export_id === null
        ? []
        : [
            {
              exportId: link.export_id,
              from: ['synced'],
              to: 'unlinked',
              action,
              reason: reasonOf(link.qb_name),
              patch: {
                warning,
                // Its mark in Procore is taken off.
                writeBack: isMarkedInProcore(link.kind) ? 'pending' : 'none',
                writeBackAttempts: 0,
                writeBackError: null,
                writeBackAfter: now,
              },
              said: { txnId: link.qb_id },
            },
          ],
    ),
  );
}
