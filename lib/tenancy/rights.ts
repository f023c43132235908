import { Forbidden } from '@/lib/core/errors';
import {
  DIRECTORY_KINDS,
  type Direction,
  EXPORT_KIND_WORDS,
  EXPORT_KINDS,
  type ExportKind,
  type ImportKind,
} from '@/lib/core/kinds';

/**
 * What a person may do in a company. Procore says who administers and who may see and send; who approves is said by
 * Procore ("Can Push to Accounting", for everything) or granted here, per kind and direction.
 */
export interface Rights {
  readonly isCompanyAdmin: boolean;
  /** `kind:direction` granted here; `*` for Procore's own privilege. */
  readonly approvals: ReadonlySet<string>;
  /** Levels on the tools of each project that was looked at. */
  readonly projects: ReadonlyMap<string, ProjectRights>;
}

export interface ProjectRights {
  /** Kinds of which the person sees the project's records. */
  readonly canSee: ReadonlySet<ExportKind>;
  readonly canSend: ReadonlySet<ExportKind>;
}

/** For work nobody asked for: tasks and the Web Connector. They call no verb that needs a person's right. */
export const NO_RIGHTS: Rights = { isCompanyAdmin: false, approvals: new Set(), projects: new Map() };

export function mayApprove(rights: Rights, kind: ExportKind | ImportKind, direction: Direction): boolean {
  return rights.approvals.has('*') || rights.approvals.has(`${kind}:${direction}`);
}

export function isApprover(rights: Rights): boolean {
  return rights.approvals.size > 0;
}

/** Kinds of which a person sees the records of a project; of all projects for null. */
export function kindsInSight(rights: Rights, projectId: string | null): readonly ExportKind[] {
  if (rights.isCompanyAdmin || isApprover(rights)) return EXPORT_KINDS;
  const seen = projectId === null ? undefined : rights.projects.get(projectId)?.canSee;
  return EXPORT_KINDS.filter(kind => seen?.has(kind) === true);
}

/** Whether a person sees records of a kind in a project; for no kind in particular, of any. */
export function mayView(rights: Rights, projectId: string | null, kind: ExportKind | null): boolean {
  const seen = kindsInSight(rights, projectId);
  return kind === null ? seen.length > 0 : seen.includes(kind);
}

/** Directories are the company's: whoever decides their records sends them too, as in Procore's own ERP tool. */
export function isSentByApprovers(kind: ExportKind): boolean {
  return DIRECTORY_KINDS.some(one => one === kind);
}

export function maySend(rights: Rights, kind: ExportKind, projectId: string | null): boolean {
  if (isSentByApprovers(kind)) return mayApprove(rights, kind, 'export');
  return projectId !== null && rights.projects.get(projectId)?.canSend.has(kind) === true;
}

/** @throws Forbidden */
export function requireApproval(rights: Rights, kind: ExportKind | ImportKind, direction: Direction): void {
  if (mayApprove(rights, kind, direction)) return;
  throw new Forbidden('Only an accounting approver may decide this.', {
    remedy: 'A company administrator can give you the right under People.',
  });
}

/** @throws Forbidden */
export function requireAdmin(rights: Rights): void {
  if (rights.isCompanyAdmin) return;
  throw new Forbidden('Only a company administrator may do this.', {
    remedy: 'Ask a company administrator in Procore.',
  });
}

/** @throws Forbidden */
export function requireSend(rights: Rights, kind: ExportKind, projectId: string | null): void {
  if (maySend(rights, kind, projectId)) return;
  if (isSentByApprovers(kind)) requireApproval(rights, kind, 'export');
  throw new Forbidden('You may not send records of this project to ERP.', {
    remedy: `It takes Standard or Admin on the project’s tool for ${EXPORT_KIND_WORDS[kind].many} in Procore.`,
  });
}

/** Mappings are kept by whoever approves or administers. @throws Forbidden */
export function requireMapping(rights: Rights): void {
  if (rights.isCompanyAdmin || isApprover(rights)) return;
  throw new Forbidden('Only an accounting approver or a company administrator may change mappings.', {
    remedy: 'Ask one of them, or have a company administrator give you the right under People.',
  });
}
