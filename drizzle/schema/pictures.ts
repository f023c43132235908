import { sql } from 'drizzle-orm';
import { index, integer, jsonb, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { PICTURE_KINDS, WRITTEN_KINDS } from '@/lib/core/kinds';
import { atMost, moment, money, oneOf, procoreId, tenantPolicy } from './columns';
import { companies } from './companies';

/** A record of Procore that is no export of its own, as it was last read. */
export const pictures = pgTable(
  'pictures',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    kind: text({ enum: PICTURE_KINDS }).notNull(),
    procoreId: procoreId().notNull(),
    procoreProjectId: procoreId().notNull(),
    /** The commitment it belongs to; null for direct costs. */
    commitmentId: procoreId(),
    originId: text(),
    amount: money().notNull(),
    snapshot: jsonb().notNull(),
    snapshotHash: text().notNull(),
    /** The hash as it was when we last wrote the record; null for what others made. */
    writtenHash: text(),
    procoreUpdatedAt: moment().notNull(),
    /** When it was last read, by our clock. */
    procoreReadAt: moment().notNull(),
    deletedInProcoreAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.kind, table.procoreId] }),
    index('pictures_project').on(table.companyId, table.procoreProjectId, table.kind),
    index('pictures_commitment').on(table.companyId, table.commitmentId, table.kind),
    index('pictures_origin').on(table.companyId, table.kind, table.originId),
    oneOf('pictures_kind', 'kind', PICTURE_KINDS),
    atMost('pictures_lengths', { origin_id: 255 }),
    tenantPolicy(),
  ],
).enableRLS();

export const PROCORE_WRITE_STATES = ['pending', 'done', 'failed'] as const;
export const PROCORE_WRITE_AIMS = ['write', 'release', 'remove'] as const;

/** What QuickBooks has and Procore is to have: a row for each mark, with what is wanted of it last. */
export const procoreWrites = pgTable(
  'procore_writes',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    kind: text({ enum: WRITTEN_KINDS }).notNull(),
    /** The mark it carries in Procore, by which it is found again. */
    originId: text().notNull(),
    procoreProjectId: procoreId().notNull(),
    /** To be as told, to be let go of, or to be taken away. */
    aim: text({ enum: PROCORE_WRITE_AIMS }).notNull(),
    wanted: jsonb().notNull(),
    /** Counts what was wanted, so that an older answer does not end a newer wish. */
    version: integer().notNull(),
    state: text({ enum: PROCORE_WRITE_STATES }).notNull(),
    procoreId: procoreId(),
    attempts: integer().notNull(),
    dueAt: moment().notNull(),
    error: text(),
    createdAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique('procore_writes_origin').on(table.companyId, table.kind, table.originId),
    index('procore_writes_due').on(table.companyId, table.dueAt).where(sql`state = 'pending'`),
    oneOf('procore_writes_kind', 'kind', WRITTEN_KINDS),
    oneOf('procore_writes_aim', 'aim', PROCORE_WRITE_AIMS),
    oneOf('procore_writes_state', 'state', PROCORE_WRITE_STATES),
    atMost('procore_writes_lengths', { origin_id: 255, error: 2000 }),
    tenantPolicy(),
  ],
).enableRLS();
