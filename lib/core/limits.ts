import { DAY_MS } from './days';

/** Every bound of the product, with its reason. Nothing loops, waits, reads or retries without one of these. */

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** SOAP. Values of the security review: linear checks before any tree is built. */
export const SOAP = {
  /** An answer of 20 MB arrives as some 28 MB of escaped text. */
  maxBytes: 32 * 1024 * 1024,
  minConfiguredBytes: 12 * 1024 * 1024,
  /** Everything outside the three big parameters; a real envelope has under 2 KiB of it. */
  maxFrameBytes: 64 * 1024,
  maxTags: 300,
  maxDepth: 16,
  maxAttributes: 64,
  maxTagBytes: 16 * 1024,
  maxUserNameChars: 256,
  maxPasswordChars: 512,
  maxTicketChars: 256,
  maxMessageChars: 64 * 1024,
  /** Bodies beyond this are large: few at a time are let in, and an answer to a read is not kept. */
  largeBytes: 1024 * 1024,
  maxLargeAtOnce: 2,
} as const;

/** qbXML inside an answer. */
export const QBXML = {
  maxDepth: 32,
  maxElements: 2_000_000,
  /** QuickBooks refuses longer ones with 9004; one source says 23, so 23 it is. */
  messageSetIdChars: 23,
  requestIdChars: 50,
} as const;

export const SYNC = {
  /** Adds share a set so that 1,000 exports need 50 exchanges; more would make one refusal cost too much. */
  maxWritesPerSet: 20,
  maxReadsPerSet: 4,
  maxLookupsPerSet: 20,
  /** Settled sets that QuickBooks is told to forget in one session, so that no run is drawn out by it. */
  maxClearsPerSession: 5,
  /** All that was exported is read back this often, in sets of so many questions. */
  readBackEveryMs: 7 * DAY_MS,
  readBackChunk: 100,
  /** A set's text; QuickBooks takes more, but one exchange should stay short. */
  maxSetBytes: 512 * 1024,
  maxTransientAttempts: 5,
  maxStaleAttempts: 3,
  /** Gaps between tries of a write that QuickBooks was too busy for: 1 min doubling to 30. */
  retryBaseMs: MINUTE_MS,
  retryMaxMs: 30 * MINUTE_MS,
  /** A page of a list read, and of one with lines; Conductor allows 150 with lines, Hotglue 200. */
  listPage: 200,
  linedPage: 100,
  /** `NoOp` rounds of 5 s each in which a session is held open. */
  maxNoOpRounds: 6,
  /** Work is about to come when somebody has just accepted or looked, or when a try falls due within this. */
  expectWorkMs: 15_000,
  soonDueMs: 30_000,
  /** What is expected is written down at most this often. */
  expectEveryMs: 5_000,
  idlePollFloorMs: 5_000,
  /** Lists older than this are read again by the next session. */
  listMaxAgeMs: HOUR_MS,
  /** Before a write, lists must have been read within this. */
  listMaxAgeBeforeWriteMs: 5 * MINUTE_MS,
  /** A list is read whole this often, for what was deleted longer ago than QuickBooks remembers. */
  wholeReadEveryMs: 7 * DAY_MS,
  /** QuickBooks remembers deletions for 90 days; a day is left for clocks and zones. */
  deletionsRememberedMs: 89 * DAY_MS,
  sessionMaxMs: 12 * HOUR_MS,
  connectFailuresBeforeAdvice: 3,
  maxKeptAnswerChars: 64 * 1024,
} as const;

export const SIGN_IN = {
  popupTicketMs: MINUTE_MS,
  sessionMaxMs: 8 * HOUR_MS,
  sessionIdleMs: HOUR_MS,
  bearerIdleMs: 10 * MINUTE_MS,
  /** Rights read from Procore may be this old for looking, and must be fresh for a decision. */
  rightsMaxAgeMs: MINUTE_MS,
  downloadLinkMs: MINUTE_MS,
  /** A session's last use is written down at most this often. */
  touchEveryMs: MINUTE_MS,
} as const;

export const LOCKOUT = {
  failuresPerUser: 10,
  firstLockMs: MINUTE_MS,
  maxLockMs: HOUR_MS,
  failuresPerAddress: 30,
  addressWindowMs: 15 * MINUTE_MS,
  /** Argon2id runs on the thread pool: more at once only makes each slower. */
  maxHashesAtOnce: 4,
  maxHashesWaiting: 64,
  passwordOverlapMs: 7 * DAY_MS,
} as const;

/** Calls allowed per minute, and the burst on top where it matters. */
export const RATE = {
  soapPerAddress: 600,
  soapBurst: 100,
  jsonPerSession: 600,
  mutationsPerSession: 120,
  signInStartsPerAddress: 30,
  webhooksPerHook: 1200,
} as const;

