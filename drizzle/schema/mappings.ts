import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { DIRECTORY_KINDS, LINK_KINDS, LIST_KINDS, READ_KINDS } from '@/lib/core/kinds';
import { atMost, moment, oneOf, procoreId, tenantPolicy } from './columns';
import { companies } from './companies';
import { connections } from './connections';

/** A Procore record and its twin in one company file. */
export const links = pgTable(
  'links',
  {
    companyId: uuid().notNull(),
    id: uuid().notNull(),
    connectionId: uuid().notNull(),
    kind: text({ enum: LINK_KINDS }).notNull(),
    procoreId: procoreId().notNull(),
    /** ListID or TxnID. */
    qbId: text().notNull(),
    /** Vendor, Customer, ItemService, PurchaseOrder. */
    qbType: text().notNull(),
    qbName: text().notNull(),
    editSequence: text(),
    /** Commitments: `[{ procoreLineId, txnLineId }]`. */
    lines: jsonb(),
    madeBy: text({ enum: ['person', 'export', 'import'] }).notNull(),
    createdBy: uuid(),
    createdAt: moment().notNull(),
    endedAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    foreignKey({
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connections.companyId, connections.id],
    }),
    uniqueIndex('links_procore')
      .on(table.companyId, table.connectionId, table.kind, table.procoreId)
      .where(sql`ended_at is null`),
    index('links_qb')
      .on(table.companyId, table.connectionId, table.kind, table.qbId)
      .where(sql`ended_at is null`),
    oneOf('links_kind', 'kind', LINK_KINDS),
    atMost('links_lengths', { qb_id: 80, qb_type: 40, qb_name: 255 }),
    tenantPolicy(),
  ],
).enableRLS();

/** A copy of a QuickBooks list record, as last read. */
export const qbLists = pgTable(
  'qb_lists',
  {
    companyId: uuid().notNull(),
    connectionId: uuid().notNull(),
    kind: text({ enum: LIST_KINDS }).notNull(),
    qbId: text().notNull(),
    qbType: text().notNull(),
    /** As QuickBooks has it, blanks and dots included. */
    fullName: text().notNull(),
    /** Trimmed and case-folded, for finding. */
    matchName: text().notNull(),
    parentId: text(),
    sublevel: integer().notNull(),
    isActive: boolean().notNull(),
    editSequence: text().notNull(),
    timeModified: text().notNull(),
    fields: jsonb().notNull(),
    /** The mark its maker gave it; ours on what we exported. */
    externalGuid: text(),
    deletedAt: moment(),
    readAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.connectionId, table.kind, table.qbId] }),
    foreignKey({
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connections.companyId, connections.id],
    }),
    index('qb_lists_match').on(table.companyId, table.connectionId, table.kind, table.matchName),
    index('qb_lists_mark')
      .on(table.companyId, table.connectionId, table.externalGuid)
      .where(sql`external_guid is not null`),
    oneOf('qb_lists_kind', 'kind', LIST_KINDS),
    tenantPolicy(),
  ],
).enableRLS();

/** How far each list has been read, and when the last whole read ended. */
export const qbCursors = pgTable(
  'qb_cursors',
  {
    companyId: uuid().notNull(),
    connectionId: uuid().notNull(),
    kind: text({ enum: READ_KINDS }).notNull(),
    /** Greatest TimeModified seen in a finished read, without offset; null asks for everything. */
    cursor: text(),
    /** When the last finished read began; what the screens call "as of". */
    asOf: moment(),
    /** When the last read of everything began; what it did not meet is gone. */
    wholeAt: moment(),
    /** The last try that QuickBooks refused, so that it is not tried at every poll. */
    failedAt: moment(),
    error: text(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.connectionId, table.kind] }),
    oneOf('qb_cursors_kind', 'kind', READ_KINDS),
    tenantPolicy(),
  ],
).enableRLS();

/** A copy of Procore's directories: projects, companies, standard cost codes. */
export const procoreRecords = pgTable(
  'procore_records',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    kind: text({ enum: DIRECTORY_KINDS }).notNull(),
    procoreId: procoreId().notNull(),
    name: text().notNull(),
    code: text().notNull(),
    matchName: text().notNull(),
    isActive: boolean().notNull(),
    originId: text(),
    fields: jsonb().notNull(),
    readAt: moment().notNull(),
    /** Why Procore does not carry the mark of its twin; null where it does, or nobody tried. */
    markError: text(),
    /** Not tried again before. */
    markAfter: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.kind, table.procoreId] }),
    atMost('procore_records_lengths', { mark_error: 2000 }),
    index('procore_records_match').on(table.companyId, table.kind, table.matchName),
    oneOf('procore_records_kind', 'kind', DIRECTORY_KINDS),
    tenantPolicy(),
  ],
).enableRLS();

/** How far Procore has been polled, by company and what. */
export const procoreCursors = pgTable(
  'procore_cursors',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    name: text().notNull(),
    /** Changes before this moment were read; 1970 until a first reading has ended. */
    readTo: moment().notNull(),
    /** When everything was last compared, not only what changed. */
    wholeAt: moment(),
    /** When everything is to be compared again; null: as soon as may be. */
    dueAt: moment(),
    error: text(),
  },
  table => [primaryKey({ columns: [table.companyId, table.name] }), tenantPolicy()],
).enableRLS();
