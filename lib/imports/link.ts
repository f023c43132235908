import { and, eq, isNull, ne } from 'drizzle-orm';
import { links, procoreRecords, qbLists } from '@/drizzle/schema';
import { isProcoreId, isUuid } from '@/lib/core/encoding';
import { Conflict, Invalid, NotFound } from '@/lib/core/errors';
import type { DirectoryKind } from '@/lib/core/kinds';
import type { Tx } from '@/lib/db/client';
import { takeTurn } from '@/lib/db/turns';
import { historyFrame, recordHistory } from '@/lib/history';
import { LIST_OF } from '@/lib/mappings/pairs';
import { type Ctx, inCompany, requireMapping, settingsOf } from '@/lib/tenancy';

export interface LinkInput {
  readonly connectionId: string;
  readonly kind: DirectoryKind;
  readonly procoreId: string;
  readonly qbId: string;
}

const WORD: Readonly<Record<DirectoryKind, string>> = {
  project: 'project',
  vendor: 'company',
  cost_code: 'cost code',
};

/** Links of a kind are made one after the other, so that one QuickBooks record cannot be given to two. */
export function linkTurn(ctx: Ctx, kind: DirectoryKind): string {
  return `link:${ctx.company.id}:${kind}`;
}

/**
 * Links a Procore record to a QuickBooks record, in place of an earlier link.
 * @throws Invalid for an inactive or unfit QuickBooks record, Conflict when another Procore record has it, NotFound, Forbidden
 */
export async function linkRecord(ctx: Ctx, input: LinkInput): Promise<void> {
  requireMapping(ctx.rights);
  if (!isUuid(input.connectionId) || !isProcoreId(input.procoreId)) throw new NotFound();
  await inCompany(ctx, async tx => {
    await takeTurn(tx, linkTurn(ctx, input.kind));
    const record = await procoreSide(ctx, tx, input);
    const twin = await quickBooksSide(ctx, tx, input);
    const holder = await holderOf(ctx, tx, input);
    if (holder === input.procoreId) return;
    if (holder !== null) await refuseTaken(ctx, tx, { kind: input.kind, procoreId: holder });
    const before = await endLink(ctx, tx, input);
    if (input.kind === 'project') await requireOneFile(ctx, tx, input);
    const id = ctx.env.newId();
    await tx.insert(links).values({
      companyId: ctx.company.id,
      id,
      connectionId: input.connectionId,
      kind: input.kind,
      procoreId: input.procoreId,
      qbId: twin.qbId,
      qbType: twin.qbType,
      qbName: twin.fullName.slice(0, 255),
      editSequence: twin.editSequence,
      madeBy: 'person',
      createdBy: ctx.actor.kind === 'person' ? ctx.actor.userId : null,
      createdAt: ctx.env.now(),
    });
    await recordHistory(tx, historyFrame(ctx), [
      {
        action: 'linked',
        objectKind: `mapping:${input.kind}`,
        objectId: id,
        before: before ? { qbId: before.qbId, name: before.qbName } : null,
        after: { procoreId: input.procoreId, record: record.name, qbId: twin.qbId, name: twin.fullName },
      },
    ]);
  });
}

async function procoreSide(ctx: Ctx, tx: Tx, input: Pick<LinkInput, 'kind' | 'procoreId'>) {
  const [record] = await tx
    .select()
    .from(procoreRecords)
    .where(
      and(
        eq(procoreRecords.companyId, ctx.company.id),
        eq(procoreRecords.kind, input.kind),
        eq(procoreRecords.procoreId, input.procoreId),
      ),
    );
  if (!record) throw new NotFound(`This ${WORD[input.kind]}`);
  return record;
}

