import { type SQL, sql } from 'drizzle-orm';
import { daysBefore } from '@/lib/core/days';
import type { ExportKind } from '@/lib/core/kinds';
import { type Cents, formatMoney, parseMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';
import { type ExportState, STATE_WORDS } from '@/lib/lifecycle';
import { type Ctx, inCompany } from '@/lib/tenancy';
import { requireRuleKeeper } from './direct-rules';

/** What a direct export rule asks of a record; null for anything. */
export interface RuleTerms {
  readonly kind: ExportKind;
  /** What a record adds or deducts, at most. */
  readonly amountUpTo: Cents | null;
  readonly vendorId: string | null;
  readonly projectId: string | null;
}

/** Whom an export `e` is with: a change order does not tell, but its commitment does. */
const VENDOR_OF = sql`coalesce((e.snapshot #>> '{vendor,id}')::bigint, (
  select (c.snapshot #>> '{vendor,id}')::bigint from exports c where c.company_id = e.company_id and c.kind = 'commitment'
    and c.procore_id = (e.snapshot->>'commitmentId')::bigint))`;

/** Whether an export `e` is what a rule `r` is for. */
const MATCHES = sql`r.kind = e.kind and (r.amount_up_to is null or abs(e.amount) <= r.amount_up_to)
  and (r.project_id is null or r.project_id = e.procore_project_id)
  and (r.vendor_id is null or r.vendor_id = ${VENDOR_OF})`;

export interface RuleMatch extends Record<string, unknown> {
  readonly export_id: string;
  readonly rule_id: string;
  readonly name: string;
}

/** The rule that is for each of the records, the oldest where there are several; none for the others. */
export async function rulesFor(
  tx: Tx,
  companyId: string,
  exportIds: readonly string[],
): Promise<RuleMatch[]> {
  return await tx.execute<RuleMatch>(sql`
    select distinct on (e.id) e.id as export_id, r.id as rule_id, r.name from exports e
    join direct_rules r on r.company_id = e.company_id and r.is_on and ${MATCHES}
    where e.company_id = ${companyId}
      and e.id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(exportIds)}::jsonb))
    order by e.id, r.created_at, r.id`);
}

/** Whether anything can be accepted by a rule at all. */
export async function hasDirectRules(ctx: Ctx): Promise<boolean> {
  const [row] = await inCompany(ctx, tx =>
    tx.execute<{ has: boolean }>(sql`
      select exists (select 1 from direct_rules where company_id = ${ctx.company.id} and is_on) as has`),
  );
  return row?.has === true;
}

export interface PreviewedRecord {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly vendorName: string;
  readonly amount: string;
  readonly stateWord: string;
}

/** What a rule would be for: what can be sent or was sent, with the newest as examples. */
export interface RulePreview {
  readonly count: number;
  readonly total: string;
  readonly days: number;
  readonly examples: readonly PreviewedRecord[];
}

interface PreviewRow extends Record<string, unknown> {
  id: string;
  number: string;
  title: string;
  vendor_name: string;
  amount: string;
  state: ExportState;
  count: number;
  total: string;
}

const PREVIEW_DAYS = 90;
const EXAMPLES = 20;

const term = (value: string | null, type: string): SQL => sql`${value}::${sql.raw(type)}`;

/** Shows what a rule would accept, by what is there now. @throws Forbidden */
export async function previewRule(ctx: Ctx, terms: RuleTerms): Promise<RulePreview> {
  requireRuleKeeper(ctx.rights, terms.kind);
  const since = daysBefore(ctx.env.now(), PREVIEW_DAYS).toISOString();
  const amount = terms.amountUpTo === null ? null : formatMoney(terms.amountUpTo);
  const rows = await inCompany(ctx, tx =>
    tx.execute<PreviewRow>(sql`
      select e.id, e.number, e.title, e.vendor_name, e.amount::text, e.state,
        count(*) over ()::int as count, (sum(e.amount) over ())::text as total
      from exports e
      join (select ${terms.kind}::text as kind, ${term(amount, 'numeric')} as amount_up_to,
        ${term(terms.vendorId, 'bigint')} as vendor_id, ${term(terms.projectId, 'bigint')} as project_id) r on ${MATCHES}
      where e.company_id = ${ctx.company.id} and (e.sent_at > ${since}::timestamptz
        or e.state in ('ready_to_send', 'retrieved', 'rejected', 'awaiting_approval'))
      order by e.updated_at desc, e.id limit ${EXAMPLES}`),
  );
  return {
    count: rows[0]?.count ?? 0,
    total: formatMoney(parseMoney(rows[0]?.total ?? '0')),
    days: PREVIEW_DAYS,
    examples: rows.map(row => ({
      id: row.id,
      number: row.number,
      title: row.title,
      vendorName: row.vendor_name,
      amount: formatMoney(parseMoney(row.amount)),
      stateWord: STATE_WORDS[row.state],
    })),
  };
}
