import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { keyPolicy, moment, procoreId, tenantPolicy } from './columns';
import { companies } from './companies';

/** A webhook we made in Procore; its bearer token is kept as a hash. */
export const hooks = pgTable(
  'hooks',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    procoreHookId: procoreId(),
    tokenHash: text().notNull(),
    createdAt: moment().notNull(),
    /** Since when it hears of everything it should; null while it is being made. */
    readyAt: moment(),
    /** The last event that Procore gave up telling, as far as we looked. */
    discardedTo: procoreId(),
    endedAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    index().on(table.tokenHash),
    tenantPolicy(),
    keyPolicy('hook', 'token_hash'),
  ],
).enableRLS();

/** What Procore told, once each: a hint to read the record again. */
export const deliveries = pgTable(
  'deliveries',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    /** Procore's ulid, or its id where there is none. */
    eventId: text().notNull(),
    resourceName: text().notNull(),
    resourceId: procoreId().notNull(),
    procoreProjectId: procoreId(),
    eventType: text().notNull(),
    body: jsonb().notNull(),
    receivedAt: moment().notNull(),
    handledAt: moment(),
    attempts: integer().notNull(),
    /** Not before then, after a try that failed. */
    retryAt: moment(),
    error: text(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique('deliveries_event').on(table.companyId, table.eventId),
    index('deliveries_waiting').on(table.companyId, table.receivedAt).where(sql`handled_at is null`),
    tenantPolicy(),
  ],
).enableRLS();
