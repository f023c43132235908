import { and, eq, isNull, lt, or } from 'drizzle-orm';
import { companies, members, procoreCursors } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { AppError } from '@/lib/core/errors';
import { TASKS } from '@/lib/core/limits';
import type { Database, Tx } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { recordHistory } from '@/lib/history/record';
import { listCompanies, ProcoreError, type ProcoreSession } from '@/lib/procore';
import type { Actor } from './actor';
import type { CompanyRef } from './context';

/** Procore does not let the app into a company any more: nothing is asked of it there until it does again. */
export class Disconnected extends AppError {
  static override readonly kind = 'Disconnected';

  constructor(reason: string) {
    super('blocked', reason, {
      remedy: 'A company administrator installs the app in Procore again; what was under way is kept.',
    });
  }
}

interface Deps {
  readonly env: Env;
  readonly database: Database;
}

export interface ReachDeps extends Deps {
  /** The app's service account in the company, which nothing but this judgement uses. */
  readonly service: ProcoreSession;
  readonly requestId: string | null;
}

/** Why the app is not let in, in a sentence; `null` when it is, `unknown` when Procore did not say either. */
type Verdict = { readonly loss: string | null } | 'unknown';

const UNINSTALLED = 'The app is no longer installed in this company in Procore.';
const NOT_LISTED = 'Procore no longer counts this company among those the app may work for.';
const NO_SERVICE = 'Procore no longer accepts the app’s service account in this company.';

/**
 * Whether Procore lets the app into a company at all. A single tool or project may be refused for reasons of its own, so
 * one question that needs no right in particular decides. A Procore that is away says nothing about this.
 */
async function judge(service: ProcoreSession, company: CompanyRef): Promise<Verdict> {
  try {
    const listed = await listCompanies(service);
    const isThere = listed.some(one => one.id === company.procoreCompanyId && one.isActive);
    return { loss: isThere ? null : NOT_LISTED };
  } catch (thrown) {
    if (!(thrown instanceof ProcoreError)) return 'unknown';
    const isUninstalled = thrown.messages.some(one => /not connected to this company/i.test(one.text));
    if (thrown.status === 403) return { loss: isUninstalled ? UNINSTALLED : NO_SERVICE };
    if (thrown.status === 401) return { loss: NO_SERVICE };
    return thrown.status === 404 ? { loss: NOT_LISTED } : 'unknown';
  }
}

/**
 * After a refusal: finds out whether it is one of the whole company. If so the company is disconnected, with a row in its
 * history, and no background work begins for it.
 * @returns what to throw in place of the refusal; null when the refusal stands for itself
 */
export async function afterRefusal(deps: ReachDeps, company: CompanyRef): Promise<Disconnected | null> {
  const verdict = await judge(deps.service, company);
  if (verdict === 'unknown' || verdict.loss === null) return null;
  const { loss } = verdict;
  await change(deps, company, {
    from: 'active',
    set: { status: 'disconnected', statusReason: loss, checkedAt: deps.env.now() },
    action: 'disconnected from Procore',
    reason: loss,
  });
  return new Disconnected(loss);
}

/**
 * Looks again whether a disconnected company is open to the app, at most once a minute whoever asks, and connects it when
 * it is. The caller has made sure that Procore answers the person who asks.
 */
export async function mayConnectAgain(deps: ReachDeps, company: CompanyRef, actor: Actor): Promise<boolean> {
  if (!(await takeLook(deps, company))) return false;
  const verdict = await judge(deps.service, company);
  if (verdict === 'unknown' || verdict.loss !== null) return false;
  await change(deps, company, {
    from: 'disconnected',
    // Procore may have moved the company to another of its regions meanwhile.
    set: { status: 'active', statusReason: null, checkedAt: deps.env.now(), webBaseUrl: null },
    action: 'connected to Procore again',
    reason: null,
    actor,
  });
  return true;
}

/**
 * What to tell a person whom Procore turned away from a company: why the app is not let in, if that is the cause. Only
 * somebody who was let in before is told anything.
 */
export async function lossFor(deps: ReachDeps, company: CompanyRef, userId: string): Promise<string | null> {
  if (!(await isMember(deps, company, userId))) return null;
  if (await takeLook(deps, company)) await afterRefusal(deps, company);
  return await inScope(deps, company, async tx => {
    const [row] = await tx.select().from(companies).where(eq(companies.id, company.id));
    return row?.status === 'disconnected' ? (row.statusReason ?? UNINSTALLED) : null;
  });
}

function inScope<T>(deps: Deps, company: CompanyRef, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transact(deps.database, { company: company.id }, work);
}

/** True for whoever may ask Procore now; nobody else may for a minute. */
async function takeLook(deps: Deps, company: CompanyRef): Promise<boolean> {
  const now = deps.env.now();
  const isDue = or(
    isNull(companies.checkedAt),
    lt(companies.checkedAt, new Date(now.getTime() - TASKS.lookAgainEveryMs)),
  );
  const taken = await inScope(deps, company, tx =>
    tx
      .update(companies)
      .set({ checkedAt: now })
      // What an administrator disconnected is nothing to ask Procore about.
      .where(and(eq(companies.id, company.id), isDue, isNull(companies.disconnectedBy)))
      .returning({ id: companies.id }),
  );
  return taken.length > 0;
}

async function isMember(deps: Deps, company: CompanyRef, userId: string): Promise<boolean> {
  const rows = await inScope(deps, company, tx =>
    tx
      .select({ userId: members.userId })
      .from(members)
      .where(and(eq(members.companyId, company.id), eq(members.userId, userId))),
  );
  return rows.length > 0;
}

interface Change {
  readonly from: 'active' | 'disconnected';
  readonly set: Partial<typeof companies.$inferInsert>;
  readonly action: string;
  readonly reason: string | null;
  /** Procore itself when nobody asked. */
  readonly actor?: Actor;
}

async function change(deps: ReachDeps, company: CompanyRef, wanted: Change): Promise<void> {
  await inScope(deps, company, async tx => {
    const changed = await tx
      .update(companies)
      .set(wanted.set)
      .where(and(eq(companies.id, company.id), eq(companies.status, wanted.from)))
      .returning({ status: companies.status });
    const [row] = changed;
    if (!row) return;
    // Nothing was told meanwhile: everything is compared.
    if (row.status === 'active')
      await tx.update(procoreCursors).set({ dueAt: null }).where(eq(procoreCursors.companyId, company.id));
    const frame = {
      companyId: company.id,
      actor: wanted.actor ?? ({ kind: 'procore' } as const),
      at: deps.env.now(),
      requestId: deps.requestId,
      address: null,
    };
    await recordHistory(tx, frame, [
      {
        action: wanted.action,
        objectKind: 'company',
        objectId: company.id,
        reason: wanted.reason,
        before: { status: wanted.from },
        after: { status: row.status },
      },
    ]);
  });
}
