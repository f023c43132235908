import { type SQL, sql } from 'drizzle-orm';
import type { DirectoryKind, ListKind } from '@/lib/core/kinds';
import { JSON_BODY } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import { likeness } from './names';

/** The QuickBooks list each Procore directory is mapped to. */
export const LIST_OF: Readonly<Record<DirectoryKind, ListKind>> = {
  project: 'customer',
  vendor: 'vendor',
  cost_code: 'item',
};

export interface PairsInput {
  readonly companyId: string;
  readonly connectionId: string;
  readonly kind: DirectoryKind;
  readonly show: 'all' | 'unlinked' | 'linked';
  readonly search: string;
  readonly offset: number;
}

export interface Pair {
  readonly procoreId: string;
  readonly name: string;
  readonly code: string;
  readonly isActive: boolean;
  readonly link: {
    readonly qbId: string;
    readonly name: string;
    readonly qbType: string;
    readonly isActive: boolean;
    readonly isGone: boolean;
    /** What it was called when it was linked, where QuickBooks calls it otherwise now. */
    readonly formerName: string | null;
    /** Why Procore's record does not carry its id; null where it does, or soon will. */
    readonly markError: string | null;
  } | null;
  readonly suggestion: Candidate | null;
}

export interface Candidate {
  readonly qbId: string;
  readonly name: string;
  readonly qbType: string;
  /** 100: the very same name. */
  readonly likeness: number;
}

export interface PairPage {
  readonly pairs: readonly Pair[];
  readonly next: number | null;
  readonly counts: { readonly all: number; readonly linked: number };
}

interface PairRow extends Record<string, unknown> {
  procore_id: string;
  name: string;
  code: string;
  is_active: boolean;
  qb_id: string | null;
  qb_name: string | null;
  qb_type: string | null;
  qb_active: boolean | null;
  qb_gone: boolean | null;
  linked_as: string | null;
  mark_error: string | null;
  legal_name: string | null;
  phone: string | null;
  email: string | null;
}

function showing(show: PairsInput['show']): SQL {
  if (show === 'linked') return sql`and l.qb_id is not null`;
  return show === 'unlinked' ? sql`and l.qb_id is null` : sql``;
}

/** One page of a directory beside its QuickBooks twins, with a suggestion for each record that has none. */
export async function listPairs(tx: Tx, input: PairsInput): Promise<PairPage> {
  const listKind = LIST_OF[input.kind];
  const pattern = containing(input.search);
  const size = JSON_BODY.pageSize;
  const rows = await tx.execute<PairRow>(sql`
    select r.procore_id::text, r.name, r.code, r.is_active, l.qb_id, coalesce(q.full_name, l.qb_name) as qb_name,
      coalesce(q.qb_type, l.qb_type) as qb_type, q.is_active as qb_active, q.deleted_at is not null as qb_gone,
      l.qb_name as linked_as, r.mark_error, r.fields->>'legalName' as legal_name, r.fields->>'phone' as phone, r.fields->>'email' as email
    from procore_records r
    left join links l on l.company_id = r.company_id and l.connection_id = ${input.connectionId} and l.kind = r.kind
      and l.procore_id = r.procore_id and l.ended_at is null
    left join qb_lists q on q.company_id = r.company_id and q.connection_id = l.connection_id and q.kind = ${listKind} and q.qb_id = l.qb_id
    where r.company_id = ${input.companyId} and r.kind = ${input.kind} and (r.is_active or l.qb_id is not null)
      and (r.name ilike ${pattern} or r.code ilike ${pattern}) ${showing(input.show)}
    order by r.code, r.name, r.procore_id limit ${size + 1} offset ${input.offset}`);
  const [counts] = await tx.execute<{ all: number; linked: number }>(sql`
    select count(*)::int as all, count(l.qb_id)::int as linked from procore_records r
    left join links l on l.company_id = r.company_id and l.connection_id = ${input.connectionId} and l.kind = r.kind
      and l.procore_id = r.procore_id and l.ended_at is null
    where r.company_id = ${input.companyId} and r.kind = ${input.kind} and (r.is_active or l.qb_id is not null)`);
  const page = rows.slice(0, size);
  const candidates = page.some(row => row.qb_id === null) ? await freeRecords(tx, input) : [];
  return {
    pairs: page.map(row => pairOf(row, input.kind, candidates)),
    next: rows.length > size ? input.offset + size : null,
    counts: { all: counts?.all ?? 0, linked: counts?.linked ?? 0 },
  };
}

