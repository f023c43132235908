import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { atMost, keyPolicy, moment, oneOf, tenantPolicy } from './columns';
import { companies } from './companies';

export const CONNECTION_STATUSES = ['new', 'active', 'paused', 'removed'] as const;

/** Who or what stopped writing to a company file. */
export const PAUSE_KINDS = ['person', 'restored', 'second_connection'] as const;

/** A company file of QuickBooks and the Web Connector login that reaches it. */
export const connections = pgTable(
  'connections',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    name: text().notNull(),
    status: text({ enum: CONNECTION_STATUSES }).notNull(),
    pauseKind: text({ enum: PAUSE_KINDS }),
    pauseReason: text(),
    /** What the reason rests on: records that are missing, the other connection. */
    pauseDetail: jsonb(),
    userName: text().notNull(),
    passwordHash: text().notNull(),
    previousPasswordHash: text(),
    previousPasswordUntil: moment(),
    failures: integer().notNull(),
    lockCount: integer().notNull(),
    lockedUntil: moment(),
    ownerId: text().notNull(),
    fileId: text().notNull(),
    /** An administrator let an edition through that is not on the supported list. */
    isEditionAllowed: boolean().notNull(),
    /** What the company file told at its last first call; null until then. */
    companyFileName: text(),
    productName: text(),
    majorVersion: integer(),
    country: text(),
    qbxmlVersion: text(),
    preferences: jsonb(),
    closingDate: date({ mode: 'string' }),
    /** Sealed: paths name people. */
    sealedFilePath: text(),
    webConnectorVersion: text(),
    lastContactAt: moment(),
    lastOutcome: text(),
    lastErrorText: text(),
    lastErrorAt: moment(),
    connectFailures: integer().notNull(),
    /** When all that was exported was last read back. */
    readBackAt: moment(),
    /** Somebody is about to send or ask for something: a run is held open until then. */
    expectWorkUntil: moment(),
    /** The restore of our own database after which this company file was looked through. */
    restoreEpoch: integer().notNull().default(0),
    createdBy: uuid().notNull(),
    createdAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique('connections_user_name').on(table.companyId, table.userName),
    unique('connections_file').on(table.companyId, table.fileId),
    index().on(table.userName),
    oneOf('connections_status', 'status', CONNECTION_STATUSES),
    oneOf('connections_pause_kind', 'pause_kind', PAUSE_KINDS),
    atMost('connections_lengths', {
      name: 100,
      user_name: 64,
      pause_reason: 500,
      last_outcome: 500,
      last_error_text: 2000,
      company_file_name: 200,
      product_name: 255,
    }),
    tenantPolicy(),
    keyPolicy('user_name', 'user_name'),
    keyPolicy('connection', 'id::text'),
  ],
).enableRLS();
