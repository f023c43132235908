import { sql } from 'drizzle-orm';
import { targetFor } from '@/lib/connections/facts';
import { braced } from '@/lib/core/encoding';
import { derivedUuid } from '@/lib/core/seal';
import type { Tx } from '@/lib/db/client';
import { readSettings } from '@/lib/tenancy/settings';
import type { BillBooks } from './bill-books';
import {
  type BookLink,
  type Books,
  type BooksConnection,
  type BooksSubject,
  linkKey,
  type OrderCopy,
  type OrderNumberHolder,
  type OtherChange,
} from './books';
import type { EstimateBooks } from './estimate-books';
import type { ListBooks } from './list-books';
import { loadBillBooks } from './load-bill-books';
import { loadEstimateBooks } from './load-estimate-books';
import { type ListPlaceOfSubject, loadListBooks } from './load-list-books';
import { linksToCome, loadProspects, type Prospect } from './load-prospects';
import { matchName } from './names';

interface LinkRow {
  connection_id: string;
  kind: string;
  procore_id: string;
  qb_id: string;
  qb_type: string;
  name: string;
  is_active: boolean;
  is_gone: boolean;
  is_two_sided: boolean | null;
  order: OrderCopy | null;
}

interface ConnectionRow {
  id: string;
  name: string;
  company_file_name: string | null;
  file_id: string;
  country: string | null;
  closing_date: string | null;
  purchase_orders_on: boolean | null;
  estimates_on: boolean | null;
  missing_right: number | null;
}

interface OrderRow {
  connection_id: string;
  number: string;
  qb_id: string | null;
  export_id: string | null;
  /** In upper case. */
  mark: string | null;
  description: string;
}

interface ChangeRow {
  export_id: string;
  commitment_id: string;
  number: string;
  revision: number | null;
  standing: OtherChange['standing'];
}

interface BooksRow extends Record<string, unknown> {
  settings: unknown;
  connections: ConnectionRow[];
  links: LinkRow[];
  former: Pick<LinkRow, 'kind' | 'procore_id' | 'qb_id'>[];
  cost_codes: { full_code: string; id: string }[];
  orders: OrderRow[];
  changes: ChangeRow[];
}

/**
 * Opens the books for a batch of records, in one statement however many there are, and one more each where some of them
 * become records of QuickBooks' lists, bills or estimates, or miss something that they may wait for.
 * Gives a function from a subject of the batch to its books.
 */
export async function loadBooks(
  tx: Tx,
  companyId: string,
  subjects: readonly BooksSubject[],
): Promise<(subject: BooksSubject) => Books> {
  const row = await loadRow(tx, companyId, subjects);
  const listsOf = await loadListBooks(tx, companyId, subjects);
  const billsOf = await loadBillBooks(tx, companyId, subjects);
  const estimatesOf = await loadEstimateBooks(tx, companyId, subjects);
  const known = { links: row?.links ?? [], costCodes: row?.cost_codes ?? [] };
  const prospects = await loadProspects(tx, companyId, { subjects, known });
  return subject => booksFor(companyId, subject, { row, listsOf, billsOf, estimatesOf, prospects });
}

