import { sql } from 'drizzle-orm';
import type { Tx } from '@/lib/db/client';
import { type BillBooks, type ItemCopy, NO_BILLS } from './bill-books';
import type { BooksSubject } from './books';
import type { ListPlaceOfSubject } from './load-list-books';
import { matchName } from './names';

interface LineRow {
  connection_id: string;
  kind: 'commitment' | 'change_order';
  commitment_id: string;
  lines: { procoreLineId: string; txnLineId: string }[] | null;
}

interface NumberRow {
  connection_id: string;
  number: string;
  qb_id: string | null;
  export_id: string | null;
  /** ListID of a copy's vendor. */
  vendor_qb_id: string | null;
  /** Procore's id of an export's. */
  vendor_id: string | null;
  /** In upper case. */
  mark: string | null;
  description: string;
}

interface VendorRow {
  connection_id: string;
  vendor_id: string;
  qb_id: string;
}

interface OwnRow {
  connection_id: string;
  procore_id: string;
  qb_id: string;
}

interface ItemRow extends ItemCopy {
  connection_id: string;
  qb_id: string;
}

interface BillsRow extends Record<string, unknown> {
  lines: LineRow[];
  numbers: NumberRow[];
  vendors: VendorRow[];
  own: OwnRow[];
  items: ItemRow[];
}

const NOTHING: BillsRow = { lines: [], numbers: [], vendors: [], own: [], items: [] };

/**
 * Opens what is known around the subjects of a batch that become bills; one statement, or none where there is no such
 * subject. Gives a function from a subject and its company file to it.
 */
export async function loadBillBooks(
  tx: Tx,
  companyId: string,
  subjects: readonly BooksSubject[],
): Promise<(subject: BooksSubject, place: ListPlaceOfSubject) => BillBooks> {
  const billed = subjects.filter(subject => subject.need.bills !== undefined);
  const row = billed.length === 0 ? NOTHING : await read(tx, companyId, billed);
  return (subject, place) => (subject.need.bills === undefined ? NO_BILLS : billsFor(row, subject, place));
}

async function read(tx: Tx, companyId: string, subjects: readonly BooksSubject[]): Promise<BillsRow> {
  const wanted = subjects.map(({ procoreId, need }) => ({
    procore_id: procoreId,
    project_id: need.projectId,
    commitment_id: need.bills?.commitmentId ?? null,
    vendor_id: need.bills?.vendorId ?? null,
  }));
  const numbers = [...new Set(subjects.flatMap(({ need }) => need.bills?.numbers ?? []).map(matchName))];
  const [row] = await tx.execute<BillsRow>(sql`
    with wanted as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb)
        as w(procore_id bigint, project_id bigint, commitment_id bigint, vendor_id bigint)
    ), numbers as (
      select jsonb_array_elements_text(${JSON.stringify(numbers)}::jsonb) as number
    ), parts as (
      select distinct commitment_id, 'commitment' as kind, commitment_id as procore_id from wanted
      union
      select distinct w.commitment_id, 'change_order', e.procore_id from wanted w
      join exports e on e.company_id = ${companyId} and e.kind = 'change_order' and e.procore_project_id = w.project_id
        and e.snapshot->>'commitmentId' = w.commitment_id::text
    ), chosen as (
      select s.values->>name as qb_id from settings s cross join (values ('retainageItem'), ('taxItem')) as k(name)
      where s.company_id = ${companyId}
    )
    select
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', l.connection_id, 'kind', l.kind,
          'commitment_id', p.commitment_id::text, 'lines', l.lines)), '[]')
        from parts p join links l on l.company_id = ${companyId} and l.kind = p.kind and l.procore_id = p.procore_id
        where l.ended_at is null) as lines,
      (select coalesce(jsonb_agg(n), '[]') from (
        select q.connection_id, q.match_name as number, q.qb_id, null::uuid as export_id,
          q.fields->>'vendorId' as vendor_qb_id, null as vendor_id, q.external_guid as mark,
          'a bill' || coalesce(' of ' || (q.fields->>'date'), '') as description
        from qb_lists q where q.company_id = ${companyId} and q.kind = 'bill' and q.deleted_at is null
          and q.match_name in (select number from numbers)
        union all
        select e.connection_id, e.ref_match, e.txn_id, e.id, null,
          e.snapshot #>> '{vendor,id}', null, 'another invoice, for “' || e.title || '”'
        from exports e where e.company_id = ${companyId} and e.kind = 'invoice'
          and e.state in ('queued', 'sent', 'outcome_unknown', 'needs_attention', 'synced')
          and e.ref_match in (select number from numbers)) n) as numbers,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', l.connection_id, 'vendor_id', l.procore_id::text,
          'qb_id', l.qb_id)), '[]') from links l where l.company_id = ${companyId} and l.kind = 'vendor'
          and l.ended_at is null and l.procore_id in (select vendor_id from wanted)) as vendors,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', l.connection_id, 'procore_id', l.procore_id::text,
          'qb_id', l.qb_id)), '[]') from links l where l.company_id = ${companyId} and l.kind = 'invoice'
          and l.ended_at is null and l.procore_id in (select procore_id from wanted)) as own,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', q.connection_id, 'qb_id', q.qb_id,
          'name', q.full_name, 'qbType', q.qb_type, 'isActive', q.is_active, 'isGone', q.deleted_at is not null,
          'isCostCode', exists (select 1 from links l where l.company_id = q.company_id
            and l.connection_id = q.connection_id and l.kind = 'cost_code' and l.qb_id = q.qb_id and l.ended_at is null))), '[]')
        from qb_lists q where q.company_id = ${companyId} and q.kind = 'item'
          and q.qb_id in (select c.qb_id from chosen c)) as items`);
  return row ?? NOTHING;
}