async function quickBooksSide(ctx: Ctx, tx: Tx, input: LinkInput) {
  const [twin] = await tx
    .select()
    .from(qbLists)
    .where(
      and(
        eq(qbLists.companyId, ctx.company.id),
        eq(qbLists.connectionId, input.connectionId),
        eq(qbLists.kind, LIST_OF[input.kind]),
        eq(qbLists.qbId, input.qbId),
      ),
    );
  if (!twin || twin.deletedAt !== null) throw new NotFound('This QuickBooks record');
  if (!twin.isActive) {
    throw new Invalid(`“${twin.fullName}” is inactive in QuickBooks.`, {
      remedy: 'Make it active there, or choose another.',
    });
  }
  const { values: settings } = await settingsOf(tx, ctx.company.id);
  if (input.kind === 'project' && twin.qbType !== 'Job' && settings.projectsBecome === 'jobs') {
    throw new Invalid(`“${twin.fullName}” is a customer, not a job.`, { remedy: 'Choose a job under it.' });
  }
  return twin;
}

/** The Procore record a QuickBooks record stands for already. */
async function holderOf(ctx: Ctx, tx: Tx, input: LinkInput): Promise<string | null> {
  const [taken] = await tx
    .select({ procoreId: links.procoreId })
    .from(links)
    .where(
      and(
        eq(links.companyId, ctx.company.id),
        eq(links.connectionId, input.connectionId),
        eq(links.kind, input.kind),
        eq(links.qbId, input.qbId),
        isNull(links.endedAt),
      ),
    );
  return taken?.procoreId ?? null;
}

/** A vendor or item may stand for one Procore record only, and a job too: else costs could not be told apart. */
async function refuseTaken(ctx: Ctx, tx: Tx, holder: Pick<LinkInput, 'kind' | 'procoreId'>): Promise<never> {
  const record = await procoreSide(ctx, tx, holder).catch(() => null);
  throw new Conflict(`It is already linked to ${record?.name ?? `another ${WORD[holder.kind]}`}.`, {
    remedy: 'Unlink that one first, or choose another QuickBooks record.',
  });
}

/** A project's records go to one company file. */
async function requireOneFile(ctx: Ctx, tx: Tx, input: LinkInput): Promise<void> {
  const [elsewhere] = await tx
    .select({ id: links.id })
    .from(links)
    .where(
      and(
        eq(links.companyId, ctx.company.id),
        ne(links.connectionId, input.connectionId),
        eq(links.kind, 'project'),
        eq(links.procoreId, input.procoreId),
        isNull(links.endedAt),
      ),
    );
  if (elsewhere)
    throw new Conflict('This project is linked to a job of another company file.', {
      remedy: 'Unlink it there first.',
    });
}

async function endLink(ctx: Ctx, tx: Tx, input: Pick<LinkInput, 'connectionId' | 'kind' | 'procoreId'>) {
  const [ended] = await tx
    .update(links)
    .set({ endedAt: ctx.env.now() })
    .where(
      and(
        eq(links.companyId, ctx.company.id),
        eq(links.connectionId, input.connectionId),
        eq(links.kind, input.kind),
        eq(links.procoreId, input.procoreId),
        isNull(links.endedAt),
      ),
    )
    .returning();
  return ended ?? null;
}

/** Takes a link away. Nothing is changed in QuickBooks; records that need it are stopped with their reason. @throws NotFound, Forbidden */
export async function unlinkRecord(ctx: Ctx, input: Omit<LinkInput, 'qbId'>): Promise<void> {
  requireMapping(ctx.rights);
  if (!isUuid(input.connectionId) || !isProcoreId(input.procoreId)) throw new NotFound();
  await inCompany(ctx, async tx => {
    const ended = await endLink(ctx, tx, input);
    if (ended === null) throw new NotFound('This link');
    await recordHistory(tx, historyFrame(ctx), [
      {
        action: 'unlinked',
        objectKind: `mapping:${input.kind}`,
        objectId: ended.id,
        before: { procoreId: ended.procoreId, qbId: ended.qbId, name: ended.qbName },
        after: null,
      },
    ]);
  });
}
