/** What the code may know of the outside: time, chance, ids, waiting and planned faults. Passed in, never global. */
export interface Env {
  now(): Date;
  randomBytes(length: number): Uint8Array;
  /** A random UUID, lower case. */
  newId(): string;
  sleep(ms: number): Promise<void>;
  readonly faults: Faults;
  readonly log: Log;
}

/**
 * Named points at which a test may stop, delay or break the run. In production every point is empty.
 * A point stands between two steps whose order matters, and is named `operation.moment`.
 */
export interface Faults {
  at(point: FaultPoint): Promise<void>;
}

export const FAULT_POINTS = [
  'authenticate.committed',
  'send-request.claimed',
  'send-request.committed',
  'receive-response.parsed',
  'receive-response.committed',
  'token-refresh.answered',
  'write-back.sent',
  'mail.sent',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

export const noFaults: Faults = { at: async () => undefined };

/** One line of the log. Values are short and never secret; the logger masks what looks like one. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields, cause?: unknown): void;
}
