import { and, eq } from 'drizzle-orm';
import { approverRights, members } from '@/drizzle/schema';
import type { Env } from '@/lib/core/env';
import { NotFound } from '@/lib/core/errors';
import { SIGN_IN } from '@/lib/core/limits';
import type { Database } from '@/lib/db/client';
import { transact } from '@/lib/db/scope';
import { listTools, ProcoreError, type ProcoreSession } from '@/lib/procore';
import type { CompanyRef } from './context';
import {
  type CompanyTools,
  isAdminInProcore,
  keptTools,
  type Levels,
  mayApproveInProcore,
  projectRights,
} from './procore-rights';
import type { Rights } from './rights';

interface StoredProject {
  readonly readAt: string;
  /** Null: the person may not see the project. */
  readonly levels: Levels | null;
}

interface Wanted {
  readonly company: CompanyRef;
  readonly userId: string;
  readonly projectIds: readonly string[];
  /** Deciding needs what Procore says now; looking may use what it said within the last minute. */
  readonly maxAgeMs: number;
}

interface Deps {
  readonly env: Env;
  readonly database: Database;
  /** With the person's own token. */
  readonly procore: ProcoreSession;
}

/** Procore hides what one may not see as 403 or 404; both mean "not here". */
async function visible<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (thrown) {
    if (thrown instanceof ProcoreError && (thrown.status === 403 || thrown.status === 404)) return null;
    throw thrown;
  }
}

/**
 * What a person may do in a company, asked of Procore with the person's own token.
 * @throws NotFound when Procore does not let the person see the company.
 */
export async function loadRights(deps: Deps, wanted: Wanted): Promise<Rights> {
  const known = await readMember(deps, wanted);
  const now = deps.env.now();
  const isFresh = (at: Date): boolean => now.getTime() - at.getTime() < wanted.maxAgeMs;
  const tools =
    known && isFresh(known.readAt) ? (known.tools as CompanyTools) : await companyTools(deps, wanted);
  const cached = (known?.projects ?? {}) as Record<string, StoredProject>;
  const stale = wanted.projectIds.filter(id => {
    const project = cached[id];
    return !project || !isFresh(new Date(project.readAt));
  });
  const read = await Promise.all(stale.map(async id => [id, await projectTools(deps, id)] as const));
  const projects = { ...cached, ...Object.fromEntries(read) };
  if (tools !== known?.tools || read.length > 0)
    await writeMember(deps, wanted, { tools, projects, isToolsNew: tools !== known?.tools });
  // What was once read of other projects is no right now.
  const current = Object.entries(projects).filter(
    ([id, project]) => wanted.projectIds.includes(id) || isFresh(new Date(project.readAt)),
  );
  return rightsFrom(tools, Object.fromEntries(current), known?.granted ?? []);
}

async function companyTools(deps: Deps, wanted: Wanted): Promise<CompanyTools> {
  const tools = await visible(listTools(deps.procore, { companyId: wanted.company.procoreCompanyId }));
  if (tools === null) throw new NotFound('This company');
  return keptTools(tools);
}

async function projectTools(deps: Deps, projectId: string): Promise<StoredProject> {
  const tools = await visible(listTools(deps.procore, { projectId }));
  return { readAt: deps.env.now().toISOString(), levels: tools === null ? null : keptTools(tools).levels };
}

async function readMember(deps: Deps, wanted: Wanted) {
  const where = and(eq(members.companyId, wanted.company.id), eq(members.userId, wanted.userId));
  return await transact(deps.database, { company: wanted.company.id }, async tx => {
    const [row] = await tx.select().from(members).where(where);
    const granted = await tx
      .select({ kind: approverRights.kind, direction: approverRights.direction })
      .from(approverRights)
      .where(and(eq(approverRights.companyId, wanted.company.id), eq(approverRights.userId, wanted.userId)));
    return row ? { ...row, granted: granted.map(one => `${one.kind}:${one.direction}`) } : null;
  });
}

async function writeMember(
  deps: Deps,
  wanted: Wanted,
  next: { tools: CompanyTools; projects: Record<string, StoredProject>; isToolsNew: boolean },
): Promise<void> {
  const readAt = deps.env.now();
  await transact(deps.database, { company: wanted.company.id }, tx =>
    tx
      .insert(members)
      .values({
        companyId: wanted.company.id,
        userId: wanted.userId,
        tools: next.tools,
        projects: next.projects,
        readAt,
      })
      .onConflictDoUpdate({
        target: [members.companyId, members.userId],
        set: next.isToolsNew
          ? { tools: next.tools, projects: next.projects, readAt }
          : { projects: next.projects },
      }),
  );
}

function rightsFrom(
  tools: CompanyTools,
  projects: Readonly<Record<string, StoredProject>>,
  granted: readonly string[],
): Rights {
  return {
    isCompanyAdmin: isAdminInProcore(tools),
    approvals: new Set(mayApproveInProcore(tools) ? ['*', ...granted] : granted),
    projects: new Map(Object.entries(projects).map(([id, { levels }]) => [id, projectRights(levels)])),
  };
}

export const LOOKING_MAX_AGE_MS = SIGN_IN.rightsMaxAgeMs;
