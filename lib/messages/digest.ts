import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { approverRights, exports, members } from '@/drizzle/schema';
import type { ExportKind } from '@/lib/core/kinds';
import { MAIL } from '@/lib/core/limits';
import type { Tx } from '@/lib/db/client';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import type { ExportState } from '@/lib/lifecycle';
import { type CompanyTools, type Ctx, inCompany, mayApproveInProcore } from '@/lib/tenancy';
import { type DigestPart, digestMail, type ToldRecord } from './texts';
import { type NewMail, wants, writeDown } from './write-down';

const PARTS: readonly (readonly [state: ExportState, title: string])[] = [
  ['awaiting_approval', 'Ready to Export'],
  ['failed', 'Failed to Export'],
  ['needs_attention', 'Needs attention'],
];

interface Waiting extends ToldRecord {
  readonly state: ExportState;
}

/** Writes down the day's summary for every approver who wants it and for whom something waits; once a day. */
export async function writeDigests(ctx: Ctx, appUrl: string): Promise<void> {
  const day = ctx.env.now().toISOString().slice(0, 10);
  await inCompany(ctx, async tx => {
    const approvers = await approversWhoWant(ctx, tx);
    if (approvers.length === 0) return;
    const waiting = await whatWaits(ctx, tx, appUrl);
    const url = `${appUrl}/embed/${ctx.company.procoreCompanyId}/inbox`;
    const written = approvers.flatMap(({ userId, kinds }): NewMail[] => {
      const parts = partsOf(waiting.filter(one => kinds === null || kinds.has(one.kind)));
      if (parts.every(part => part.count === 0)) return [];
      const text = digestMail(parts, { company: ctx.company.name, url });
      return [{ userId, kind: 'digest', key: `digest:${day}`, text }];
    });
    await writeDown(ctx, tx, written);
  });
}

function partsOf(waiting: readonly Waiting[]): DigestPart[] {
  return PARTS.map(([state, title]) => {
    const own = waiting.filter(one => one.state === state);
    return { title, count: own.length, records: own.slice(0, MAIL.digestLines) };
  });
}

interface Approver {
  readonly userId: string;
  /** What may be decided; null for everything. */
  readonly kinds: ReadonlySet<ExportKind> | null;
}

async function approversWhoWant(ctx: Ctx, tx: Tx): Promise<Approver[]> {
  const people = await tx.execute<{ user_id: string; tools: CompanyTools }>(sql`
    select m.user_id, m.tools from ${members} m where m.company_id = ${ctx.company.id}
      and ${wants(ctx.company.id, 'digest')} order by m.user_id`);
  const granted = await tx
    .select({ userId: approverRights.userId, kind: approverRights.kind })
    .from(approverRights)
    .where(and(eq(approverRights.companyId, ctx.company.id), eq(approverRights.direction, 'export')));
  return people.flatMap(({ user_id: userId, tools }): Approver[] => {
    if (mayApproveInProcore(tools)) return [{ userId, kinds: null }];
    const kinds = granted.filter(one => one.userId === userId).map(one => one.kind as ExportKind);
    return kinds.length === 0 ? [] : [{ userId, kinds: new Set(kinds) }];
  });
}

async function whatWaits(ctx: Ctx, tx: Tx, appUrl: string): Promise<Waiting[]> {
  const rows = await tx
    .select({
      id: exports.id,
      kind: exports.kind,
      number: exports.number,
      title: exports.title,
      amount: exports.amount,
      state: exports.state,
    })
    .from(exports)
    .where(
      and(
        eq(exports.companyId, ctx.company.id),
        inArray(exports.kind, CARRIED_KINDS),
        inArray(
          exports.state,
          PARTS.map(([state]) => state),
        ),
      ),
    )
    .orderBy(asc(exports.sentAt), asc(exports.id));
  const home = `${appUrl}/embed/${ctx.company.procoreCompanyId}`;
  return rows.map(({ id, ...row }) => ({ ...row, url: `${home}/inbox/${id}` }));
}
