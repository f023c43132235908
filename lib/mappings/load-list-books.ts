import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import type { BooksSubject } from './books';
import {
  type AccountCopy,
  type CustomerCopy,
  type ListBooks,
  type ListChoices,
  type NamedRecord,
  NO_LISTS,
  readChoices,
} from './list-books';
import { matchName } from './names';

interface ExportRow {
  id: string;
  choices: unknown;
  txn_id: string | null;
}

interface LinkRow {
  kind: string;
  procore_id: string;
  qb_id: string;
  made_by: string;
  name: string;
}

interface NamedRow {
  connection_id: string;
  list: NamedRecord['list'];
  qb_id: string;
  qb_type: string;
  full_name: string;
  own_name: string;
  parent_id: string | null;
  is_active: boolean;
  mark: string | null;
}

interface AccountRow extends AccountCopy {
  connection_id: string;
  qb_id: string;
}

interface CustomerRow extends CustomerCopy {
  connection_id: string;
}

interface DivisionRow {
  procore_id: string;
  request_id: string;
  name: string;
  parent_name: string | null;
}

interface ListsRow extends Record<string, unknown> {
  exports: ExportRow[];
  links: LinkRow[];
  named: NamedRow[];
  accounts: AccountRow[];
  customers: CustomerRow[];
  divisions: DivisionRow[];
}

/** What makes a subject's books its own. */
export interface ListPlaceOfSubject {
  readonly connectionId: string | null;
  /** In upper case. */
  readonly mark: string;
}

const NOTHING: ListsRow = { exports: [], links: [], named: [], accounts: [], customers: [], divisions: [] };

/**
 * Opens what flows may know of QuickBooks' lists for the subjects of a batch that become list records; one statement, or
 * none where there is no such subject. Gives a function from a subject and its company file to its lists.
 */
export async function loadListBooks(
  tx: Tx,
  companyId: string,
  subjects: readonly BooksSubject[],
): Promise<(subject: BooksSubject, place: ListPlaceOfSubject) => ListBooks> {
  const listed = subjects.filter(subject => subject.need.lists !== undefined);
  const row = listed.length === 0 ? NOTHING : await read(tx, companyId, listed);
  return (subject, place) => (subject.need.lists === undefined ? NO_LISTS : listsFor(row, subject, place));
}

