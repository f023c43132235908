import { and, eq, ne } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import type { Tx } from '@/lib/db/client';
import type { Ctx } from '@/lib/tenancy';

export type ConnectionRecord = typeof connections.$inferSelect;

/** @throws NotFound unless the connection is the company's and still in use. */
export async function findConnection(
  ctx: Pick<Ctx, 'company'>,
  tx: Tx,
  connectionId: string,
): Promise<ConnectionRecord> {
  if (!isUuid(connectionId)) throw new NotFound('This connection');
  const [row] = await tx
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.companyId, ctx.company.id),
        eq(connections.id, connectionId),
        ne(connections.status, 'removed'),
      ),
    );
  if (!row) throw new NotFound('This connection');
  return row;
}
