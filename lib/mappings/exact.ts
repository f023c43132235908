import { sql } from 'drizzle-orm';
import type { DirectoryKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { matchName } from './names';
import { FREE_JOBS, LIST_OF } from './pairs';

/** A Procore record and the one QuickBooks record of the same name. */
export interface ExactMatch {
  readonly procoreId: string;
  readonly record: string;
  readonly qbId: string;
  readonly qbType: string;
  readonly qbName: string;
  readonly editSequence: string;
}

interface Place {
  readonly companyId: string;
  readonly connectionId: string;
  readonly kind: DirectoryKind;
}

interface ProcoreRow extends Record<string, unknown> {
  procore_id: string;
  name: string;
  code: string;
}

interface QbRow extends Record<string, unknown> {
  qb_id: string;
  qb_type: string;
  full_name: string;
  edit_sequence: string;
}

/** The names by which a record of a directory is the same as one of QuickBooks. */
function namesOf(kind: DirectoryKind, { name, code }: ProcoreRow): string[] {
  const names = { cost_code: [code], project: [name, `${code} ${name}`], vendor: [name] }[kind];
  return [...new Set(names.map(matchName))].filter(one => one !== '');
}

function ownName(fullName: string): string {
  return matchName(fullName.split(':').at(-1) ?? fullName);
}

/**
 * Records without a link whose name is that of exactly one QuickBooks record without a link, and that are the only ones
 * with it. Inactive records on either side are left out, and so is whatever is ambiguous.
 */
export async function exactMatches(tx: Tx, { companyId, connectionId, kind }: Place): Promise<ExactMatch[]> {
  const ours = await tx.execute<ProcoreRow>(sql`
    select r.procore_id::text, r.name, r.code from procore_records r
    where r.company_id = ${companyId} and r.kind = ${kind} and r.is_active
      and not exists (select 1 from links l where l.company_id = r.company_id and l.kind = r.kind
        and l.procore_id = r.procore_id and l.ended_at is null and (l.connection_id = ${connectionId} or l.kind = 'project'))
    order by r.procore_id`);
  const theirs = await tx.execute<QbRow>(sql`
    select q.qb_id, q.qb_type, q.full_name, q.edit_sequence from qb_lists q
    where q.company_id = ${companyId} and q.connection_id = ${connectionId} and q.kind = ${LIST_OF[kind]}
      and q.is_active and q.deleted_at is null and ${FREE_JOBS}
      and not exists (select 1 from links l where l.company_id = q.company_id and l.connection_id = q.connection_id
        and l.kind = ${kind} and l.qb_id = q.qb_id and l.ended_at is null)`);
  const named = grouped(theirs.map(row => [ownName(row.full_name), row]));
  const wanting = grouped(ours.flatMap(row => namesOf(kind, row).map(name => [name, row] as const)));
  return ours.flatMap(row => {
    const names = namesOf(kind, row);
    const twins = new Set(names.flatMap(name => named.get(name) ?? []));
    const [twin] = twins;
    const isAlone = names.every(name => (wanting.get(name) ?? []).length === 1);
    return twin && twins.size === 1 && isAlone ? [matchOf(row, twin)] : [];
  });
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const [key, value] of pairs) groups.set(key, [...(groups.get(key) ?? []), value]);
  return groups;
}

function matchOf(row: ProcoreRow, twin: QbRow): ExactMatch {
  return {
    procoreId: row.procore_id,
    record: row.name,
    qbId: twin.qb_id,
    qbType: twin.qb_type,
    qbName: twin.full_name,
    editSequence: twin.edit_sequence,
  };
}
