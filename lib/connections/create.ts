import { eq } from 'drizzle-orm';
import { connections } from '@/drizzle/schema';
import { hashPassword, newPassword, newUserName } from '@/lib/auth/connector-passwords';
import { braced } from '@/lib/core/encoding';
import { Conflict, Invalid } from '@/lib/core/errors';
import { takeTurn } from '@/lib/db/turns';
import { historyFrame, recordHistory } from '@/lib/history';
import { type Ctx, inCompany, requireAdmin } from '@/lib/tenancy';
import { OWNER_ID } from './owner';

export interface CreatedConnection {
  readonly id: string;
  readonly userName: string;
  /** Shown once; only its hash is kept. */
  readonly password: string;
}

const MAX_CONNECTIONS = 20;
const MAX_NAME = 60;

/**
 * Makes the login and the ids with which a Web Connector reaches one company file.
 * @throws Invalid for an empty name, Conflict for one that is taken, Forbidden
 */
export async function createConnection(
  ctx: Ctx,
  input: { readonly name: string },
): Promise<CreatedConnection> {
  requireAdmin(ctx.rights);
  const name = input.name.trim();
  if (name === '' || name.length > MAX_NAME)
    throw new Invalid(`Give the connection a name of at most ${MAX_NAME} characters.`);
  const password = newPassword(ctx.env);
  const passwordHash = await hashPassword(password);
  return await inCompany(ctx, async tx => {
    // One after the other, so that names and number can be judged.
    await takeTurn(tx, `connection:${ctx.company.id}`);
    const existing = await tx
      .select({ name: connections.name, status: connections.status })
      .from(connections)
      .where(eq(connections.companyId, ctx.company.id));
    const live = existing.filter(one => one.status !== 'removed');
    if (live.some(one => one.name.toLowerCase() === name.toLowerCase()))
      throw new Conflict(`There is a connection “${name}” already.`, { remedy: 'Choose another name.' });
    if (live.length >= MAX_CONNECTIONS)
      throw new Conflict(`A company can have ${MAX_CONNECTIONS} connections.`, {
        remedy: 'Remove one first.',
      });
    const id = ctx.env.newId();
    const userName = newUserName(ctx.env);
    await tx.insert(connections).values({
      companyId: ctx.company.id,
      id,
      name,
      status: 'new',
      userName,
      passwordHash,
      failures: 0,
      lockCount: 0,
      ownerId: OWNER_ID,
      fileId: braced(ctx.env.newId()),
      isEditionAllowed: false,
      connectFailures: 0,
      createdBy: ctx.actor.kind === 'person' ? ctx.actor.userId : id,
      createdAt: ctx.env.now(),
    });
    await recordHistory(tx, historyFrame(ctx), [
      { action: 'connection created', objectKind: 'connection', objectId: id, after: { name, userName } },
    ]);
    return { id, userName, password };
  });
}
