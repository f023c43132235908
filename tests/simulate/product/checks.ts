import type postgres from 'postgres';
import { sha256Hex } from '@/lib/core/canonical';
import type { Desk } from '@/tests/support/desk';
import { findBrokenPromises } from '@/tests/support/promises';
import type { BooksWork } from './books-work';
import type { Town } from './town';

/** R1: where an accepted export may be when all is quiet. */
const UNDER_WAY = ['queued', 'sent', 'outcome_unknown'];

interface Row {
  readonly number: string;
  readonly ref_number: string | null;
  readonly state: string;
  readonly txn_id: string | null;
  readonly error: { readonly remedy?: string } | null;
}

/** Whether anything that a company accepted has not come to its end. */
export async function isUnderWay({ test: { owner }, admin }: Desk): Promise<boolean> {
  const [row] = await owner<{ left: number }[]>`
    select count(*)::int as left from exports where company_id = ${admin.company.id} and state = any (${UNDER_WAY})`;
  return (row?.left ?? 0) > 0;
}

/**
 * R1, and that what we say of the books is so, for one company once all is quiet. What people did by hand is known once
 * the books were looked through.
 */
export async function complaintsAbout(work: BooksWork, isLookedThrough = false): Promise<string[]> {
  const { desk, touched } = work;
  const rows = await desk.test.owner<Row[]>`
    select number, ref_number, state, txn_id, error from exports where company_id = ${desk.admin.company.id}`;
  const live = new Set(desk.quickBooks.books.purchaseOrders().map(order => order.txnId));
  return rows.flatMap(({ number, state, txn_id: txnId, error }) => {
    if (UNDER_WAY.includes(state)) return [`R1: ${number} is still ${state}`];
    if ((state === 'failed' || state === 'needs_attention') && !error?.remedy)
      return [`R1: ${number} is ${state} without a remedy`];
    if (state !== 'synced') return [];
    if (txnId === null) return [`R1: ${number} is synced without an id`];
    const isUnnoticed = !isLookedThrough && touched.has(txnId);
    return live.has(txnId) || isUnnoticed ? [] : [`R11: ${number} is synced and not there`];
  });
}

/** R2, R3, R4, R6, R8 of both companies. */
export async function brokenPromises({ first, second }: Town): Promise<string[]> {
  return [
    ...(await findBrokenPromises(first)),
    ...(await findBrokenPromises(second)),
    ...twiceUnderAnyMark(first),
    ...twiceUnderAnyMark(second),
  ];
}

/** R2, R19: a record stands in the books once, whatever marks it went out under. */
function twiceUnderAnyMark({ quickBooks }: Desk): string[] {
  const numbers = quickBooks.books
    .purchaseOrders()
    .flatMap(order => (order.externalGuid === null ? [] : [order.refNumber]));
  const twice = numbers.filter((number, place) => numbers.indexOf(number) < place);
  return [...new Set(twice)].map(number => `R2: ${number} is in the books twice under two marks`);
}

/** What the histories of both companies tell, each once. */
export async function eventsTold({ owner }: { owner: postgres.Sql }): Promise<string[]> {
  const rows = await owner<{ action: string }[]>`select distinct action from history`;
  return rows.map(row => row.action);
}

/** R15: what is kept of each commitment is what Procore has now. */
export async function untoldByProcore({ procore, test }: Town): Promise<string[]> {
  const rows = await test.owner<{ id: string; title: string; isGone: boolean }[]>`
    select procore_id::text as id, title, deleted_in_procore_at is not null as "isGone" from exports`;
  const kept = new Map(rows.map(row => [row.id, row]));
  const made = procore.procore.records.commitments().filter(one => one.number.startsWith('SC-A-'));
  return made.flatMap(({ id, number, title, deletedAt }) => {
    const row = kept.get(String(id));
    if (row === undefined) return deletedAt === null ? [`R15: ${number} was never heard of`] : [];
    if (row.isGone !== (deletedAt !== null)) return [`R15: ${number} was deleted in Procore, or was not`];
    return row.title === title || row.isGone
      ? []
      : [`R15: ${number} reads “${row.title}”, in Procore “${title}”`];
  });
}

let tenantTables: Promise<readonly { name: string }[]> | null = null;

/** A digest of every row of a company, or of all: to see that nothing changed. */
export async function fingerprint(owner: postgres.Sql, companyId: string | null): Promise<string> {
  tenantTables ??= owner<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'company_id' and not a.attisdropped
    where n.nspname = 'public' and c.relkind = 'r' order by 1`;
  const tables = await tenantTables;
  const parts = tables.map(({ name }) => {
    const where = companyId === null ? '' : `where company_id = '${companyId}'`;
    return `select '${name}' as name, md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest from ${name} t ${where}`;
  });
  const rows = await owner.unsafe<{ name: string; digest: string | null }[]>(parts.join(' union all '));
  return rows
    .map(row => `${row.name} ${row.digest ?? ''}`)
    .sort()
    .join('\n');
}

/** R20: all that was written down of a company, in one hash. */
export async function historyHash({ owner }: { owner: postgres.Sql }, companyId: string): Promise<string> {
  const rows = await owner<{ seq: string; hash: string }[]>`
    select seq::text, hash from history_heads where company_id = ${companyId}`;
  return sha256Hex(rows.map(row => `${row.seq} ${row.hash}`).join());
}
