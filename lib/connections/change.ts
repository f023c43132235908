import { and, eq, isNull } from 'drizzle-orm';
import { connections, links, qbSessions } from '@/drizzle/schema';
import { hashPassword, newPassword } from '@/lib/auth/connector-passwords';
import { Conflict, Invalid } from '@/lib/core/errors';
import { LOCKOUT } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { type HistoryEntry, historyFrame, recordHistory } from '@/lib/history';
import { type Ctx, inCompany, requireAdmin, requireMapping } from '@/lib/tenancy';
import { type ConnectionRecord, findConnection } from './find';

type Change = Partial<typeof connections.$inferInsert>;

interface Changed {
  readonly row: ConnectionRecord;
  readonly set: Change;
  readonly entry: Omit<HistoryEntry, 'objectKind' | 'objectId'>;
}

async function change(ctx: Ctx, tx: Tx, { row, set, entry }: Changed): Promise<void> {
  await tx
    .update(connections)
    .set(set)
    .where(and(eq(connections.companyId, ctx.company.id), eq(connections.id, row.id)));
  await recordHistory(tx, historyFrame(ctx), [{ ...entry, objectKind: 'connection', objectId: row.id }]);
}

/**
 * Makes a new password and shows it once. The old one stays good for seven days, so that the Web Connector on the PC can
 * be changed in between; whoever wants it gone at once asks for a second one. Open runs end.
 */
export async function renewPassword(ctx: Ctx, connectionId: string): Promise<{ readonly password: string }> {
  requireAdmin(ctx.rights);
  const password = newPassword(ctx.env);
  const passwordHash = await hashPassword(password);
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    const set: Change = {
      passwordHash,
      previousPasswordHash: row.passwordHash,
      previousPasswordUntil: new Date(ctx.env.now().getTime() + LOCKOUT.passwordOverlapMs),
      failures: 0,
      lockCount: 0,
      lockedUntil: null,
    };
    await change(ctx, tx, { row, set, entry: { action: 'password renewed' } });
  });
  return { password };
}

/** Lets an edition of QuickBooks through that is not on the list, or stops it again. */
export async function allowEdition(ctx: Ctx, connectionId: string, isAllowed: boolean): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    const entry = {
      action: isAllowed ? 'edition allowed' : 'edition no longer allowed',
      after: { productName: row.productName },
    };
    await change(ctx, tx, {
      row,
      set: { isEditionAllowed: isAllowed, ...(isAllowed ? { lastErrorText: null } : {}) },
      entry,
    });
  });
}

/** Confirms that the company file was renamed: its next name is taken as the right one. */
export async function confirmCompanyFile(ctx: Ctx, connectionId: string): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    const entry = { action: 'company file confirmed', before: { companyFileName: row.companyFileName } };
    await change(ctx, tx, { row, set: { companyFileName: null, lastErrorText: null }, entry });
  });
}

/** Stops writing to a company file; reading goes on. */
export async function pauseConnection(ctx: Ctx, connectionId: string, reason: string): Promise<void> {
  requireMapping(ctx.rights);
  const text = reason.trim().slice(0, 500);
  if (text === '') throw new Invalid('Say why the connection is paused.');
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    await change(ctx, tx, {
      row,
      set: { status: 'paused', pauseReason: text },
      entry: { action: 'paused', reason: text },
    });
  });
}

export async function resumeConnection(ctx: Ctx, connectionId: string): Promise<void> {
  requireMapping(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    if (row.status !== 'paused') throw new Conflict('This connection is not paused.');
    const status = row.companyFileName === null ? 'new' : 'active';
    await change(ctx, tx, { row, set: { status, pauseReason: null }, entry: { action: 'resumed' } });
  });
}

/**
 * Ends a connection: its login stops working and nothing more goes to its company file. Links and history are kept.
 * @throws Conflict while projects are linked to it
 */
export async function removeConnection(ctx: Ctx, connectionId: string): Promise<void> {
  requireAdmin(ctx.rights);
  await inCompany(ctx, async tx => {
    const row = await findConnection(ctx, tx, connectionId);
    const [linked] = await tx
      .select({ id: links.id })
      .from(links)
      .where(
        and(
          eq(links.companyId, ctx.company.id),
          eq(links.connectionId, row.id),
          eq(links.kind, 'project'),
          isNull(links.endedAt),
        ),
      )
      .limit(1);
    if (linked)
      throw new Conflict('Projects are still linked to this company file.', {
        remedy: 'Unlink them under Mappings first.',
      });
    await change(ctx, tx, { row, set: { status: 'removed' }, entry: { action: 'connection removed' } });
    await tx
      .update(qbSessions)
      .set({ state: 'closed', endedAt: ctx.env.now(), inFlightSetId: null })
      .where(
        and(
          eq(qbSessions.companyId, ctx.company.id),
          eq(qbSessions.connectionId, row.id),
          eq(qbSessions.state, 'open'),
        ),
      );
  });
}
