import type { Books } from '@/lib/mappings/books';
import type { CustomerCopy } from '@/lib/mappings/list-books';
import type { PostalAddress } from '../shared/address';
import { fittedName, PERSON_NAME_CHARS } from '../shared/list-names';

/** A project of Procore, as it is sent. */
export interface ProjectRecord extends PostalAddress {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly isActive: boolean;
  /** yyyy-mm-dd */
  readonly startDate: string | null;
  readonly completionDate: string | null;
  readonly originId: string | null;
}

/** QuickBooks takes five levels: a customer and four of jobs. */
const LOWEST_PARENT = 3;

export function numberedName(project: ProjectRecord): string {
  return `${project.number} ${project.name}`.trim();
}

/** Every name the job may get by the settings. */
export function namesOf(project: ProjectRecord): string[] {
  return [project.name, numberedName(project)].map(name => fittedName(name, PERSON_NAME_CHARS));
}

export function nameWanted(project: ProjectRecord, books: Books): string {
  const { choices } = books.lists;
  if (choices.name !== undefined) return choices.name;
  return books.settings.jobNames === 'number_and_name' ? numberedName(project) : project.name;
}

export function jobName(project: ProjectRecord, books: Books): string {
  return fittedName(nameWanted(project, books), PERSON_NAME_CHARS);
}

export type Parent =
  /** The company keeps its projects as customers. */
  | { readonly is: 'none' }
  | { readonly is: 'customer'; readonly customer: CustomerCopy }
  | { readonly is: 'missing'; readonly message: string };

/** What the job stands under. Nobody but a person chooses it. */
export function parentOf(books: Books): Parent {
  if (books.settings.projectsBecome === 'customers') return { is: 'none' };
  const { choices, customer } = books.lists;
  if (choices.customer === undefined)
    return { is: 'missing', message: 'The accountant chooses the customer whose job this is.' };
  if (customer === null)
    return { is: 'missing', message: 'The chosen customer was never read from QuickBooks.' };
  return { is: 'customer', customer };
}

/** Why a customer that was chosen cannot have the job; null when it can. */
export function whyUnfit({ fullName, isActive, isGone, sublevel }: CustomerCopy): string | null {
  if (isGone) return `The customer “${fullName}” was deleted or merged in QuickBooks.`;
  if (!isActive) return `The customer “${fullName}” is inactive in QuickBooks.`;
  return sublevel > LOWEST_PARENT ? `QuickBooks takes no job below “${fullName}”: it has five levels.` : null;
}
