import { AppError, Conflict, Unavailable } from '@/lib/core/errors';

/** Error classes of PostgreSQL and of its driver that mean "not now" rather than "wrong". */
const UNAVAILABLE_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '57014',
  // A lock was waited for too long.
  '55P03',
  '25P03',
]);

/** The connection itself is gone, or closes right after. */
const LOST_CODES = new Set(['CONNECTION_CLOSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);

const RETRY_CODES = new Set(['40001', '40P01']);

const UNIQUE_VIOLATION = '23505';

/** The driver's own error, looked for through the causes that the query builder wraps around it. */
function driverError(thrown: unknown): (Error & { readonly code: string }) | null {
  let current: unknown = thrown;
  for (let depth = 0; depth < 5 && current instanceof Error; depth += 1) {
    if (hasCode(current) && !(current instanceof AppError)) return current;
    current = current.cause;
  }
  return null;
}

function hasCode(error: Error): error is Error & { readonly code: string } {
  return 'code' in error && typeof error.code === 'string';
}

/** The driver's error code. */
export function databaseCode(thrown: unknown): string | null {
  return driverError(thrown)?.code ?? null;
}

/** The connection is closed, or is about to be: PostgreSQL closes it after a fatal error. */
export function isConnectionLost(thrown: unknown): boolean {
  if (thrown instanceof AppError) return false;
  const error = driverError(thrown);
  if (error === null) return false;
  return LOST_CODES.has(error.code) || ('severity' in error && error.severity === 'FATAL');
}

/** A serialization failure or a deadlock: the whole transaction may be tried again. */
export function isWorthRetrying(thrown: unknown): boolean {
  return RETRY_CODES.has(databaseCode(thrown) ?? '');
}

export function isDatabaseAway(thrown: unknown): boolean {
  const code = databaseCode(thrown);
  return code !== null && (UNAVAILABLE_CODES.has(code) || code.startsWith('08'));
}

export function isUniqueViolation(thrown: unknown): boolean {
  return databaseCode(thrown) === UNIQUE_VIOLATION;
}

/** Turns what the database threw into an AppError, or gives it back as it is. */
export function translated(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  if (isDatabaseAway(thrown)) {
    return new Unavailable('The database does not answer right now.', {
      remedy: 'Nothing was changed. Try again in a minute.',
      cause: thrown,
    });
  }
  if (isUniqueViolation(thrown))
    return new Conflict('Somebody else did this at the same moment.', { cause: thrown });
  return thrown;
}
