import { sql } from 'drizzle-orm';
import { DIRECTORY_KINDS } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { readSettings } from '@/lib/tenancy/settings';
import { type BookLink, type BooksSubject, linkKey } from './books';

/** A record of a directory that is not in QuickBooks, and what is known of its way there. */
interface ProspectRow extends Record<string, unknown> {
  kind: string;
  procore_id: string;
  code: string;
  name: string;
  is_active: boolean;
  /** Of its export; null where nobody proposed it. */
  state: string | null;
  request_id: string | null;
  connection_id: string | null;
  list_name: string | null;
  parent_name: string | null;
  settings: unknown;
}

/** What a record could wait for. */
export interface Prospect {
  readonly kind: string;
  readonly procoreId: string;
  /** The company file it is on its way to; null while it is not accepted. */
  readonly connectionId: string | null;
  readonly link: BookLink;
}

/** What is known of a batch already: which records are linked, and the ids of cost codes by their full codes. */
export interface KnownLinks {
  readonly links: readonly { readonly kind: string; readonly procore_id: string }[];
  readonly costCodes: readonly { readonly full_code: string; readonly id: string }[];
}

interface Wanted {
  readonly kind: string;
  readonly id: string;
}

/** What a subject needs of QuickBooks' lists, where it can wait for it. */
function wantedBy({ need }: BooksSubject, { costCodes }: KnownLinks): Wanted[] {
  if (need.mayWait !== true) return [];
  const lists = need.links.filter(link => DIRECTORY_KINDS.some(kind => kind === link.kind));
  const codes = costCodes.filter(code => need.costCodeFullCodes.includes(code.full_code));
  return [
    ...lists.map(({ kind, procoreId: id }) => ({ kind, id })),
    ...codes.map(({ id }) => ({ kind: 'cost_code', id })),
  ];
}

/**
 * What records of a batch need and QuickBooks has not: accepted and on its way, put among what can go there, or any
 * active record of the directory where the company lets records go together. One statement, or none where nothing is
 * missing that a subject could wait for.
 */
export async function loadProspects(
  tx: Tx,
  companyId: string,
  { subjects, known }: { readonly subjects: readonly BooksSubject[]; readonly known: KnownLinks },
): Promise<readonly Prospect[]> {
  const linked = new Set(known.links.map(link => linkKey(link.kind, link.procore_id)));
  const missing = new Map(
    subjects
      .flatMap(subject => wantedBy(subject, known))
      .map(one => [linkKey(one.kind, one.id), one] as const)
      .filter(([key]) => !linked.has(key)),
  );
  if (missing.size === 0) return [];
  const rows = await tx.execute<ProspectRow>(sql`
    select d.kind, d.procore_id::text, d.code, d.name, d.is_active, e.state,
      r.id as request_id, r.connection_id, r.payload #>> array['body', r.message, 'Name'] as list_name,
      coalesce(r.payload #>> array['body', r.message, 'ParentRef', 'FullName'],
        (select q.full_name from qb_lists q where q.company_id = r.company_id and q.connection_id = r.connection_id
          and q.kind = case r.message when 'CustomerAdd' then 'customer' else 'item' end
          and q.qb_id = r.payload #>> array['body', r.message, 'ParentRef', 'ListID'])) as parent_name,
      (select s.values from settings s where s.company_id = ${companyId}) as settings
    from jsonb_to_recordset(${JSON.stringify([...missing.values()])}::jsonb) as w(kind text, id bigint)
    join procore_records d on d.company_id = ${companyId} and d.kind = w.kind and d.procore_id = w.id
    left join exports e on e.company_id = d.company_id and e.kind = d.kind and e.procore_id = d.procore_id
    left join lateral (select * from qb_requests one where one.company_id = e.company_id and one.export_id = e.id
      and one.role = 'write' and one.state in ('ready', 'sent', 'unknown') order by one.seq desc limit 1) r on true
    order by d.kind, d.procore_id`);
  return rows.filter(isOffered).map(prospectOf);
}

/** What was put away, or went there and was unlinked by hand since, is for a person to look at. */
const LEFT_ALONE = ['archived', 'synced'];

function isOffered(row: ProspectRow): boolean {
  if (row.request_id !== null) return true;
  if (row.state !== null) return !LEFT_ALONE.includes(row.state);
  return row.is_active && readSettings(row.settings).mayGoTogether;
}

function prospectOf(row: ProspectRow): Prospect {
  const { kind, procore_id: procoreId, code, request_id: requestId, list_name: listName } = row;
  const parents = row.parent_name === null ? '' : `${row.parent_name}:`;
  return {
    kind,
    procoreId,
    connectionId: row.connection_id,
    link: linkToCome(listName === null ? null : `${parents}${listName}`, {
      requestId,
      called: kind === 'cost_code' ? code : row.name,
    }),
  };
}

/** What stands for the link of a record that is not in QuickBooks yet; null while nobody knows the name it gets there. */
export function linkToCome(
  fullName: string | null,
  { requestId, called }: { readonly requestId: string | null; readonly called: string },
): BookLink {
  return {
    qbId: '',
    qbType: '',
    name: fullName ?? called,
    isActive: true,
    isGone: false,
    isTwoSided: null,
    order: null,
    toCome: { requestId, isNamed: fullName !== null },
  };
}

/** Of the prospects of a batch, those that one subject needs, as links into its company file. */
export function linksToCome(
  prospects: readonly Prospect[],
  subject: BooksSubject,
  { known, connectionId }: { readonly known: KnownLinks; readonly connectionId: string | null },
): Readonly<Record<string, BookLink>> {
  if (prospects.length === 0 || connectionId === null) return {};
  const wanted = new Set(wantedBy(subject, known).map(one => linkKey(one.kind, one.id)));
  return Object.fromEntries(
    prospects
      .filter(one => one.connectionId === null || one.connectionId === connectionId)
      .map(one => [linkKey(one.kind, one.procoreId), one.link] as const)
      .filter(([key]) => wanted.has(key)),
  );
}
