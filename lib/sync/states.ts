/** A request on its way to QuickBooks. */
export const REQUEST_STATES = [
  /** May be claimed once its parents are done and `available_at` has come. */
  'ready',
  /** Handed to a Web Connector; the answer is awaited. */
  'sent',
  /** No definite answer came; nothing else is written to the file until this is settled. */
  'unknown',
  'done',
  'failed',
  'needs_attention',
  'cancelled',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export const REQUEST_ROLES = ['write', 'read'] as const;
export type RequestRole = (typeof REQUEST_ROLES)[number];

/** Why a message set was sent. */
export const SET_PURPOSES = [
  /** Which company file is open. */
  'verify',
  /** Whether what was exported is still there: a restored backup lacks it. */
  'read_back',
  'read',
  'write',
  /** Reads the record that a change is about to be made to. */
  'prepare',
  /** Asks for the answer to a lost set by its id. */
  'ask',
  /** Looks for the writes of a lost set. */
  'lookup',
  /** Lets QuickBooks forget an answer that has been settled. */
  'clear',
] as const;
export type SetPurpose = (typeof SET_PURPOSES)[number];

export const SET_STATES = [
  'in_flight',
  'answered',
  /** A write without a definite answer, not asked about yet. */
  'unknown',
  /** Asked about by its id; QuickBooks had no answer stored, so each write is looked up. */
  'asked',
  /** Every write of it was settled by asking or looking. */
  'recovered',
  /** A read, or a question, whose answer never came. */
  'abandoned',
] as const;
export type SetState = (typeof SET_STATES)[number];

export const SESSION_STATES = ['open', 'closed', 'taken_over'] as const;
export type SessionState = (typeof SESSION_STATES)[number];
