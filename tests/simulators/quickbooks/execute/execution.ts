import type { Outcome, Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsOf } from '../company/fields';
import { StatusError } from '../errors';
import type { JudgedRequest } from '../judge';
import type { Iterators } from './iterators';

/** One committed change, as the journal keeps it and the terminal prints it. */
export interface Change {
  /** `PurchaseOrder`, `Vendor`, `ItemService`. */
  readonly object: string;
  readonly action: 'added' | 'modified' | 'deleted' | 'merged';
  readonly id: string;
  /** RefNumber of a transaction, FullName of a list object. */
  readonly label: string;
  readonly editSequence: string;
  readonly externalGuid: string | null;
  /** For people. */
  readonly line: string;
}

/** What a handler works with; it checks everything before it changes anything. */
export interface Execution {
  readonly file: CompanyFile;
  readonly request: JudgedRequest;
  readonly iterators: Iterators;
  /** A QuickBooks user below Admin: reads come back empty, writes are refused. */
  readonly isLimitedUser: boolean;
  /** The company shows no FileID, whoever asks. */
  readonly isFileIdHidden: boolean;
  readonly commit: (change: Change) => void;
}

export type Handler = (execution: Execution) => Outcome;

/** The single aggregate of an Add or Mod. */
export function bodyOf({ request }: Execution): Fields {
  const name = request.name.replace(/Rq$/, '');
  const body = request.element.children.find(child => child.name === name);
  return body ? fieldsOf(body) : {};
}

export const one = (ret: Ret): Outcome => ({ rets: [ret] });

export const missingElement = (name: string): StatusError =>
  new StatusError(3150, `There is a missing element: "${name}".`);

export const staleSequence = (sent: string): StatusError =>
  new StatusError(3200, `The provided edit sequence "${sent}" is out-of-date.`);

export const saveFailed = (subject: string, why: string): StatusError =>
  new StatusError(3180, `There was an error when saving a ${subject}.  QuickBooks error message: ${why}`);

export const recordInUse = (subject: string): StatusError =>
  new StatusError(
    3175,
    `There was an error when modifying a ${subject}.  QuickBooks error message: The record is in use and could not be locked.`,
  );
