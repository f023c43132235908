import { and, eq, ne } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import type { Ctx } from '@/lib/tenancy';

export type ConnectionRecord = typeof connections.$inferSelect;

function inUse(ctx: Pick<Ctx, 'company'>, tx: Tx, connectionId: string) {
  if (!isUuid(connectionId)) throw new NotFound('This connection');
  return tx
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.companyId, ctx.company.id),
        eq(connections.id, connectionId),
        ne(connections.status, 'removed'),
      ),
    );
}

/** @throws NotFound unless the connection is the company's and still in use. */
export async function findConnection(
  ctx: Pick<Ctx, 'company'>,
  tx: Tx,
  connectionId: string,
): Promise<ConnectionRecord> {
  const [row] = await inUse(ctx, tx, connectionId);
  if (!row) throw new NotFound('This connection');
  return row;
}

/** The same, locked for the transaction, for whoever is going to change it. @throws NotFound */
export async function lockConnection(
  ctx: Pick<Ctx, 'company'>,
  tx: Tx,
  connectionId: string,
): Promise<ConnectionRecord> {
  const [row] = await inUse(ctx, tx, connectionId).for('update');
  if (!row) throw new NotFound('This connection');
  return row;
}

/** A connection whose company is not known yet, by its own unguessable id. @throws NotFound */
export async function findConnectionById(
  database: Database,
  connectionId: string,
): Promise<ConnectionRecord> {
  if (!isUuid(connectionId)) throw new NotFound('This connection');
  const [row] = await transact(database, { key: 'connection', value: connectionId }, tx =>
    tx.select().from(connections).where(eq(connections.id, connectionId)),
  );
  if (!row || row.status === 'removed') throw new NotFound('This connection');
  return row;
}
