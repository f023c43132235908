import { sql } from 'drizzle-orm';
import type { ExportKind } from '@/lib/core/kinds';
import { MAIL } from '@/lib/core/limits';
import { parseMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { failureMail, rejectionMail, type ToldRecord } from './texts';
import { type NewMail, wants, writeDown } from './write-down';

interface EntryRow extends Record<string, unknown> {
  seq: string;
  kind: 'rejection' | 'failure';
  user_id: string;
  reason: string | null;
  by_name: string | null;
  export_id: string;
  export_kind: ExportKind;
  number: string;
  title: string;
  amount: string;
  project_id: string | null;
  is_sender: boolean;
  error: { cause?: string; remedy?: string } | null;
}

/**
 * Reads on in the company's history, which has no gaps, and writes down whom to tell of what: a rejection its sender, a
 * failure its sender and whoever accepted it; never somebody of what they did themselves. The mark moves with what was
 * written down, so that nothing is left out and nothing told twice. Gives true while there is more to read.
 */
export async function gatherMails(ctx: Ctx, appUrl: string): Promise<boolean> {
  return await inCompany(ctx, async tx => {
    const { from, to, last } = await nextEntries(ctx, tx);
    if (to === from) return false;
    const rows = await tellable(ctx, tx, { from, to });
    await writeDown(
      ctx,
      tx,
      rows.map(row => mailFor(ctx, row, appUrl)),
    );
    await moveMark(ctx, tx, to);
    return to < last;
  });
}

/** Where e-mail is not sent, nothing is written down either: what happened meanwhile is not told later. */
export async function passOver(ctx: Ctx): Promise<void> {
  await inCompany(ctx, async tx => {
    const { from, last } = await nextEntries(ctx, tx);
    if (last !== from) await moveMark(ctx, tx, last);
  });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A company of which nothing was told yet begins with what happens from now on. */
async function nextEntries(ctx: Ctx, tx: Tx): Promise<Stretch & { readonly last: number }> {
  const [row] = await tx.execute<{ seq: string | null; last: string }>(sql`
    select (select m.seq from mail_marks m where m.company_id = ${ctx.company.id} for update)::text as seq,
      coalesce((select h.seq from history_heads h where h.company_id = ${ctx.company.id}), 0)::text as last`);
  const last = Number.parseInt(row?.last ?? '0', 10);
  const known = row?.seq ?? null;
  if (known === null) await moveMark(ctx, tx, last);
  const from = known === null ? last : Number.parseInt(known, 10);
  return { from, to: Math.min(last, from + MAIL.entriesPerTurn), last };
}

async function moveMark(ctx: Ctx, tx: Tx, seq: number): Promise<void> {
  await tx.execute(sql`
    insert into mail_marks (company_id, seq) values (${ctx.company.id}, ${seq})
    on conflict (company_id) do update set seq = greatest(mail_marks.seq, excluded.seq)`);
}

async function tellable(ctx: Ctx, tx: Tx, { from, to }: Stretch): Promise<EntryRow[]> {
  return await tx.execute<EntryRow>(sql`
    with entries as (
      select h.seq, h.actor_kind, h.actor_id, h.reason, h.object_id,
        case when h.action = 'rejected' then 'rejection' else 'failure' end as kind
      from history h where h.company_id = ${ctx.company.id} and h.seq > ${from} and h.seq <= ${to}
        and h.object_kind = 'export' and (h.action = 'rejected' or (h.actor_kind <> 'person'
          and h.after->>'state' in ('failed', 'needs_attention') and h.before->>'state' <> h.after->>'state'))
    )
    select distinct on (t.seq, m.user_id) t.seq::text, t.kind, m.user_id, t.reason, u.name as by_name, e.id as export_id,
      e.kind as export_kind, e.number, e.title, e.amount::text, e.procore_project_id::text as project_id,
      coalesce(m.user_id = e.sent_by, false) as is_sender, e.error
    from entries t
    join exports e on e.company_id = ${ctx.company.id} and e.id = t.object_id
    join members m on m.company_id = ${ctx.company.id}
      and (m.user_id = e.sent_by or (t.kind = 'failure' and m.user_id = e.decided_by))
    left join users u on t.actor_kind = 'person' and u.id::text = t.actor_id
    where (t.actor_kind <> 'person' or t.actor_id <> m.user_id::text)
      and ((t.kind = 'rejection' and ${wants(ctx.company.id, 'rejection')})
        or (t.kind = 'failure' and ${wants(ctx.company.id, 'failure')}))
    order by t.seq, m.user_id`);
}

/** Who sent a record sees it in its project, who decides it in the inbox. */
function pageOf(ctx: Ctx, row: EntryRow, appUrl: string): string {
  const home = `${appUrl}/embed/${ctx.company.procoreCompanyId}`;
  const isInProject = row.is_sender && row.project_id !== null;
  return isInProject
    ? `${home}/projects/${row.project_id}/exports/${row.export_id}`
    : `${home}/inbox/${row.export_id}`;
}

function mailFor(ctx: Ctx, row: EntryRow, appUrl: string): NewMail {
  const record: ToldRecord = {
    kind: row.export_kind,
    number: row.number,
    title: row.title,
    amount: parseMoney(row.amount),
    url: pageOf(ctx, row, appUrl),
  };
  const company = ctx.company.name;
  const text =
    row.kind === 'rejection'
      ? rejectionMail(record, { by: row.by_name ?? 'The approver', comment: row.reason ?? '', company })
      : failureMail(record, {
          cause: row.error?.cause ?? row.reason ?? '',
          remedy: row.error?.remedy ?? '',
          company,
        });
  return { userId: row.user_id, kind: row.kind, key: `${row.kind}:${row.seq}`, text };
}
