import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { GUARD_STATES } from '@/lib/connections/states';
import { REQUEST_ROLES, REQUEST_STATES, SESSION_STATES, SET_PURPOSES, SET_STATES } from '@/lib/sync/states';
import { atMost, moment, oneOf, tenantPolicy } from './columns';
import { connections } from './connections';
import { exports } from './exports';

/** One run of a Web Connector, from authenticate to closeConnection. */
export const qbSessions = pgTable(
  'qb_sessions',
  {
    companyId: uuid().notNull(),
    id: uuid().notNull(),
    connectionId: uuid().notNull(),
    ticketHash: text().notNull(),
    state: text({ enum: SESSION_STATES }).notNull(),
    guard: text({ enum: GUARD_STATES }).notNull(),
    /** The message set whose answer is awaited. */
    inFlightSetId: uuid(),
    /** What the next getLastError says; `NoOp` holds the session open. */
    lastError: text(),
    noOpRounds: integer().notNull(),
    /** Questions about lost writes that QuickBooks did not answer in this session. */
    recoveryFailures: integer().notNull(),
    /** Requests settled, for the progress bar and the closing line. */
    doneCount: integer().notNull(),
    failedCount: integer().notNull(),
    lastProgress: integer().notNull(),
    startedAt: moment().notNull(),
    lastSeenAt: moment().notNull(),
    endedAt: moment(),
    outcome: text(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    foreignKey({
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connections.companyId, connections.id],
    }),
    unique('qb_sessions_ticket').on(table.companyId, table.ticketHash),
    /** One live session a company file, whatever two processes do. */
    uniqueIndex('qb_sessions_open').on(table.companyId, table.connectionId).where(sql`state = 'open'`),
    index('qb_sessions_recent').on(table.companyId, table.connectionId, table.startedAt),
    index('qb_sessions_latest').on(table.companyId, table.startedAt, table.id),
    oneOf('qb_sessions_state', 'state', SESSION_STATES),
    oneOf('qb_sessions_guard', 'guard', GUARD_STATES),
    atMost('qb_sessions_lengths', { last_error: 2000, outcome: 500 }),
    tenantPolicy(),
  ],
).enableRLS();

/** What was handed to a Web Connector in one exchange: the exact bytes, stored before they left. */
export const messageSets = pgTable(
  'message_sets',
  {
    companyId: uuid().notNull(),
    id: uuid().notNull(),
    connectionId: uuid().notNull(),
    sessionId: uuid().notNull(),
    /** newMessageSetID, at most 23 characters; null for sets that only read. */
    setKey: text(),
    purpose: text({ enum: SET_PURPOSES }).notNull(),
    state: text({ enum: SET_STATES }).notNull(),
    /** The set that an `ask` or a `lookup` is about. */
    aboutSetId: uuid(),
    /** `[{ requestID, requestId }]` in the order sent. */
    members: jsonb().notNull(),
    xml: text().notNull(),
    xmlSha256: text().notNull(),
    sentAt: moment().notNull(),
    answeredAt: moment(),
    /** SHA-256 of the answer, by which a repeat is known. */
    answerSha256: text(),
    answerXml: text(),
    hresult: text(),
    message: text(),
    progress: integer(),
    /** QuickBooks was told that it need not keep the answer any longer. */
    clearedAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    foreignKey({
      columns: [table.companyId, table.sessionId],
      foreignColumns: [qbSessions.companyId, qbSessions.id],
    }),
    index('message_sets_session').on(table.companyId, table.sessionId, table.sentAt),
    index('message_sets_unknown')
      .on(table.companyId, table.connectionId)
      .where(sql`state in ('unknown', 'asked')`),
    index('message_sets_uncleared')
      .on(table.companyId, table.connectionId, table.sentAt)
      .where(sql`set_key is not null and cleared_at is null and state in ('answered', 'recovered')`),
    oneOf('message_sets_purpose', 'purpose', SET_PURPOSES),
    oneOf('message_sets_state', 'state', SET_STATES),
    atMost('message_sets_lengths', { set_key: 23, hresult: 10, message: 2000 }),
    tenantPolicy(),
  ],
).enableRLS();

/** One qbXML request: a write that somebody accepted, or a read that is due. */
export const qbRequests = pgTable(
  'qb_requests',
  {
    companyId: uuid().notNull(),
    id: uuid().notNull(),
    connectionId: uuid().notNull(),
    /** Order of arrival within a priority. */
    seq: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    role: text({ enum: REQUEST_ROLES }).notNull(),
    /** 0 a person waits for it, 1 accepted exports, 2 what the clock asks for. */
    priority: integer().notNull(),
    state: text({ enum: REQUEST_STATES }).notNull(),
    /** The message's name without Rq: PurchaseOrderAdd, VendorQuery. */
    message: text().notNull(),
    /** The message's fields, as approved. */
    payload: jsonb().notNull(),
    payloadHash: text().notNull(),
    exportId: uuid(),
    acceptanceId: uuid(),
    externalGuid: text(),
    /** Reads: which list, and where its iterator stands. */
    reader: text(),
    page: jsonb(),
    /** What changes a record: that record as just read, from which the change is made. */
    target: jsonb(),
    dependsOn: uuid().array().notNull(),
    /** Set when a refused set was cut in two: only rows of one group share a set. */
    splitGroup: text(),
    attempts: integer().notNull(),
    availableAt: moment().notNull(),
    setId: uuid(),
    statusCode: integer(),
    statusMessage: text(),
    createdAt: moment().notNull(),
    settledAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    foreignKey({
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connections.companyId, connections.id],
    }),
    foreignKey({
      columns: [table.companyId, table.exportId],
      foreignColumns: [exports.companyId, exports.id],
    }),
    index('qb_requests_ready')
      .on(table.companyId, table.connectionId, table.priority, table.seq)
      .where(sql`state = 'ready'`),
    index('qb_requests_open')
      .on(table.companyId, table.connectionId)
      .where(sql`state in ('sent', 'unknown')`),
    index('qb_requests_message')
      .on(table.companyId, table.connectionId, table.message)
      .where(sql`role = 'write' and state in ('ready', 'sent', 'unknown')`),
    index('qb_requests_export').on(table.companyId, table.exportId),
    index('qb_requests_set').on(table.companyId, table.setId),
    index('qb_requests_reader')
      .on(table.companyId, table.connectionId, table.reader)
      .where(sql`role = 'read' and state in ('ready', 'sent')`),
    oneOf('qb_requests_role', 'role', REQUEST_ROLES),
    check('qb_requests_write', sql`role = 'read' or (export_id is not null and acceptance_id is not null)`),
    oneOf('qb_requests_state', 'state', REQUEST_STATES),
    atMost('qb_requests_lengths', { message: 60, status_message: 2000, reader: 40 }),
    tenantPolicy(),
  ],
).enableRLS();
