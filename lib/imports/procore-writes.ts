import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { pictures, procoreWrites } from '@/drizzle/schema';
import type { WrittenKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import type { DirectCostLineWrite, DirectCostWrite, PaymentFields } from '@/lib/procore';
import { type Ctx, inCompany } from '@/lib/tenancy';

/** A payment of QuickBooks as Procore is to have it. */
export interface WantedPayment extends PaymentFields {
  readonly commitmentId: string;
  readonly originData: string | null;
}

/** A cost of QuickBooks as Procore is to have it, with all its lines. */
export interface WantedCost extends Omit<DirectCostWrite, 'id' | 'originId'> {
  readonly lines: readonly DirectCostLineWrite[];
}

interface Wish {
  /** The mark the record carries: one for each record of a company. */
  readonly originId: string;
  readonly projectId: string;
  /** To be as told; to be let go of, so that people may edit it; or to be taken away. */
  readonly aim: 'write' | 'release' | 'remove';
}

export type ProcoreWish =
  | (Wish & { readonly kind: 'payment'; readonly wanted: WantedPayment })
  | (Wish & { readonly kind: 'cost'; readonly wanted: WantedCost });

export type ProcoreWriteRow = typeof procoreWrites.$inferSelect;

/**
 * Notes what Procore is to have of a payment or cost of QuickBooks; the background writes it, and goes on until it has. A
 * later wish for the same mark takes the place of an earlier one.
 */
export async function wishInProcore(ctx: Ctx, tx: Tx, wish: ProcoreWish): Promise<void> {
  const now = ctx.env.now();
  const again = {
    procoreProjectId: wish.projectId,
    aim: wish.aim,
    wanted: wish.wanted,
    state: 'pending',
    attempts: 0,
    dueAt: now,
    error: null,
  } as const;
  await tx
    .insert(procoreWrites)
    .values({
      companyId: ctx.company.id,
      id: ctx.env.newId(),
      kind: wish.kind,
      originId: wish.originId,
      version: 1,
      createdAt: now,
      ...again,
    })
    .onConflictDoUpdate({
      target: [procoreWrites.companyId, procoreWrites.kind, procoreWrites.originId],
      set: { ...again, version: sql`${procoreWrites.version} + 1` },
    });
}

/** What is to be written now, longest due first. */
export function dueWrites(ctx: Ctx, kind: WrittenKind, most: number): Promise<ProcoreWriteRow[]> {
  return inCompany(ctx, tx =>
    tx
      .select()
      .from(procoreWrites)
      .where(
        and(
          eq(procoreWrites.companyId, ctx.company.id),
          eq(procoreWrites.kind, kind),
          eq(procoreWrites.state, 'pending'),
          lte(procoreWrites.dueAt, ctx.env.now()),
        ),
      )
      .orderBy(asc(procoreWrites.dueAt), asc(procoreWrites.id))
      .limit(most),
  );
}

/** What became of a write; nothing is noted where something else is wanted by now. */
export async function noteWrite(
  ctx: Ctx,
  row: Pick<ProcoreWriteRow, 'id' | 'version'>,
  outcome: Partial<Pick<ProcoreWriteRow, 'state' | 'attempts' | 'dueAt' | 'error'>>,
): Promise<void> {
  await inCompany(ctx, tx =>
    tx
      .update(procoreWrites)
      .set(outcome)
      .where(
        and(
          eq(procoreWrites.companyId, ctx.company.id),
          eq(procoreWrites.id, row.id),
          eq(procoreWrites.version, row.version),
        ),
      ),
  );
}

/** Which record of Procore it is, by which it is found from now on; null once there is none. */
export async function noteProcoreId(ctx: Ctx, row: ProcoreWriteRow, procoreId: string | null): Promise<void> {
  if (row.procoreId === procoreId) return;
  await inCompany(ctx, tx =>
    tx
      .update(procoreWrites)
      .set({ procoreId })
      .where(and(eq(procoreWrites.companyId, ctx.company.id), eq(procoreWrites.id, row.id))),
  );
}

/** The pictures of these records, as they are now, show what we wrote: what differs later, somebody else changed. */
export async function noteWritten(ctx: Ctx, kind: WrittenKind, procoreIds: readonly string[]): Promise<void> {
  if (procoreIds.length === 0) return;
  await inCompany(ctx, tx =>
    tx
      .update(pictures)
      .set({ writtenHash: sql`${pictures.snapshotHash}` })
      .where(
        and(
          eq(pictures.companyId, ctx.company.id),
          eq(pictures.kind, kind),
          sql`${pictures.procoreId} in (select jsonb_array_elements_text(${JSON.stringify(procoreIds)}::jsonb)::bigint)`,
        ),
      ),
  );
}
