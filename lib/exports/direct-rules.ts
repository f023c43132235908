import { and, asc, eq, ilike, inArray, or, sql } from 'drizzle-orm';
import { directRules, procoreRecords } from '@/drizzle/schema';
import { isUuid } from '@/lib/core/encoding';
import { Conflict, Forbidden, Invalid, NotFound } from '@/lib/core/errors';
import { EXPORT_KIND_WORDS, type ExportKind } from '@/lib/core/kinds';
import { type Cents, formatMoney } from '@/lib/core/money';
import type { Tx } from '@/lib/db/client';
import { containing } from '@/lib/db/like';
import { takeTurn } from '@/lib/db/turns';
import { CARRIED_KINDS } from '@/lib/flows/registry';
import { historyFrame, namesOf, recordHistory } from '@/lib/history';
import {
  type Ctx,
  inCompany,
  isSentByApprovers,
  mayApprove,
  type Rights,
  requireMapping,
} from '@/lib/tenancy';

/** Kinds that can be accepted by a rule: what others than approvers send. */
export const DIRECT_KINDS: readonly ExportKind[] = CARRIED_KINDS.filter(kind => !isSentByApprovers(kind));

type RuleRow = typeof directRules.$inferSelect;

/** A rule as its keepers see it. */
export interface RuleLine {
  readonly id: string;
  readonly name: string;
  readonly kind: ExportKind;
  readonly amountUpTo: string | null;
  readonly vendor: { readonly procoreId: string; readonly name: string } | null;
  readonly project: { readonly procoreId: string; readonly name: string } | null;
  readonly isOn: boolean;
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAt: string;
  readonly canChange: boolean;
}

export interface RuleInput {
  readonly name: string;
  readonly kind: ExportKind;
  /** Null for any. */
  readonly amountUpTo: Cents | null;
  readonly vendorId: string | null;
  readonly projectId: string | null;
  readonly isOn: boolean;
}

/** Rules are kept by administrators, and for a kind by whoever approves it. @throws Forbidden */
export function requireRuleKeeper(rights: Rights, kind: ExportKind): void {
  if (mayKeep(rights, kind)) return;
  throw new Forbidden(
    'Only an accounting approver or a company administrator may keep direct export rules.',
    {
      remedy: 'Ask one of them, or have a company administrator give you the right under People.',
    },
  );
}

function mayKeep(rights: Rights, kind: ExportKind): boolean {
  return rights.isCompanyAdmin || mayApprove(rights, kind, 'export');
}

/** The company's rules, the oldest first, which is the order in which they are tried. @throws Forbidden */
export async function listRules(ctx: Ctx): Promise<RuleLine[]> {
  requireMapping(ctx.rights);
  return await inCompany(ctx, async tx => {
    const rows = await tx
      .select()
      .from(directRules)
      .where(eq(directRules.companyId, ctx.company.id))
      .orderBy(asc(directRules.createdAt), asc(directRules.id));
    const people = await namesOf(
      tx,
      rows.map(row => row.updatedBy),
    );
    const named = async (kind: 'vendor' | 'project', ids: readonly (string | null)[]) =>
      new Map((await directoryNames(ctx, tx, { kind, ids })).map(one => [one.procoreId, one]));
    const vendors = await named(
      'vendor',
      rows.map(row => row.vendorId),
    );
    const projects = await named(
      'project',
      rows.map(row => row.projectId),
    );
    return rows.map(row => ({
      id: row.id,
      name: row.name,
      kind: row.kind,
      amountUpTo: row.amountUpTo === null ? null : formatMoney(row.amountUpTo),
      vendor: known(vendors, row.vendorId),
      project: known(projects, row.projectId),
      isOn: row.isOn,
      version: row.version,
      updatedBy: people.get(row.updatedBy) ?? 'Somebody',
      updatedAt: row.updatedAt.toISOString(),
      canChange: mayKeep(ctx.rights, row.kind),
    }));
  });
}

interface Named {
  readonly procoreId: string;
  readonly name: string;
}

const known = (names: ReadonlyMap<string, Named>, procoreId: string | null): Named | null =>
  procoreId === null ? null : (names.get(procoreId) ?? { procoreId, name: 'No longer in Procore' });

async function directoryNames(
  ctx: Ctx,
  tx: Tx,
  { kind, ids }: { readonly kind: 'vendor' | 'project'; readonly ids: readonly (string | null)[] },
): Promise<Named[]> {
  const wanted = ids.flatMap(id => id ?? []);
  if (wanted.length === 0) return [];
  return await tx
    .select({ procoreId: procoreRecords.procoreId, name: procoreRecords.name })
    .from(procoreRecords)
    .where(
      and(
        eq(procoreRecords.companyId, ctx.company.id),
        eq(procoreRecords.kind, kind),
        inArray(procoreRecords.procoreId, wanted),
      ),
    );
}

const MOST_CHOICES = 20;

/** Companies or projects that a rule can be for, by a part of their name or number. @throws Forbidden */
export async function ruleChoices(
  ctx: Ctx,
  { kind, search }: { readonly kind: 'vendor' | 'project'; readonly search: string },
): Promise<Named[]> {
  requireMapping(ctx.rights);
  const pattern = containing(search);
  return await inCompany(ctx, tx =>
    tx
      .select({
        procoreId: procoreRecords.procoreId,
        name: sql<string>`trim(${procoreRecords.code} || ' ' || ${procoreRecords.name})`,
      })
      .from(procoreRecords)
      .where(
        and(
          eq(procoreRecords.companyId, ctx.company.id),
          eq(procoreRecords.kind, kind),
          or(ilike(procoreRecords.name, pattern), ilike(procoreRecords.code, pattern)),
        ),
      )
      .orderBy(asc(procoreRecords.name), asc(procoreRecords.procoreId))
      .limit(MOST_CHOICES),
  );
}

