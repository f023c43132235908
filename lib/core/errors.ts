/** What went wrong, as a closed set: every transport has one table from these to its own answers. */
export const ERROR_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'blocked',
  'too_many',
  'unavailable',
  'procore',
  'quickbooks',
  'web_connector',
  'broken',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

interface AppErrorOptions {
  /** What the reader can do about it, one sentence. */
  readonly remedy?: string;
  readonly isRetryable?: boolean;
  readonly cause?: unknown;
}

const MARK = Symbol.for('connector.app-error');

/**
 * An error that people may read: `message` says what failed, `remedy` what to do. `cause` is for the log only and never
 * leaves the server. The bundler copies this file into several bundles of one process, and what one copy throws another
 * catches: `instanceof` goes by mark and code, which all copies share.
 */
export class AppError extends Error {
  /** The code by which instances of a class are known; null for the classes that have none of their own. */
  static readonly knownBy: ErrorCode | null = null;

  static override [Symbol.hasInstance](value: unknown) {
    // biome-ignore lint/complexity/noThisInStatic: the class that stands right of `instanceof`
    return isOneOf(this, value);
  }

  readonly [MARK] = true;
  readonly remedy: string | null;
  readonly isRetryable: boolean;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.remedy = options.remedy ?? null;
    this.isRetryable = options.isRetryable ?? false;
  }
}

function isOneOf(type: typeof AppError, value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !(MARK in value)) return false;
  if (!Object.hasOwn(type, 'knownBy')) return Function.prototype[Symbol.hasInstance].call(type, value);
  return type.knownBy === null || ('code' in value && value.code === type.knownBy);
}

/** Input that cannot be taken as it is; nothing was done. */
export class Invalid extends AppError {
  static override readonly knownBy = 'invalid';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('invalid', message, options);
  }
}

/** Nobody is signed in. */
export class Unauthenticated extends AppError {
  static override readonly knownBy = 'unauthenticated';

  constructor(message = 'Sign in to go on.') {
    super('unauthenticated', message, { remedy: 'Sign in with Procore.' });
  }
}

/** The person is known but lacks the right. */
export class Forbidden extends AppError {
  static override readonly knownBy = 'forbidden';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('forbidden', message, options);
  }
}

/** Absent, or another company's: the two are never told apart. */
export class NotFound extends AppError {
  static override readonly knownBy = 'not_found';

  constructor(what = 'This record') {
    super('not_found', `${what} was not found.`, {
      remedy: 'It may have been removed. Go back to the list.',
    });
  }
}

/** Somebody else was first, or the record is no longer in the state that was expected. Nothing was changed. */
export class Conflict extends AppError {
  static override readonly knownBy = 'conflict';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('conflict', message, { remedy: 'Look at the record again and decide anew.', ...options });
  }
}

/** A rule stands in the way; the rule's own text tells which. */
export class Blocked extends AppError {
  static override readonly knownBy = 'blocked';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('blocked', message, options);
  }
}

/** The caller sends more than is allowed; try again after `retryAfterS` seconds. */
export class TooMany extends AppError {
  static override readonly knownBy = 'too_many';

  constructor(readonly retryAfterS: number) {
    super('too_many', 'Too many requests at once.', {
      remedy: `Try again in ${retryAfterS} s.`,
      isRetryable: true,
    });
  }
}

/** Something we depend on does not answer now; nothing was done, trying again is safe. */
export class Unavailable extends AppError {
  static override readonly knownBy = 'unavailable';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('unavailable', message, { isRetryable: true, ...options });
  }
}

/** An invariant does not hold. The request ends; the connection it concerns is not written to. */
export class Broken extends AppError {
  static override readonly knownBy = 'broken';

  constructor(message: string, options: AppErrorOptions = {}) {
    super('broken', message, options);
  }
}

/** Throws Broken unless `condition` holds. Stays on in production. */
export function assert(condition: unknown, invariant: string): asserts condition {
  if (!condition) throw new Broken(`Broken invariant: ${invariant}`);
}

/** Makes a switch over a closed set exhaustive. */
export function unreachable(value: never): never {
  throw new Broken(`Unexpected value ${JSON.stringify(value)}`);
}

/** The text of anything that was thrown, for logs. */
export function errorText(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
