import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { hooks } from '@/drizzle/schema';
import { secretHash } from '@/lib/core/canonical';
import { base64url } from '@/lib/core/encoding';
import { errorText } from '@/lib/core/errors';
import {
  createHook,
  createTrigger,
  deleteHook,
  deleteTrigger,
  type Hook,
  type HookKey,
  type KnownTrigger,
  listDiscarded,
  listHooks,
  listTriggers,
  ProcoreError,
  type ProcoreSession,
  type Trigger,
} from '@/lib/procore';
import { type CompanyRef, type Ctx, inCompany } from '@/lib/tenancy';
import { noteGap } from './cursors';
import { type TaskDeps, taskCtx } from './deps';
import { TRIGGERS } from './hints';

const TOKEN_BYTES = 32;

type Row = typeof hooks.$inferSelect;

interface Place {
  readonly ctx: Ctx;
  readonly procore: ProcoreSession;
  readonly destinationUrl: string;
}

/**
 * Makes sure Procore tells us of changes: one webhook a company, with a bearer of its own and exactly the triggers we
 * know what to do with. Half-made ones of an earlier try are finished or removed, so that a crash in between leaves no
 * second one. Where events may have been lost meanwhile, everything is compared.
 */
export async function ensureHooks(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'hooks');
  const procore = deps.serviceFor(company);
  const place: Place = { ctx, procore, destinationUrl: destinationOf(deps) };
  const live = await liveHooks(ctx);
  const theirs = await listHooks(procore, company.procoreCompanyId);
  const isOurs = (one: Hook): boolean => one.destinationUrl === place.destinationUrl;
  const alive = live.find(row => theirs.some(one => one.id === row.procoreHookId && isOurs(one)));
  for (const stray of theirs.filter(one => isOurs(one) && one.id !== alive?.procoreHookId))
    await deleteHook(procore, company.procoreCompanyId, stray.id);
  const row = alive ?? (await makeHook(place));
  const key = { companyId: company.procoreCompanyId, hookId: row.procoreHookId ?? '' };
  await ensureTriggers(place, key);
  const wasReady = row.readyAt !== null;
  if (!wasReady) await save(ctx, row.id, { readyAt: deps.env.now() });
  if (!wasReady || (await wereDiscarded(place, row, key))) await noteGap(ctx, 'everywhere');
}

/** Removes our webhooks from a company, in Procore and here: from now on nothing is heard of it. */
export async function removeHooks(deps: TaskDeps, company: CompanyRef): Promise<void> {
  const ctx = taskCtx(deps, company, 'hooks');
  const procore = deps.serviceFor(company);
  for (const one of await listHooks(procore, company.procoreCompanyId))
    if (one.destinationUrl === destinationOf(deps))
      await deleteHook(procore, company.procoreCompanyId, one.id);
  await endHooks(ctx);
}

const destinationOf = (deps: TaskDeps): string => `${deps.appUrl}/api/procore/webhooks`;

async function liveHooks(ctx: Ctx): Promise<Row[]> {
  const isLive = and(
    eq(hooks.companyId, ctx.company.id),
    isNull(hooks.endedAt),
    isNotNull(hooks.procoreHookId),
  );
  return await inCompany(ctx, tx => tx.select().from(hooks).where(isLive));
}

/** From now on nobody is let in by a bearer of this company's webhooks. */
export async function endHooks(ctx: Ctx): Promise<void> {
  await inCompany(ctx, tx =>
    tx
      .update(hooks)
      .set({ endedAt: ctx.env.now() })
      .where(and(eq(hooks.companyId, ctx.company.id), isNull(hooks.endedAt))),
  );
}

async function save(ctx: Ctx, id: string, change: Partial<Row>): Promise<void> {
  await inCompany(ctx, tx =>
    tx
      .update(hooks)
      .set(change)
      .where(and(eq(hooks.companyId, ctx.company.id), eq(hooks.id, id))),
  );
}

/** The bearer's hash is kept before Procore has the bearer: no event of ours is ever a stranger's. */
async function makeHook({ ctx, procore, destinationUrl }: Place): Promise<Row> {
  const bearer = base64url(ctx.env.randomBytes(TOKEN_BYTES));
  const row: Row = {
    companyId: ctx.company.id,
    id: ctx.env.newId(),
    tokenHash: secretHash(bearer),
    createdAt: ctx.env.now(),
    procoreHookId: null,
    readyAt: null,
    discardedTo: null,
    endedAt: null,
  };
  await endHooks(ctx);
  await inCompany(ctx, tx => tx.insert(hooks).values(row));
  const companyId = ctx.company.procoreCompanyId;
  const procoreHookId = await createHook(procore, { companyId, destinationUrl, bearer });
  await save(ctx, row.id, { procoreHookId });
  return { ...row, procoreHookId };
}

const nameOf = ({ resourceName, event }: { resourceName: string; event: string }): string =>
  `${resourceName} ${event}`;

async function ensureTriggers(place: Place, key: HookKey): Promise<void> {
  const known = await listTriggers(place.procore, key);
  const kept = new Map<string, KnownTrigger>();
  const wanted = new Set(TRIGGERS.map(nameOf));
  for (const one of known) {
    const isSurplus = !wanted.has(nameOf(one)) || kept.has(nameOf(one));
    if (isSurplus) await deleteTrigger(place.procore, key, one.id);
    else kept.set(nameOf(one), one);
  }
  for (const one of TRIGGERS) if (!kept.has(nameOf(one))) await addTrigger(place, key, one);
}

/** What this Procore does not tell of is found by comparing; all else is told. */
async function addTrigger({ ctx, procore }: Place, key: HookKey, wanted: Trigger): Promise<void> {
  try {
    await createTrigger(procore, key, wanted);
  } catch (thrown) {
    if (!(thrown instanceof ProcoreError) || thrown.status !== 422) throw thrown;
    ctx.env.log.warn('Procore does not tell of an event', { event: nameOf(wanted), reason: thrown.message });
  }
}

/** Whether Procore gave up telling something since we last looked: it does after twelve hours without success. */
async function wereDiscarded({ ctx, procore }: Place, row: Row, key: HookKey): Promise<boolean> {
  try {
    const events = await listDiscarded(procore, key, row.discardedTo);
    const discardedTo = events.at(-1);
    if (discardedTo !== undefined) await save(ctx, row.id, { discardedTo });
    return discardedTo !== undefined;
  } catch (thrown) {
    if (!(thrown instanceof ProcoreError)) throw thrown;
    ctx.env.log.warn('Procore does not say which events it gave up', { reason: errorText(thrown) });
    return false;
  }
}
