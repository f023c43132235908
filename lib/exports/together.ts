import { and, asc, eq, inArray } from 'drizzle-orm';
import { exports } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { AppError, NotFound } from '@/lib/core/errors';
import { DIRECTORY_KINDS, type DirectoryKind, type ExportKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { CostCodeRecord } from '@/lib/flows/cost-code';
import { type Books, linkKey } from '@/lib/mappings/books';
import { loadBooks } from '@/lib/mappings/load-books';
import { linkToCome } from '@/lib/mappings/load-prospects';
import type { QbRequest } from '@/lib/qbxml';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { booksFor } from './load';
import { type Proposal, proposalFor } from './preview';
import { type ExportRow, flowFor, subjectOf } from './snapshot';
import { proposeRecords } from './stage-directory';
import { wavesOf } from './waves';

/** A record of a directory that another one needs, and that nobody has accepted yet. */
export interface Needed {
  readonly kind: DirectoryKind;
  readonly procoreId: string;
}

/** What a record needs of QuickBooks' lists that is neither there nor on its way. */
export function neededBy(row: ExportRow, books: Books): Needed[] {
  const need = flowFor(row.kind).needs(row.snapshot);
  if (need.mayWait !== true) return [];
  const codes = need.costCodeFullCodes.flatMap(code => books.costCodes[code] ?? []);
  const wanted = [
    ...need.links.flatMap(({ kind, procoreId }) => {
      const directory = DIRECTORY_KINDS.find(one => one === kind);
      return directory === undefined ? [] : [{ kind: directory, procoreId }];
    }),
    ...codes.map(procoreId => ({ kind: 'cost_code' as const, procoreId })),
  ];
  const unique = new Map(wanted.map(one => [linkKey(one.kind, one.procoreId), one]));
  return [...unique].flatMap(([key, one]) => {
    const link = books.links[key];
    const isMissing = link === undefined || (link.toCome !== undefined && link.toCome.requestId === null);
    return isMissing ? [one] : [];
  });
}

/** A record of one decision, as it would be accepted. */
export interface TogetherItem {
  readonly id: string;
  readonly kind: ExportKind;
  readonly number: string;
  readonly title: string;
  /** What QuickBooks would get, and what accepting it takes; null where something stands in the way. */
  readonly proposal: { readonly hash: string; readonly form: string; readonly name: string } | null;
  readonly obstacle: { readonly message: string; readonly remedy: string | null } | null;
}

/**
 * Puts what a record needs among what can go to QuickBooks, and gives all of it with the record itself, in the order in
 * which it goes there: to be accepted in one decision. The names under which others are to come are those they will have.
 * @throws NotFound for a record that was not read, Forbidden
 */
export async function prepareTogether(ctx: Ctx, id: string): Promise<TogetherItem[]> {
  const { row, needed } = await inCompany(ctx, async tx => {
    const found = await rowOf(ctx, tx, id);
    return { row: found, needed: neededBy(found, await booksFor(ctx, tx, found)) };
  });
  requireApproval(ctx.rights, row.kind, 'export');
  const ids = await proposeAll(ctx, needed);
  const divisions = await proposeAll(ctx, await inCompany(ctx, tx => divisionsOf(ctx, tx, ids)));
  return await inCompany(ctx, tx => shownTogether(ctx, tx, [...divisions, ...ids, id]));
}

async function rowOf(ctx: Ctx, tx: Tx, id: string): Promise<ExportRow> {
  const [row] = isUuid(id) ? await rowsOf(ctx, tx, [id]) : [];
  if (!row) throw new NotFound();
  return row;
}

async function rowsOf(ctx: Ctx, tx: Tx, ids: readonly string[]): Promise<ExportRow[]> {
  if (ids.length === 0) return [];
  return await tx
    .select()
    .from(exports)
    .where(and(eq(exports.companyId, ctx.company.id), inArray(exports.id, [...ids])))
    .orderBy(asc(exports.number), asc(exports.id));
}

async function proposeAll(ctx: Ctx, needed: readonly Needed[]): Promise<string[]> {
  const ids: string[] = [];
  for (const kind of DIRECTORY_KINDS) {
    const procoreIds = needed.filter(one => one.kind === kind).map(one => one.procoreId);
    if (procoreIds.length > 0) ids.push(...(await proposeRecords(ctx, { kind, procoreIds })));
  }
  return ids;
}

/** Divisions of cost codes that are to go first. */
async function divisionsOf(ctx: Ctx, tx: Tx, ids: readonly string[]): Promise<Needed[]> {
  const codes = (await rowsOf(ctx, tx, ids)).filter(row => row.kind === 'cost_code');
  const divisions = new Map<string, Needed>();
  for (const row of codes) {
    const { division } = row.snapshot as CostCodeRecord;
    const books = await booksFor(ctx, tx, row);
    const isKnown = division === null || books.settings.divisions === 'none';
    if (isKnown || books.lists.divisionUnderWay !== null) continue;
    if (books.links[linkKey('cost_code', division.id)] === undefined)
      divisions.set(division.id, { kind: 'cost_code', procoreId: division.id });
  }
  return [...divisions.values()];
}

async function shownTogether(ctx: Ctx, tx: Tx, ids: readonly string[]): Promise<TogetherItem[]> {
  const rows = await rowsOf(ctx, tx, ids);
  const subjects = new Map(rows.map(row => [row.id, subjectOf(row, row.snapshot)]));
  const booksOf = await loadBooks(tx, ctx.company.id, [...subjects.values()]);
  const names = new Map<string, string>();
  const tied = rows.map(row => ({ row, subject: subjects.get(row.id) ?? subjectOf(row, row.snapshot) }));
  const ordered = wavesOf(tied, ({ row, subject }) => ({
    kind: row.kind,
    procoreId: row.procoreId,
    number: row.number,
    need: subject.need,
  })).flat();
  return ordered.map(({ row, subject }) => {
    const books = asIfAccepted(booksOf(subject), names, subject.need.lists?.divisionId ?? null);
    const shown = proposeOne(row, books);
    if (shown.proposal !== null) names.set(linkKey(row.kind, row.procoreId), shown.proposal.name);
    const { id, kind, number, title } = row;
    return { id, kind, number, title, ...shown };
  });
}

/** The books as they will be once the records that have names were accepted. */
function asIfAccepted(books: Books, names: ReadonlyMap<string, string>, divisionId: string | null): Books {
  const links = Object.entries(books.links).map(([key, link]) => {
    const name = names.get(key);
    const isOpen = link.toCome !== undefined && link.toCome.requestId === null;
    return [key, isOpen && name !== undefined ? linkToCome(name, { requestId: null, called: name }) : link];
  });
  const division = divisionId === null ? undefined : names.get(linkKey('cost_code', divisionId));
  const divisionUnderWay =
    books.lists.divisionUnderWay ?? (division === undefined ? null : { requestId: '', fullName: division });
  return { ...books, links: Object.fromEntries(links), lists: { ...books.lists, divisionUnderWay } };
}

function proposeOne(row: ExportRow, books: Books): Pick<TogetherItem, 'proposal' | 'obstacle'> {
  try {
    const proposal = proposalFor(row, books);
    const { hash, preview } = proposal;
    return { proposal: { hash, form: preview.form, name: nameIn(proposal, books) }, obstacle: null };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === 'broken') throw thrown;
    return { proposal: null, obstacle: { message: thrown.message, remedy: thrown.remedy } };
  }
}

interface Named {
  readonly Name?: string;
  readonly RefNumber?: string;
  readonly ParentRef?: { readonly ListID?: string; readonly FullName?: string };
}

/** The full name a record of a list will have, or the number of an order. */
function nameIn({ request }: Proposal, books: Books): string {
  const { Name, RefNumber, ParentRef } = bodyOf(request);
  if (Name === undefined) return RefNumber ?? '';
  const parent = ParentRef === undefined ? null : (ParentRef.FullName ?? parentName(ParentRef.ListID, books));
  return parent === null ? Name : `${parent}:${Name}`;
}

function bodyOf(request: QbRequest): Named {
  return ((request.body as Readonly<Record<string, unknown>>)[request.message] ?? {}) as Named;
}

function parentName(listId: string | undefined, books: Books): string {
  const { customer } = books.lists;
  if (customer !== null && customer.qbId === listId) return customer.fullName;
  return Object.values(books.links).find(link => link.qbId === listId)?.name ?? '';
}
