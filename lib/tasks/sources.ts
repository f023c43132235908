import { reconcileCommitments, refreshProject } from '@/lib/exports';
import type { ProcoreSession } from '@/lib/procore';
import type { Ctx } from '@/lib/tenancy';

/** Records that are read project by project. A kind that is carried has a row in `SOURCES`. */
export interface Source {
  /** Part of its cursors' names. */
  readonly name: string;
  /** Whether Procore tells of every change; otherwise changes are asked for again and again. */
  readonly isHeard: boolean;
  /** Calls that a look for changes takes where nothing changed. */
  readonly callsPerLook: number;
  /** Reads what changed since the last look, and moves the cursor. */
  readonly readChanges: (ctx: Ctx, procore: ProcoreSession, projectId: string) => Promise<unknown>;
  /** Compares everything, also what is gone, needing no memory of earlier looks; tells how much differed. */
  readonly readWhole: (ctx: Ctx, procore: ProcoreSession, projectId: string) => Promise<{ found: number }>;
}

export const SOURCES = {
  commitments: {
    name: 'commitments',
    isHeard: true,
    callsPerLook: 2,
    readChanges: refreshProject,
    readWhole: reconcileCommitments,
  },
} as const satisfies Readonly<Record<string, Source>>;

export const ALL_SOURCES: readonly Source[] = Object.values(SOURCES);

export function cursorName(source: Source, projectId: string): string {
  return `${source.name}:${projectId}`;
}