async function loadRow(
  tx: Tx,
  companyId: string,
  subjects: readonly BooksSubject[],
): Promise<BooksRow | undefined> {
  const wanted = subjects.flatMap(subject =>
    subject.need.links.map(link => ({ kind: link.kind, id: link.procoreId })),
  );
  const codes = [...new Set(subjects.flatMap(subject => subject.need.costCodeFullCodes))];
  const numbers = [...new Set(subjects.flatMap(subject => subject.need.orderNumbers.map(matchName)))];
  const changing = subjects.filter(subject => subject.need.changesOf !== null);
  const changed = [...new Set(changing.map(subject => subject.need.changesOf ?? ''))];
  const projects = [...new Set(changing.map(subject => subject.need.projectId ?? ''))];
  const [row] = await tx.execute<BooksRow>(sql`
    with codes as (
      select r.code as full_code, r.procore_id from procore_records r
      where r.company_id = ${companyId} and r.kind = 'cost_code' and r.code = any (${textArray(codes)})
    ), wanted as (
      select distinct kind, id from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w(kind text, id bigint)
      union select 'cost_code', procore_id from codes
    )
    select
      (select values from settings s where s.company_id = ${companyId}) as settings,
      (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'company_file_name', c.company_file_name,
          'file_id', c.file_id, 'country', c.country, 'closing_date', c.closing_date,
          'purchase_orders_on', c.preferences->'arePurchaseOrdersOn',
          'estimates_on', c.preferences->'isUsingEstimates',
          'missing_right', c.preferences->'missingRight')), '[]')
        from connections c where c.company_id = ${companyId} and c.status <> 'removed') as connections,
      (select coalesce(jsonb_agg(jsonb_build_object('connection_id', l.connection_id, 'kind', l.kind,
          'procore_id', l.procore_id::text, 'qb_id', l.qb_id, 'qb_type', coalesce(q.qb_type, l.qb_type),
          'name', coalesce(q.full_name, l.qb_name), 'is_active', coalesce(q.is_active, true),
          'is_gone', q.deleted_at is not null, 'is_two_sided', q.fields->'isTwoSided',
          'order', case when q.kind = 'purchase_order' then jsonb_build_object('vendor', q.fields->'vendor',
            'vendorId', q.fields->'vendorId', 'date', q.fields->'date', 'total', q.fields->'total') end)), '[]')
        from links l join wanted w on w.kind = l.kind and w.id = l.procore_id
        left join qb_lists q on q.company_id = l.company_id and q.connection_id = l.connection_id and q.qb_id = l.qb_id
          and q.kind = case l.kind when 'project' then 'customer' when 'cost_code' then 'item'
            when 'commitment' then 'purchase_order' when 'change_order' then 'purchase_order' when 'invoice' then 'bill'
            when 'budget' then 'estimate'
            else 'vendor' end
        where l.company_id = ${companyId} and l.ended_at is null) as links,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', l.kind, 'procore_id', l.procore_id::text, 'qb_id', l.qb_id)), '[]')
        from links l join wanted w on w.kind = l.kind and w.id = l.procore_id
        where l.company_id = ${companyId} and l.ended_at is not null and l.made_by = 'export') as former,
      (select coalesce(jsonb_agg(jsonb_build_object('full_code', c.full_code, 'id', c.procore_id::text)), '[]') from codes c)
        as cost_codes,
      (select coalesce(jsonb_agg(o), '[]') from (
        select q.connection_id, q.match_name as number, q.qb_id, null::uuid as export_id, q.external_guid as mark,
          'a purchase order for ' || coalesce(q.fields->>'vendor', 'an unknown vendor')
            || coalesce(' of ' || (q.fields->>'date'), '') as description
        from qb_lists q where q.company_id = ${companyId} and q.kind = 'purchase_order' and q.deleted_at is null
          and q.match_name = any (${textArray(numbers)})
        union all
        select e.connection_id, e.ref_match, e.txn_id, e.id, null, 'commitment “' || e.title || '”'
        from exports e where e.company_id = ${companyId} and e.kind = 'commitment'
          and e.state in ('queued', 'sent', 'outcome_unknown', 'needs_attention', 'synced')
          and e.ref_match = any (${textArray(numbers)})) o) as orders,
      (select coalesce(jsonb_agg(jsonb_build_object('export_id', e.id, 'commitment_id', e.snapshot->>'commitmentId',
          'number', e.number, 'revision', e.snapshot->'revision', 'standing', case e.state when 'synced' then 'made'
            when 'needs_attention' then 'stuck' else 'under way' end) order by e.decided_at, e.id), '[]')
        from exports e where e.company_id = ${companyId} and e.kind = 'change_order'
          and e.procore_project_id::text = any (${textArray(projects)})
          and e.state in ('queued', 'sent', 'outcome_unknown', 'needs_attention', 'synced')
          and e.snapshot->>'commitmentId' = any (${textArray(changed)})) as changes`);
  return row;
}