export const JSON_BODY = {
  maxBytes: 1024 * 1024,
  maxDepth: 32,
  pageSize: 50,
  maxPage: 200,
  maxIdsPerVerb: 200,
  /** How far back lists of what happened look, unless told otherwise; their texts are searched, so never further than a year. */
  historyDays: 30,
  maxHistoryDays: 366,
} as const;

export const WEBHOOK = { maxBytes: 256 * 1024 } as const;

export const PROCORE = {
  totalTimeoutMs: 30_000,
  /** Shorter than a transaction may idle: a refresh holds its row meanwhile. */
  tokenTimeoutMs: 20_000,
  /** A client id and secret that Procore refuses are not tried again for so long. */
  refusedClientPauseMs: 5 * MINUTE_MS,
  maxAnswerBytes: 20 * 1024 * 1024,
  maxPages: 500,
  /** Procore's hourly limit is the scarce thing, so pages are large; they shrink where Procore finds them too large. */
  perPage: 1000,
  minPerPage: 50,
  /** Records that come with their lines. */
  linedPerPage: 100,
  /** Updates in one call of a `sync` route; Procore takes a thousand. */
  updatesPerSync: 500,
  maxRetries: 3,
  retryBaseMs: 500,
  /** A wait longer than this is not sat out by a person's request. */
  maxPersonWaitMs: 5_000,
  /** Background work leaves this share of a window to people. */
  reserveForPeople: 0.2,
  /** Turns of a window that one process fetches at once, in number and as a share of the window. */
  maxTurnsAtOnce: 20,
  shareOfWindowAtOnce: 0.1,
  /** Refresh at 80 % of a token's life. */
  refreshAtShare: 0.8,
} as const;

export const DATABASE = {
  maxConnections: 10,
  connectTimeoutS: 5,
  port: 5432,
  statementTimeoutMs: 15_000,
  /** A connection that is silent for longer than a statement may take is dead. */
  silenceMs: 16_000,
  lockTimeoutMs: 5_000,
  idleInTransactionMs: 30_000,
  maxTransactionTries: 3,
} as const;

export const STOP = {
  /** What is under way when the process is told to end has this long to finish. */
  withinMs: 10_000,
} as const;

export const TASKS = {
  /** Answers that follow each other faster ask for their background work together. */
  nudgeEveryMs: 500,
  webhooksPerTurn: 100,
  writeBacksPerTurn: 50,
  /** Direct costs, which are written many at a time. */
  costsPerTurn: 200,
  /** Marks of one directory, likewise. */
  marksPerTurn: 500,
  maxWriteBackAttempts: 10,
  commitmentsPerPoll: 500,
  /** Polling asks again for the last minutes, since Procore's clock and ours differ. */
  pollOverlapMs: 5 * MINUTE_MS,
  pollEveryMs: 10 * MINUTE_MS,
  /** Polling takes at most so many calls of a company's hour, however many projects it has: then it comes round less often. */
  pollCallsPerHour: 400,
  /** What Procore tells of is compared whole this often, in case an event was lost. */
  reconcileEveryMs: 6 * HOUR_MS,
  /** No listing tells that a payment changed whose amount stayed, so each is read again this often. */
  paymentsEveryMs: 7 * DAY_MS,
  /** Something that could not be read is tried again after this. */
  retryReadingMs: 30 * MINUTE_MS,
  /** Projects read in one turn; then others have theirs. */
  readingsPerTurn: 40,
  /** Procore's clock and ours differ by less than this. */
  settleMs: 2 * MINUTE_MS,
  /** An event is tried so often, 1 min after the first try and doubling; then its project is compared whole. */
  maxDeliveryAttempts: 5,
  deliveryRetryBaseMs: MINUTE_MS,
  /** Whether a company that turned the app away is open to it again is asked this often at most. */
  lookAgainEveryMs: MINUTE_MS,
  /** What was exchanged, word for word; longer where something went wrong. */
  keepTextsMs: 30 * DAY_MS,
  keepTroubledTextsMs: 90 * DAY_MS,
  keepDeliveriesMs: 30 * DAY_MS,
  keepTicketsMs: DAY_MS,
} as const;

/** E-mail. A server that is silent or refuses for now is tried again, 1 min after the first try and doubling to 2 h. */
export const MAIL = {
  entriesPerTurn: 200,
  mailsPerTurn: 50,
  maxAttempts: 12,
  retryBaseMs: MINUTE_MS,
  retryMaxMs: 2 * HOUR_MS,
  /** One that was being sent when its process died is taken over after this. */
  leaseMs: 10 * MINUTE_MS,
  timeoutMs: 20_000,
  keepMs: 30 * DAY_MS,
  digestLines: 20,
} as const;

/** Lengths of what people type. */
export const TEXT = { comment: 2000, name: 200, search: 100 } as const;
