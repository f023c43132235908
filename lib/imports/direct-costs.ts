import { and, eq, sql } from 'drizzle-orm';
import { pictures } from '@/drizzle/schema';
import { TASKS } from '@/lib/core/limits';
import { parseMoney } from '@/lib/core/money';
import { knownPictures, markGone, type PictureRow, storePictures } from '@/lib/mappings/pictures';
import { isNews } from '@/lib/mappings/settled';
import {
  type DirectCost,
  type DirectCostRow,
  type Listing,
  listDirectCostLines,
  listDirectCosts,
  ProcoreError,
  type ProcoreSession,
  showDirectCost,
} from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';

/** Up to so many are read one by one; more of them with the lines of the whole project. */
const FEW = 2;

const placeOf = (ctx: Ctx) => ({ companyId: ctx.company.id, kind: 'cost' }) as const;

/** Our own marks are no part of what somebody may have changed. */
export function costContent({ originId: _id, originData: _data, updatedAt: _at, ...content }: DirectCost) {
  return { ...content, lines: content.lines.map(({ originId: _lineId, ...line }) => line) };
}

/** Compares a project's direct costs with Procore's, all of them. @returns how many differed */
export async function reconcileDirectCosts(
  ctx: Ctx,
  procore: ProcoreSession,
  projectId: string,
): Promise<{ found: number }> {
  const lookAt = ctx.env.now();
  const known = await knownIn(ctx, projectId);
  const rows = await listDirectCosts(procore, projectId);
  const found = await keepNews(ctx, procore, { projectId, rows, known });
  const there = new Set(rows.map(row => row.id));
  const gone = [...known.values()].filter(
    one => one.deletedInProcoreAt === null && !there.has(one.procoreId) && one.procoreReadAt <= lookAt,
  );
  await inCompany(ctx, tx =>
    markGone(tx, placeOf(ctx), { procoreIds: gone.map(one => one.procoreId), at: lookAt }),
  );
  return { found: found + gone.length };
}

/** Reads the direct costs of a project that changed. What is gone no such look tells. */
export async function readDirectCosts(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, since }: { readonly projectId: string; readonly since: Date | null },
): Promise<void> {
  const window: Listing =
    since === null
      ? {}
      : { updatedSince: new Date(since.getTime() - TASKS.pollOverlapMs), until: ctx.env.now() };
  const rows = await listDirectCosts(procore, projectId, window);
  await keepNews(ctx, procore, { projectId, rows, known: await knownIn(ctx, projectId) });
}

function knownIn(ctx: Ctx, projectId: string): Promise<Map<string, PictureRow>> {
  return inCompany(ctx, tx => knownPictures(tx, placeOf(ctx), eq(pictures.procoreProjectId, projectId)));
}

interface Listed {
  readonly projectId: string;
  readonly rows: readonly DirectCostRow[];
  readonly known: ReadonlyMap<string, PictureRow>;
}

/** Their sums stand in the header, so a changed line shows there whatever the moment of change says. */
function isNewsOf(seen: PictureRow | undefined, row: DirectCostRow): boolean {
  return isNews(seen, row) || (seen !== undefined && parseMoney(row.grandTotal) !== seen.amount);
}

async function keepNews(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, rows, known }: Listed,
): Promise<number> {
  const news = rows.filter(row => row.deletedAt === null && isNewsOf(known.get(row.id), row));
  const gone = rows.filter(row => row.deletedAt !== null && known.get(row.id)?.deletedInProcoreAt === null);
  const readAt = ctx.env.now();
  const read =
    news.length <= FEW
      ? await oneByOne(procore, projectId, news)
      : await withAllLines(procore, projectId, news);
  await keepCosts(ctx, read, readAt);
  await inCompany(ctx, tx => markGone(tx, placeOf(ctx), { procoreIds: gone.map(row => row.id), at: readAt }));
  return news.length + gone.length;
}

async function oneByOne(
  procore: ProcoreSession,
  projectId: string,
  rows: readonly { readonly id: string }[],
): Promise<DirectCost[]> {
  const read: DirectCost[] = [];
  for (const { id } of rows) {
    try {
      read.push(await showDirectCost(procore, projectId, id));
    } catch (thrown) {
      if (!(thrown instanceof ProcoreError) || thrown.status !== 404) throw thrown;
    }
  }
  return read;
}

/** Headers first and their lines after: lines that changed in between belong to a later moment, which is read again. */
async function withAllLines(
  procore: ProcoreSession,
  projectId: string,
  rows: readonly DirectCostRow[],
): Promise<DirectCost[]> {
  const lines = await listDirectCostLines(procore, projectId);
  return rows.map(row => ({
    ...row,
    projectId,
    lines: lines
      .filter(line => line.directCostId === row.id)
      .map(({ directCostId: _holder, ...line }) => line),
  }));
}

/** Reads direct costs by their ids with all their lines, and keeps them. Those that are gone are left out. */
export async function readWholeCosts(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, ids }: { readonly projectId: string; readonly ids: readonly string[] },
): Promise<DirectCost[]> {
  if (ids.length === 0) return [];
  const readAt = ctx.env.now();
  const rows = (await listDirectCosts(procore, projectId, { ids })).filter(row => row.deletedAt === null);
  const read = await withAllLines(procore, projectId, rows);
  await keepCosts(ctx, read, readAt);
  return read;
}

async function keepCosts(ctx: Ctx, read: readonly DirectCost[], readAt: Date): Promise<void> {
  await inCompany(ctx, tx =>
    storePictures(
      tx,
      placeOf(ctx),
      read.map(one => ({
        procoreId: one.id,
        projectId: one.projectId,
        commitmentId: null,
        originId: one.originId,
        amount: parseMoney(one.grandTotal),
        snapshot: one,
        content: costContent(one),
        updatedAt: one.updatedAt === null ? readAt : new Date(one.updatedAt),
        readAt,
      })),
    ),
  );
}

/** Reads one direct cost; one that is gone is marked so. */
export async function refreshDirectCost(
  ctx: Ctx,
  procore: ProcoreSession,
  { projectId, id }: { readonly projectId: string; readonly id: string },
): Promise<void> {
  const readAt = ctx.env.now();
  const read = await oneByOne(procore, projectId, [{ id }]);
  const [one] = read;
  if (one && one.deletedAt === null) return await keepCosts(ctx, read, readAt);
  await inCompany(ctx, tx => markGone(tx, placeOf(ctx), { procoreIds: [id], at: readAt }));
}

/** The direct cost a line was last seen in. */
export async function costOfLine(ctx: Ctx, projectId: string, lineId: string): Promise<string | null> {
  const hasLine = sql`${pictures.snapshot} -> 'lines' @> ${JSON.stringify([{ id: lineId }])}::jsonb`;
  const rows = await inCompany(ctx, tx =>
    tx
      .select({ id: pictures.procoreId })
      .from(pictures)
      .where(
        and(
          eq(pictures.companyId, ctx.company.id),
          eq(pictures.kind, 'cost'),
          eq(pictures.procoreProjectId, projectId),
          hasLine,
        ),
      ),
  );
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