async function read(tx: Tx, companyId: string, subjects: readonly BooksSubject[]): Promise<ListsRow> {
  const wanted = subjects.map(({ exportId, kind, procoreId, need }) => ({
    export_id: exportId,
    kind,
    procore_id: procoreId,
    division_id: need.lists?.divisionId ?? null,
  }));
  const names = [...new Set(subjects.flatMap(({ need }) => need.lists?.names ?? []).map(matchName))];
  const [row] = await tx.execute<ListsRow>(sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as w(export_id uuid, kind text, procore_id bigint, division_id bigint)
    ), own as materialized (
      select e.id, e.choices, e.txn_id from exports e join wanted w on w.export_id = e.id where e.company_id = ${companyId}
    ), chosen as (
      select s.values->>'incomeAccount' as qb_id from settings s where s.company_id = ${companyId}
      union select s.values->>'expenseAccount' from settings s where s.company_id = ${companyId}
      union select o.choices->>'incomeAccount' from own o union select o.choices->>'expenseAccount' from own o
    ), names as (
      select jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) as name
      union select regexp_replace(lower(trim(o.choices->>'name')), '[.\\s]+$', '') from own o where o.choices ? 'name'
    ), records as (
      select q.*, reverse(split_part(reverse(q.match_name), ':', 1)) as own_name from qb_lists q
      where q.company_id = ${companyId} and q.kind in ('vendor', 'customer', 'item') and q.deleted_at is null
    )
    select
      (select coalesce(jsonb_agg(own), '[]') from own) as exports,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'procore_id', l.procore_id::text, 'qb_id', l.qb_id,
          'made_by', l.made_by, 'name', l.qb_name)), '[]')
        from links l join wanted w on w.kind = l.kind and w.procore_id = l.procore_id
        where l.company_id = ${companyId} and l.ended_at is null) as links,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', r.connection_id, 'list', r.kind, 'qb_id', r.qb_id,
          'qb_type', r.qb_type, 'full_name', r.full_name, 'own_name', r.own_name, 'parent_id', r.parent_id,
          'is_active', r.is_active, 'mark', r.external_guid)), '[]')
        from records r where r.own_name in (select name from names)) as named,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', q.connection_id, 'qb_id', q.qb_id, 'name', q.full_name,
          'type', coalesce(q.fields->>'type', ''), 'isActive', q.is_active, 'isGone', q.deleted_at is not null)), '[]')
        from qb_lists q where q.company_id = ${companyId} and q.kind = 'account'
          and q.qb_id in (select c.qb_id from chosen c)) as accounts,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', q.connection_id, 'qbId', q.qb_id,
          'fullName', q.full_name, 'sublevel', q.sublevel, 'isActive', q.is_active, 'isGone', q.deleted_at is not null)), '[]')
        from qb_lists q where q.company_id = ${companyId} and q.kind = 'customer'
          and q.qb_id in (select o.choices->>'customer' from own o)) as customers,
      (select coalesce(jsonb_agg(jsonb_build_object('procore_id', e.procore_id::text, 'request_id', r.id,
          'name', r.payload #>> array['body', r.message, 'Name'],
          'parent_name', coalesce(r.payload #>> array['body', r.message, 'ParentRef', 'FullName'],
            (select q.full_name from qb_lists q where q.company_id = r.company_id and q.connection_id = r.connection_id
              and q.kind = 'item' and q.qb_id = r.payload #>> array['body', r.message, 'ParentRef', 'ListID'])))), '[]')
        from exports e
        join qb_requests r on r.company_id = e.company_id and r.export_id = e.id and r.role = 'write'
          and r.state in ('ready', 'sent', 'unknown')
        where e.company_id = ${companyId} and e.kind = 'cost_code'
          and e.procore_id in (select w.division_id from wanted w)) as divisions`);
  return row ?? NOTHING;
}

function listsFor(row: ListsRow, subject: BooksSubject, place: ListPlaceOfSubject): ListBooks {
  const own = row.exports.find(one => one.id === subject.exportId);
  const choices = readChoices(own?.choices);
  const isHere = (one: { connection_id: string }) => one.connection_id === place.connectionId;
  const customer = row.customers.find(one => isHere(one) && one.qbId === choices.customer);
  return {
    choices,
    linkedTo: linkedTo(row, subject, own?.txn_id ?? null),
    named: row.named.filter(one => isHere(one) && isRival(one, { subject, place, choices })).map(recordOf),
    accounts: Object.fromEntries(
      row.accounts.filter(isHere).map(({ connection_id: _id, qb_id: qbId, ...account }) => [qbId, account]),
    ),
    customer: customer ? customerOf(customer) : null,
    divisionUnderWay: divisionFor(row, subject),
  };
}

/** A link of its own export is where it went, not what keeps it from going. */
function linkedTo(row: ListsRow, { kind, procoreId }: BooksSubject, txnId: string | null): string | null {
  const link = row.links.find(
    one =>
      one.kind === kind && one.procore_id === procoreId && !(one.made_by === 'export' && one.qb_id === txnId),
  );
  return link?.name ?? null;
}

interface Rivalry {
  readonly subject: BooksSubject;
  readonly place: ListPlaceOfSubject;
  readonly choices: ListChoices;
}

/** What carries its own mark is itself, exported and forgotten: it is found before it is sent again. */
function isRival(one: NamedRow, { subject, place, choices }: Rivalry): boolean {
  if (one.mark === place.mark) return false;
  const names = [...(subject.need.lists?.names ?? []), ...(choices.name === undefined ? [] : [choices.name])];
  return names.some(name => matchName(name) === one.own_name);
}

function recordOf(one: NamedRow): NamedRecord {
  return {
    list: one.list,
    qbId: one.qb_id,
    qbType: one.qb_type,
    fullName: one.full_name,
    parentId: one.parent_id,
    isActive: one.is_active,
  };
}

function customerOf({ connection_id: _id, ...customer }: CustomerRow): CustomerCopy {
  return customer;
}

function divisionFor(row: ListsRow, subject: BooksSubject): ListBooks['divisionUnderWay'] {
  const found = row.divisions.find(one => one.procore_id === subject.need.lists?.divisionId);
  if (!found) return null;
  const parents = found.parent_name === null ? '' : `${found.parent_name}:`;
  return { requestId: found.request_id, fullName: `${parents}${found.name}` };
}
