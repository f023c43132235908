import { and, eq, inArray, sql } from 'drizzle-orm';
import { procoreCursors, procoreRecords } from '@/drizzle/schema';
import { AppError, errorText, Unavailable } from '@/lib/core/errors';
import { TASKS } from '@/lib/core/limits';
import { ClientRefused, ProcoreError } from '@/lib/procore';
import { type Ctx, Disconnected, inCompany } from '@/lib/tenancy';
import { ALL_SOURCES, cursorName, type Source } from './sources';

/** A source in one project, and how far it was read. */
export interface Reading {
  readonly source: Source;
  readonly projectId: string;
  /** Null before the first time. */
  readonly wholeAt: Date | null;
  readonly dueAt: Date | null;
  readonly readTo: Date | null;
  readonly hasFailed: boolean;
}

/** Every source in every active project of Procore's directory, as far as it was read. */
export async function readingsOf(ctx: Ctx): Promise<Reading[]> {
  const { projects, cursors } = await inCompany(ctx, async tx => ({
    projects: await tx
      .select({ id: procoreRecords.procoreId })
      .from(procoreRecords)
      .where(
        and(
          eq(procoreRecords.companyId, ctx.company.id),
          eq(procoreRecords.kind, 'project'),
          eq(procoreRecords.isActive, true),
        ),
      )
      .orderBy(procoreRecords.procoreId),
    cursors: await tx.select().from(procoreCursors).where(eq(procoreCursors.companyId, ctx.company.id)),
  }));
  const byName = new Map(cursors.map(row => [row.name, row]));
  return projects.flatMap(({ id: projectId }) =>
    ALL_SOURCES.map(source => {
      const row = byName.get(cursorName(source, projectId));
      return {
        source,
        projectId,
        wholeAt: row?.wholeAt ?? null,
        dueAt: row?.dueAt ?? null,
        readTo: row?.readTo ?? null,
        hasFailed: row?.error != null,
      };
    }),
  );
}

type Place = Pick<Reading, 'source' | 'projectId'>;
type Outcome = Partial<Pick<typeof procoreCursors.$inferInsert, 'readTo' | 'wholeAt' | 'dueAt' | 'error'>>;

/** Notes on a source what came of reading it; makes its cursor where there is none yet. */
export async function noteReading(ctx: Ctx, place: Place, outcome: Outcome): Promise<void> {
  const name = cursorName(place.source, place.projectId);
  await inCompany(ctx, tx =>
    tx
      .insert(procoreCursors)
      .values({ companyId: ctx.company.id, name, readTo: new Date(0), ...outcome })
      .onConflictDoUpdate({ target: [procoreCursors.companyId, procoreCursors.name], set: outcome }),
  );
}

/** Events were lost, nobody knows which: everything, or these sources, is compared whole as soon as may be. */
export async function noteGap(ctx: Ctx, places: readonly Place[] | 'everywhere'): Promise<void> {
  const names = places === 'everywhere' ? [] : places.map(one => cursorName(one.source, one.projectId));
  if (places !== 'everywhere' && names.length === 0) return;
  const isMeant = places === 'everywhere' ? sql`true` : inArray(procoreCursors.name, names);
  await inCompany(ctx, tx =>
    tx
      .update(procoreCursors)
      .set({ dueAt: null })
      .where(and(eq(procoreCursors.companyId, ctx.company.id), isMeant)),
  );
}

/**
 * Notes a source that could not be read, and when to try again: soon where Procore was busy or away, at the usual time
 * where it refused.
 * @throws what is no answer of Procore
 * @returns whether the rest of the turn would fail as well
 */
export async function noteFailure(ctx: Ctx, place: Place, thrown: unknown): Promise<boolean> {
  if (!(thrown instanceof AppError)) throw thrown;
  const isPassing = thrown.isRetryable || isAway(thrown);
  const waitMs = isPassing ? TASKS.retryReadingMs : TASKS.reconcileEveryMs;
  await noteReading(ctx, place, {
    error: errorText(thrown).slice(0, 500),
    dueAt: new Date(ctx.env.now().getTime() + waitMs),
  });
  return isAway(thrown);
}

/** Whether no call to Procore can succeed now, whatever it is about. */
export function isAway(thrown: unknown): boolean {
  if (thrown instanceof Unavailable || thrown instanceof Disconnected || thrown instanceof ClientRefused)
    return true;
  return thrown instanceof ProcoreError && [0, 401, 429, 503].includes(thrown.status);
}
