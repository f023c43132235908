import { sql } from 'drizzle-orm';
import { check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { keyPolicy, moment, oneOf, tenantPolicy } from './columns';
import { companies, users } from './companies';

/** Procore tokens of a person, or of the service account (`user_id` null). Sealed; no tenant's row. */
export const credentials = pgTable(
  'credentials',
  {
    id: uuid().primaryKey(),
    environment: text().notNull(),
    userId: uuid().references(() => users.id),
    sealedAccess: text().notNull(),
    sealedRefresh: text(),
    issuedAt: moment().notNull(),
    expiresAt: moment().notNull(),
    /** `ending`: nobody uses it any more, and Procore is to be told so. */
    status: text({ enum: ['usable', 'reconnect', 'ending'] }).notNull(),
  },
  table => [
    unique('credentials_owner').on(table.environment, table.userId).nullsNotDistinct(),
    oneOf('credentials_status', 'status', ['usable', 'reconnect', 'ending']),
  ],
);

/** A signed-in browser; ended by sign-out, age, idleness, or when Procore says the person is gone. */
export const browserSessions = pgTable(
  'browser_sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** For frames in which no cookie works; SHA-256 of a token kept in the page's memory. */
    bearerHash: text(),
    bearerUsedAt: moment(),
    createdAt: moment().notNull(),
    usedAt: moment().notNull(),
    endedAt: moment(),
  },
  table => [index().on(table.bearerHash), index().on(table.userId)],
);

/** Hands a sign-in from the popup to the frame that opened it: once, within a minute, to the holder of the verifier. */
export const signInTickets = pgTable(
  'sign_in_tickets',
  {
    ticketHash: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    challenge: text().notNull(),
    expiresAt: moment().notNull(),
  },
  table => [index().on(table.expiresAt)],
);

/** Wrong passwords by caller's address; the fifteen-minute window starts with the first. */
export const addressFailures = pgTable(
  'address_failures',
  {
    address: text().primaryKey(),
    failures: integer().notNull(),
    windowStartedAt: moment().notNull(),
  },
  () => [check('address_failures_address', sql`char_length(address) <= 64`)],
);

/** A file opened in a new tab, where the frame's cookie is not sent: one use, one minute. */
export const downloadLinks = pgTable(
  'download_links',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    tokenHash: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    target: text().notNull(),
    expiresAt: moment().notNull(),
  },
  () => [tenantPolicy(), keyPolicy('download', 'token_hash')],
).enableRLS();
