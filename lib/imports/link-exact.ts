import { and, eq, ne } from 'drizzle-orm';
import { connections, links } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { NotFound } from '@/lib/core/errors';
import type { DirectoryKind } from '@/lib/core/kinds';
import { takeTurn } from '@/lib/db/turns';
import { historyFrame, recordHistory } from '@/lib/history';
import { type ExactMatch, exactMatches } from '@/lib/mappings/exact';
import { type Ctx, inCompany, requireMapping } from '@/lib/tenancy';
import { linkTurn } from './link';

export interface LinkExactInput {
  readonly connectionId: string;
  readonly kind: DirectoryKind;
}

/**
 * Links every record whose name is that of one QuickBooks record, and of one only; in one transaction. What is inactive,
 * linked or ambiguous is left as it is.
 * @throws Forbidden, NotFound
 */
export async function linkExactMatches(
  ctx: Ctx,
  input: LinkExactInput,
): Promise<{ readonly linked: number }> {
  requireMapping(ctx.rights);
  if (!isUuid(input.connectionId)) throw new NotFound('This company file');
  const place = { companyId: ctx.company.id, ...input };
  return await inCompany(ctx, async tx => {
    await takeTurn(tx, linkTurn(ctx, input.kind));
    const isThere = and(
      eq(connections.companyId, ctx.company.id),
      eq(connections.id, input.connectionId),
      ne(connections.status, 'removed'),
    );
    const found = await tx.select({ id: connections.id }).from(connections).where(isThere);
    if (found.length === 0) throw new NotFound('This company file');
    const matches = await exactMatches(tx, place);
    if (matches.length === 0) return { linked: 0 };
    const rows = matches.map(match => linkRow(ctx, input, match));
    await tx.insert(links).values(rows);
    await recordHistory(
      tx,
      historyFrame(ctx),
      matches.map((match, index) => ({
        action: 'linked',
        objectKind: `mapping:${input.kind}`,
        objectId: rows[index]?.id ?? null,
        before: null,
        after: { procoreId: match.procoreId, record: match.record, qbId: match.qbId, name: match.qbName },
        reason: 'Its name is the same.',
      })),
    );
    return { linked: matches.length };
  });
}

function linkRow(ctx: Ctx, { connectionId, kind }: LinkExactInput, match: ExactMatch) {
  return {
    companyId: ctx.company.id,
    id: ctx.env.newId(),
    connectionId,
    kind,
    procoreId: match.procoreId,
    qbId: match.qbId,
    qbType: match.qbType,
    qbName: match.qbName.slice(0, 255),
    editSequence: match.editSequence,
    madeBy: 'person' as const,
    createdBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
    createdAt: ctx.env.now(),
  };
}