/**
 * Makes a rule. It accepts what is sent from now on, never what waits already.
 * @throws Invalid, Conflict for a name that another rule has, NotFound for a company or project that was not read, Forbidden
 */
export async function makeRule(ctx: Ctx, input: RuleInput): Promise<{ id: string }> {
  requireRuleKeeper(ctx.rights, input.kind);
  const id = ctx.env.newId();
  await inCompany(ctx, async tx => {
    const values = await readRule(ctx, tx, { input, id });
    const now = ctx.env.now();
    const person = personOf(ctx);
    await tx.insert(directRules).values({
      ...values,
      companyId: ctx.company.id,
      id,
      version: 1,
      createdBy: person,
      createdAt: now,
      updatedBy: person,
      updatedAt: now,
    });
    await note(ctx, tx, { id, action: 'direct rule made', before: null, after: values });
  });
  return { id };
}

/**
 * Changes a rule, or switches it off or on. What it accepted before stays as it is.
 * @throws Conflict when somebody changed it since `version` was read; otherwise as `makeRule`
 */
export async function changeRule(
  ctx: Ctx,
  { id, version, ...input }: RuleInput & { readonly id: string; readonly version: number },
): Promise<void> {
  requireRuleKeeper(ctx.rights, input.kind);
  if (!isUuid(id)) throw new NotFound('This rule');
  await inCompany(ctx, async tx => {
    const isThis = and(eq(directRules.companyId, ctx.company.id), eq(directRules.id, id));
    const values = await readRule(ctx, tx, { input, id });
    const [before] = await tx.select().from(directRules).where(isThis).for('update');
    if (!before) throw new NotFound('This rule');
    requireRuleKeeper(ctx.rights, before.kind);
    if (before.version !== version)
      throw new Conflict('Somebody changed this rule at the same moment.', {
        remedy: 'Look at it as it is now.',
      });
    await tx
      .update(directRules)
      .set({ ...values, version: version + 1, updatedBy: personOf(ctx), updatedAt: ctx.env.now() })
      .where(isThis);
    await note(ctx, tx, { id, action: actionOf(before, values), before, after: values });
  });
}

function personOf(ctx: Ctx): string {
  if (ctx.actor.kind === 'person') return ctx.actor.userId;
  throw new Forbidden('Rules are kept by people.');
}

type RuleValues = Pick<RuleRow, 'name' | 'kind' | 'amountUpTo' | 'vendorId' | 'projectId' | 'isOn'>;

/** One rule is looked at at a time, so that no two get the same name: histories tell rules by it. */
async function readRule(
  ctx: Ctx,
  tx: Tx,
  { input, id }: { readonly input: RuleInput; readonly id: string },
): Promise<RuleValues> {
  const name = input.name.trim();
  if (name === '')
    throw new Invalid('A rule needs a name.', { remedy: 'Histories tell rules by their names.' });
  if (!DIRECT_KINDS.includes(input.kind))
    throw new Invalid(`No rule can be made for ${EXPORT_KIND_WORDS[input.kind].many}.`);
  if (input.amountUpTo !== null && input.amountUpTo <= 0n)
    throw new Invalid('The amount of a rule is more than nothing.', {
      remedy: 'Leave it empty for any amount.',
    });
  await takeTurn(tx, `direct-rules:${ctx.company.id}`);
  const [namesake] = await tx
    .select({ id: directRules.id })
    .from(directRules)
    .where(
      and(
        eq(directRules.companyId, ctx.company.id),
        sql`lower(${directRules.name}) = lower(${name})`,
        sql`${directRules.id} <> ${id}`,
      ),
    );
  if (namesake) throw new Conflict(`There is a rule “${name}” already.`, { remedy: 'Choose another name.' });
  await requireKnown(ctx, tx, input);
  const { kind, amountUpTo, vendorId, projectId, isOn } = input;
  return { name, kind, amountUpTo, vendorId, projectId, isOn };
}

async function requireKnown(ctx: Ctx, tx: Tx, { vendorId, projectId }: RuleInput): Promise<void> {
  const vendors = await directoryNames(ctx, tx, { kind: 'vendor', ids: [vendorId] });
  if (vendorId !== null && vendors.length === 0) throw new NotFound('This company of the directory');
  const projects = await directoryNames(ctx, tx, { kind: 'project', ids: [projectId] });
  if (projectId !== null && projects.length === 0) throw new NotFound('This project');
}

function actionOf(before: RuleRow, after: RuleValues): string {
  if (before.isOn === after.isOn) return 'direct rule changed';
  return after.isOn ? 'direct rule switched on' : 'direct rule switched off';
}

interface Noted {
  readonly id: string;
  readonly action: string;
  readonly before: RuleValues | null;
  readonly after: RuleValues;
}

async function note(ctx: Ctx, tx: Tx, { id, action, before, after }: Noted): Promise<void> {
  const said = ({ name, kind, amountUpTo, vendorId, projectId, isOn }: RuleValues) => ({
    name,
    kind,
    amountUpTo: amountUpTo === null ? null : formatMoney(amountUpTo),
    vendorId,
    projectId,
    isOn,
  });
  await recordHistory(tx, historyFrame(ctx), [
    {
      action,
      objectKind: 'direct_rule',
      objectId: id,
      before: before === null ? null : said(before),
      after: said(after),
      reason: after.name,
    },
  ]);
}
