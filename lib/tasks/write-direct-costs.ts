import { formatMoney, isSameMoney, parseMoney, sumMoney } from '@/lib/core/money';
import {
  noteProcoreId,
  noteWritten,
  type ProcoreWriteRow,
  readWholeCosts,
  type WantedCost,
} from '@/lib/imports';
import {
  type DirectCost,
  deleteDirectCost,
  deleteDirectCostLine,
  listDirectCosts,
  markDirectCost,
  type ProcoreSession,
  releaseDirectCostLines,
  type Synced,
  syncDirectCostLines,
  syncDirectCosts,
} from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';
import type { Written } from './written';

type Refusals = Synced<unknown>['refused'];

const wantedOf = (row: ProcoreWriteRow): WantedCost => row.wanted as WantedCost;
const wordsOf = (refused: Refusals[number]): string =>
  refused.messages.map(one => (one.field === null ? one.text : `${one.field} ${one.text}`)).join('; ');

/**
 * Brings the direct costs of one project to where they are wanted. A refusal is one record's own: the others are written.
 * @returns by the row's id
 */
export async function writeDirectCosts(
  ctx: Ctx,
  procore: ProcoreSession,
  rows: readonly ProcoreWriteRow[],
): Promise<ReadonlyMap<string, Written>> {
  const [first] = rows;
  const results = new Map<string, Written>();
  if (!first) return results;
  const project = { ctx, procore, projectId: first.procoreProjectId, results };
  for (const row of rows.filter(one => one.aim !== 'write')) results.set(row.id, await letGo(project, row));
  await writeAll(
    project,
    rows.filter(one => one.aim === 'write'),
  );
  return results;
}

interface Project {
  readonly ctx: Ctx;
  readonly procore: ProcoreSession;
  readonly projectId: string;
  readonly results: Map<string, Written>;
}

async function writeAll(project: Project, rows: readonly ProcoreWriteRow[]): Promise<void> {
  if (rows.length === 0) return;
  const { ctx, procore, projectId, results } = project;
  const before = await asTheyAre(project, rows);
  const free = rows.filter(row => refuseTaken(row, before.get(row.id), results));
  await dropLines(project, free, before);
  const headers = await syncDirectCosts(
    procore,
    projectId,
    free.map(row => {
      const { lines: _lines, ...header } = wantedOf(row);
      return { ...header, originId: row.originId, ...(row.procoreId === null ? {} : { id: row.procoreId }) };
    }),
  );
  const ids = new Map(headers.saved.map(one => [one.originId ?? '', one.id]));
  const saved: Saved[] = [];
  for (const row of free) {
    const id = ids.get(row.originId);
    const refusal = headers.refused.find(one => one.originId === row.originId);
    if (id === undefined) {
      results.set(row.id, { refused: refusal ? wordsOf(refusal) : 'Procore did not say what became of it.' });
      continue;
    }
    // Known from here on: should the mark be taken off for a moment, it is still found.
    await noteProcoreId(ctx, row, id);
    saved.push({ row, id });
  }
  await writeLines(project, saved);
}

/** The records that were written before, with their lines: what is on them decides what has to be taken off. */
async function asTheyAre(
  { ctx, procore, projectId }: Project,
  rows: readonly ProcoreWriteRow[],
): Promise<ReadonlyMap<string, DirectCost | null>> {
  const again = rows.filter(row => row.procoreId !== null);
  const read = await readWholeCosts(ctx, procore, {
    projectId,
    ids: again.flatMap(row => row.procoreId ?? []),
  });
  return new Map(again.map(row => [row.id, read.find(one => one.id === row.procoreId) ?? null]));
}

function refuseTaken(
  row: ProcoreWriteRow,
  before: DirectCost | null | undefined,
  results: Map<string, Written>,
): boolean {
  if (before === null)
    results.set(row.id, {
      refused: 'Somebody deleted the direct cost in Procore. It is not made again by itself.',
    });
  const mark = before?.originId ?? null;
  if (mark !== null && mark !== row.originId)
    results.set(row.id, {
      refused: `The direct cost in Procore carries the mark of another integration (“${mark}”).`,
    });
  return !results.has(row.id);
}

