import { z } from 'zod';
import { findConnection } from '@/lib/connections';
import { NotFound } from '@/lib/core/errors';
import { DIRECTORY_KINDS, type DirectoryKind } from '@/lib/core/kinds';
import { TEXT } from '@/lib/core/limits';
import { activeAccounts, freeItems, type ListRow, listAges, searchList } from '@/lib/mappings/lists';
import { LIST_OF, listPairs, type PairPage, type PairsInput } from '@/lib/mappings/pairs';
import { type Ctx, inCompany, requireMapping, settingsOf } from '@/lib/tenancy';
import { procoreIdText, uuidText } from './inputs';

/** What a page of pairs is asked by. */
export const pairsQuery = z.strictObject({
  connectionId: uuidText,
  show: z.enum(['all', 'unlinked', 'linked']).default('all'),
  search: z.string().max(TEXT.search).default(''),
  offset: z.coerce.number().int().min(0).max(100_000).default(0),
});

/** A Procore record and the QuickBooks record it is to be linked to. */
export const twinBody = z.strictObject({
  connectionId: uuidText,
  procoreId: procoreIdText,
  qbId: z.string().min(1).max(80),
});

/** @throws NotFound */
export function directoryKind(params: Readonly<Record<string, string>>): DirectoryKind {
  const kind = DIRECTORY_KINDS.find(one => one === params['kind']?.replace('-', '_'));
  if (!kind) throw new NotFound('This address');
  return kind;
}

/** A page of mappings, with how old the QuickBooks list is. */
export async function mappingPage(
  ctx: Ctx,
  kind: DirectoryKind,
  input: Omit<PairsInput, 'companyId' | 'kind'>,
): Promise<PairPage & { readonly asOf: string | null }> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    await findConnection(ctx, tx, input.connectionId);
    const page = await listPairs(tx, {
      ...input,
      companyId: ctx.company.id,
      kind,
      search: input.search.trim(),
    });
    const ages = await listAges(tx, ctx.company.id, input.connectionId);
    return { ...page, asOf: ages.get(LIST_OF[kind])?.toISOString() ?? null };
  });
}

/** QuickBooks records a Procore record can be linked to; with `parents`, those that a new one can stand under. */
export async function mappingSearch(
  ctx: Ctx,
  kind: DirectoryKind,
  input: { connectionId: string; search: string; parents: boolean },
): Promise<ListRow[]> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    await findConnection(ctx, tx, input.connectionId);
    const rows = await searchList(
      tx,
      { companyId: ctx.company.id, connectionId: input.connectionId, kind: LIST_OF[kind] },
      input.search,
    );
    const { values } = await settingsOf(tx, ctx.company.id);
    const isJobsOnly = kind === 'project' && values.projectsBecome === 'jobs' && !input.parents;
    return isJobsOnly ? rows.filter(row => row.qbType === 'Job') : rows;
  });
}

/** The accounts of a company file that new items may be booked to. */
export async function accountsOf(ctx: Ctx, connectionId: string): Promise<ListRow[]> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    await findConnection(ctx, tx, connectionId);
    return await activeAccounts(tx, { companyId: ctx.company.id, connectionId });
  });
}

/** Items of a company file that are no cost codes, such as the one for retainage. */
export async function itemsOf(ctx: Ctx, connectionId: string): Promise<ListRow[]> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    await findConnection(ctx, tx, connectionId);
    return await freeItems(tx, { companyId: ctx.company.id, connectionId });
  });
}
