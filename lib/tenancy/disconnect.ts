import { and, eq } from 'drizzle-orm';
import { companies, procoreCursors } from '@/drizzle/schema';
import { Conflict } from '@/lib/core/errors';
import { historyFrame } from '@/lib/history/frame';
import { recordHistory } from '@/lib/history/record';
import { type Ctx, inCompany } from './context';
import { requireAdmin } from './rights';

/**
 * Disconnects the company from Procore until an administrator connects it again. Records, mappings and history stay; what
 * was accepted before still goes to QuickBooks.
 * @throws Forbidden, Conflict when it is disconnected already
 */
export async function disconnectCompany(ctx: Ctx): Promise<void> {
  requireAdmin(ctx.rights);
  const { actor } = ctx;
  const who = actor.kind === 'person' ? actor : { userId: null, name: 'The connector' };
  await change(ctx, {
    from: 'active',
    set: {
      status: 'disconnected',
      statusReason: `${who.name} disconnected the company.`.slice(0, 500),
      disconnectedBy: who.userId,
    },
    action: 'disconnected from Procore',
  });
}

/** Takes it back. What changed meanwhile is found, since everything is compared. @throws Forbidden, Conflict */
export async function connectCompany(ctx: Ctx): Promise<void> {
  requireAdmin(ctx.rights);
  await change(ctx, {
    from: 'disconnected',
    set: { status: 'active', statusReason: null, disconnectedBy: null },
    action: 'connected to Procore again',
  });
}

interface Change {
  readonly from: 'active' | 'disconnected';
  readonly set: Pick<typeof companies.$inferInsert, 'status' | 'statusReason' | 'disconnectedBy'>;
  readonly action: string;
}

async function change(ctx: Ctx, { from, set, action }: Change): Promise<void> {
  await inCompany(ctx, async tx => {
    const changed = await tx
      .update(companies)
      .set(set)
      .where(and(eq(companies.id, ctx.company.id), eq(companies.status, from)))
      .returning({ id: companies.id });
    if (changed.length === 0) throw new Conflict(`The company is ${set.status} already.`);
    await tx.update(procoreCursors).set({ dueAt: null }).where(eq(procoreCursors.companyId, ctx.company.id));
    await recordHistory(tx, historyFrame(ctx), [
      {
        action,
        objectKind: 'company',
        objectId: ctx.company.id,
        before: { status: from },
        after: { status: set.status },
      },
    ]);
  });
}