/** Lines that QuickBooks has no more. Their cost is open for that moment; its mark comes back with the header. */
async function dropLines(
  { procore, projectId }: Project,
  rows: readonly ProcoreWriteRow[],
  before: ReadonlyMap<string, DirectCost | null>,
): Promise<void> {
  for (const row of rows) {
    const cost = before.get(row.id);
    const wanted = new Set(wantedOf(row).lines.map(line => line.originId));
    const dropped = (cost?.lines ?? []).filter(line => line.originId === null || !wanted.has(line.originId));
    if (!cost || dropped.length === 0) continue;
    await markDirectCost(procore, { projectId, id: cost.id }, { originId: null, originData: null });
    for (const line of dropped)
      await deleteDirectCostLine(procore, { projectId, id: cost.id, lineId: line.id });
  }
}

interface Saved {
  readonly row: ProcoreWriteRow;
  readonly id: string;
}

async function writeLines(
  { ctx, procore, projectId, results }: Project,
  saved: readonly Saved[],
): Promise<void> {
  const lines = saved.flatMap(({ row, id }) =>
    wantedOf(row).lines.map(line => ({ ...line, directCostId: id })),
  );
  const { refused } = await syncDirectCostLines(procore, projectId, lines);
  const read = await readWholeCosts(ctx, procore, { projectId, ids: saved.map(one => one.id) });
  for (const { row, id } of saved) {
    const own = new Set(wantedOf(row).lines.map(line => line.originId));
    const refusals = refused.filter(one => one.originId !== null && own.has(one.originId));
    const problem =
      refusals.length > 0
        ? `Procore refused a line: ${refusals.map(wordsOf).join('; ')}`
        : totalDiffers(
            row,
            read.find(one => one.id === id),
          );
    results.set(row.id, problem === null ? { procoreId: id } : { refused: problem });
  }
  const written = saved.filter(({ row }) => 'procoreId' in (results.get(row.id) ?? {})).map(one => one.id);
  await noteWritten(ctx, 'cost', written);
}

/** What was written is read back: the sum of it all must be QuickBooks'. */
function totalDiffers(row: ProcoreWriteRow, read: DirectCost | undefined): string | null {
  if (!read) return 'The direct cost is not in Procore any more.';
  const wanted = formatMoney(sumMoney(wantedOf(row).lines.map(line => parseMoney(line.amount))));
  if (isSameMoney(read.grandTotal, wanted)) return null;
  return `Procore shows a total of ${read.grandTotal}; its lines come to ${wanted}.`;
}

/** Takes our marks off, so that people may edit it; then, where that is wanted, takes it away. */
async function letGo({ ctx, procore, projectId }: Project, row: ProcoreWriteRow): Promise<Written> {
  const marked = await listDirectCosts(procore, projectId, { originId: row.originId });
  const ids = [
    ...new Set([...marked.map(one => one.id), ...(row.procoreId === null ? [] : [row.procoreId])]),
  ];
  const [cost] = await readWholeCosts(ctx, procore, { projectId, ids: ids.slice(0, 1) });
  if (!cost) return { procoreId: null };
  await noteProcoreId(ctx, row, cost.id);
  if (cost.originId !== null && cost.originId !== row.originId)
    return {
      refused: `The direct cost in Procore carries the mark of another integration (“${cost.originId}”).`,
    };
  const own = new Set(wantedOf(row).lines.map(line => line.originId));
  const lines = cost.lines.filter(line => line.originId !== null && own.has(line.originId));
  if (lines.length > 0)
    await releaseDirectCostLines(
      procore,
      projectId,
      lines.map(line => line.id),
    );
  const key = { projectId, id: cost.id };
  if (cost.originId !== null) await markDirectCost(procore, key, { originId: null, originData: null });
  if (row.aim === 'remove') await deleteDirectCost(procore, key);
  return { procoreId: row.aim === 'remove' ? null : cost.id };
}