function billsFor(row: BillsRow, subject: BooksSubject, place: ListPlaceOfSubject): BillBooks {
  const isHere = (one: { connection_id: string }) => one.connection_id === place.connectionId;
  const lines = row.lines.filter(
    one => isHere(one) && one.commitment_id === subject.need.bills?.commitmentId,
  );
  const numbers = row.numbers.filter(isHere);
  const copies = numbers.filter(one => one.mark === place.mark);
  return {
    orderLines: { contract: linesOf(lines, 'commitment'), change: linesOf(lines, 'change_order') },
    numberHolders: holders(numbers, row, { subject, place }),
    items: Object.fromEntries(
      row.items.filter(isHere).map(({ connection_id: _id, qb_id: qbId, ...item }) => [qbId, item]),
    ),
    markedIds: copies.flatMap(one => one.qb_id ?? []),
  };
}

function linesOf(rows: readonly LineRow[], kind: LineRow['kind']): Record<string, string> {
  const lines = rows.filter(row => row.kind === kind).flatMap(row => row.lines ?? []);
  return Object.fromEntries(lines.map(line => [line.procoreLineId, line.txnLineId]));
}

interface Rivalry {
  readonly subject: BooksSubject;
  readonly place: ListPlaceOfSubject;
}

/** A number is unique among the bills of one vendor. What carries its own mark is itself, exported and forgotten. */
function holders(
  numbers: readonly NumberRow[],
  row: BillsRow,
  { subject, place }: Rivalry,
): BillBooks['numberHolders'] {
  const isHere = (one: { connection_id: string }) => one.connection_id === place.connectionId;
  const { vendorId = null } = subject.need.bills ?? {};
  const vendor = row.vendors.find(one => isHere(one) && one.vendor_id === vendorId);
  const own = row.own.find(one => isHere(one) && one.procore_id === subject.procoreId);
  const others = numbers.filter(
    one =>
      one.export_id !== subject.exportId &&
      one.mark !== place.mark &&
      (one.qb_id === null || one.qb_id !== own?.qb_id) &&
      (one.export_id === null
        ? vendor !== undefined && one.vendor_qb_id === vendor.qb_id
        : one.vendor_id === vendorId),
  );
  const asked = subject.need.bills?.numbers ?? [];
  return Object.fromEntries(
    asked.flatMap(number => {
      const holder = others.find(one => one.number === matchName(number));
      return holder === undefined ? [] : [[number, { description: holder.description }]];
    }),
  );
}