interface FreeRecord extends Record<string, unknown> {
  qb_id: string;
  full_name: string;
  qb_type: string;
  description: string | null;
  company_name: string | null;
  phone: string | null;
  email: string | null;
}

/** Of a QuickBooks record `q`: no customer stands for a project, unless the company keeps its projects as customers. */
export const FREE_JOBS = sql`(q.kind <> 'customer' or q.qb_type = 'Job'
  or exists (select 1 from settings s where s.company_id = q.company_id and s.values->>'projectsBecome' = 'customers'))`;

const MAX_CANDIDATES = 5000;

/** Active QuickBooks records nobody is linked to yet. */
async function freeRecords(tx: Tx, input: PairsInput): Promise<readonly FreeRecord[]> {
  return await tx.execute<FreeRecord>(sql`
    select q.qb_id, q.full_name, q.qb_type, q.fields->>'description' as description, q.fields->>'companyName' as company_name,
      q.fields->>'phone' as phone, q.fields->>'email' as email
    from qb_lists q
    where q.company_id = ${input.companyId} and q.connection_id = ${input.connectionId} and q.kind = ${LIST_OF[input.kind]}
      and q.is_active and q.deleted_at is null and ${FREE_JOBS}
      and not exists (select 1 from links l where l.company_id = q.company_id and l.connection_id = q.connection_id
        and l.kind = ${input.kind} and l.qb_id = q.qb_id and l.ended_at is null)
    limit ${MAX_CANDIDATES}`);
}

/** Under this, a suggestion would be a guess. */
const WORTH_SUGGESTING = 60;

function lastLevel(fullName: string): string {
  return fullName.split(':').at(-1) ?? fullName;
}

/** Whoever has the same telephone or e-mail address is likely the same, whatever he is called. */
const SAME_CONTACT = 80;

interface Fitted {
  readonly name: string;
  readonly code: string;
  readonly legalName?: string | null;
  readonly phone?: string | null;
  readonly email?: string | null;
}

/** The last ten digits: country codes and punctuation are written or left out at will. Empty for too few. */
function phoneKey(phone: string | null | undefined): string {
  const digits = (phone ?? '').replace(/\D/g, '');
  return digits.length < 7 ? '' : digits.slice(-10);
}

function isSameContact(record: Fitted, candidate: FreeRecord): boolean {
  const phone = phoneKey(record.phone);
  const email = (record.email ?? '').trim().toLowerCase();
  return (
    (phone !== '' && phone === phoneKey(candidate.phone)) ||
    (email !== '' && email === (candidate.email ?? '').trim().toLowerCase())
  );
}

/** How well a QuickBooks record fits a Procore one, by every name either goes by, and by how companies are reached. */
export function fitness(kind: DirectoryKind, record: Fitted, candidate: FreeRecord): number {
  const theirs = lastLevel(candidate.full_name);
  if (kind === 'cost_code') {
    const byCode = likeness(record.code, theirs);
    return byCode === 100 ? 100 : Math.min(90, likeness(record.name, candidate.description ?? theirs));
  }
  const ours = [record.name, kind === 'project' ? `${record.code} ${record.name}` : (record.legalName ?? '')];
  const names = [theirs, candidate.company_name ?? ''].filter(name => name !== '');
  const byName = ours.filter(mine => mine !== '').flatMap(mine => names.map(name => likeness(mine, name)));
  return Math.max(0, ...byName, isSameContact(record, candidate) ? SAME_CONTACT : 0);
}

function pairOf(row: PairRow, kind: DirectoryKind, candidates: readonly FreeRecord[]): Pair {
  return {
    procoreId: row.procore_id,
    name: row.name,
    code: row.code,
    isActive: row.is_active,
    link:
      row.qb_id === null
        ? null
        : {
            qbId: row.qb_id,
            name: row.qb_name ?? '',
            qbType: row.qb_type ?? '',
            isActive: row.qb_active ?? true,
            isGone: row.qb_gone ?? false,
            formerName: row.linked_as === row.qb_name ? null : row.linked_as,
            markError: row.mark_error,
          },
    suggestion: row.qb_id === null ? bestOf(row, kind, candidates) : null,
  };
}

function bestOf(row: PairRow, kind: DirectoryKind, candidates: readonly FreeRecord[]): Candidate | null {
  let best: Candidate | null = null;
  for (const candidate of candidates) {
    const score = fitness(kind, { ...row, legalName: row.legal_name }, candidate);
    if (score < WORTH_SUGGESTING || (best !== null && score <= best.likeness)) continue;
    best = { qbId: candidate.qb_id, name: candidate.full_name, qbType: candidate.qb_type, likeness: score };
  }
  return best;
}