/** A text array as one parameter; the driver would spread a JavaScript array. */
function textArray(values: readonly string[]) {
  return sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`;
}

/** The company file of a record: its project's, or that its project is to get a job in; for list records the company's own. */
function connectionFor(
  { need }: BooksSubject,
  { row, prospects }: Pick<Loaded, 'row' | 'prospects'>,
): ConnectionRow | undefined {
  const all = row?.connections ?? [];
  const { mainFile } = readSettings(row?.settings);
  const main = all.find(one => one.id === mainFile) ?? (all.length === 1 ? all[0] : undefined);
  if (need.lists !== undefined) return main;
  const link = row?.links.find(one => one.kind === 'project' && one.procore_id === need.projectId);
  if (link !== undefined) return all.find(one => one.id === link.connection_id);
  const job = prospects.find(one => one.kind === 'project' && one.procoreId === need.projectId);
  if (job === undefined || need.mayWait !== true) return undefined;
  return job.connectionId === null ? main : all.find(one => one.id === job.connectionId);
}

interface Loaded {
  readonly row: BooksRow | undefined;
  readonly listsOf: (subject: BooksSubject, place: ListPlaceOfSubject) => ListBooks;
  readonly billsOf: (subject: BooksSubject, place: ListPlaceOfSubject) => BillBooks;
  readonly estimatesOf: (subject: BooksSubject, mark: string) => EstimateBooks;
  readonly prospects: readonly Prospect[];
}

function booksFor(companyId: string, subject: BooksSubject, loaded: Loaded): Books {
  const { row, listsOf, billsOf, estimatesOf, prospects } = loaded;
  const links = row?.links ?? [];
  const connection = connectionFor(subject, { row, prospects });
  const here = links.filter(link => link.connection_id === connection?.id);
  const own = here.find(link => link.kind === subject.kind && link.procore_id === subject.procoreId);
  const externalGuid = braced(
    derivedUuid(
      connection?.file_id ?? companyId,
      [companyId, subject.kind, subject.procoreId, subject.nextExportNumber].join('|'),
    ),
  );
  const place = { connectionId: connection?.id ?? null, mark: externalGuid.toUpperCase() };
  return {
    settings: readSettings(row?.settings),
    connection: connection ? connectionOf(connection) : null,
    links: {
      ...linksToCome(prospects, subject, {
        known: { links, costCodes: row?.cost_codes ?? [] },
        connectionId: connection?.id ?? null,
      }),
      ...Object.fromEntries(here.map(link => [linkKey(link.kind, link.procore_id), linkOf(link)])),
    },
    costCodes: Object.fromEntries((row?.cost_codes ?? []).map(code => [code.full_code, code.id])),
    orderNumbers: holders(row?.orders ?? [], subject, {
      connectionId: connection?.id ?? null,
      ownTxnId: own?.qb_id ?? null,
      ownMark: externalGuid.toUpperCase(),
    }),
    formerIds: formerIdsOf(row, subject, externalGuid.toUpperCase()),
    otherChanges: (row?.changes ?? [])
      .filter(one => one.commitment_id === subject.need.changesOf && one.export_id !== subject.exportId)
      .map(({ number, revision, standing }) => ({ number, revision: revision ?? 0, standing })),
    externalGuid,
    lists: listsOf(subject, place),
    bills: billsOf(subject, place),
    estimates: estimatesOf(subject, externalGuid.toUpperCase()),
  };
}

/** Of ended links, and of what carries its mark without a link, as after a restore of our own database. */
function formerIdsOf(row: BooksRow | undefined, subject: BooksSubject, mark: string): string[] {
  const ended = (row?.former ?? []).filter(
    link => link.kind === subject.kind && link.procore_id === subject.procoreId,
  );
  const marked = (row?.orders ?? []).filter(order => order.mark === mark);
  return [...ended, ...marked].flatMap(one => one.qb_id ?? []);
}

function connectionOf(row: ConnectionRow): BooksConnection {
  return {
    id: row.id,
    name: row.name,
    companyFileName: row.company_file_name,
    fileId: row.file_id,
    target: targetFor(row.country),
    closingDate: row.closing_date,
    arePurchaseOrdersOn: row.purchase_orders_on,
    areEstimatesOn: row.estimates_on,
    missingRight: row.missing_right,
  };
}

function linkOf(row: LinkRow): BookLink {
  return {
    qbId: row.qb_id,
    qbType: row.qb_type,
    name: row.name,
    isActive: row.is_active,
    isGone: row.is_gone,
    isTwoSided: row.is_two_sided,
    order: row.order,
  };
}

function holders(
  orders: readonly OrderRow[],
  subject: BooksSubject,
  own: { connectionId: string | null; ownTxnId: string | null; ownMark: string },
): Record<string, OrderNumberHolder> {
  const others = orders.filter(
    order =>
      order.connection_id === own.connectionId &&
      order.export_id !== subject.exportId &&
      // What carries its own mark is itself, exported and forgotten: it is found before it is sent again.
      order.mark !== own.ownMark &&
      (order.qb_id === null || order.qb_id !== own.ownTxnId),
  );
  return Object.fromEntries(
    subject.need.orderNumbers.flatMap(number => {
      const holder = others.find(order => order.number === matchName(number));
      return holder === undefined ? [] : [[number, { description: holder.description }]];
    }),
  );
}
