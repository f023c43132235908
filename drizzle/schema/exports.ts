import { sql } from 'drizzle-orm';
import {
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import { EXPORT_STATES } from '@/lib/lifecycle/states';
import { atMost, moment, money, oneOf, procoreId, tenantPolicy } from './columns';
import { companies } from './companies';
import { connections } from './connections';

export const WRITE_BACK_STATES = ['none', 'pending', 'done', 'failed'] as const;

/** A Procore record on its way to QuickBooks, with the picture of it that was last read. */
export const exports = pgTable(
  'exports',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    kind: text({ enum: EXPORT_KINDS }).notNull(),
    procoreId: procoreId().notNull(),
    procoreProjectId: procoreId(),
    /** The company file it goes to, once its project is linked to a job. */
    connectionId: uuid(),
    state: text({ enum: EXPORT_STATES }).notNull(),
    number: text().notNull(),
    title: text().notNull(),
    vendorName: text().notNull(),
    amount: money().notNull(),
    procoreStatus: text().notNull(),
    snapshot: jsonb().notNull(),
    snapshotHash: text().notNull(),
    procoreUpdatedAt: moment().notNull(),
    /** When it was last read, by our clock. Procore tells of changes in whole seconds: see `isSettled`. */
    procoreReadAt: moment(),
    /** Rules that failed at the last look. */
    blockers: jsonb().notNull(),
    /** Rules whose effect the sender agreed to, such as replaced letters. */
    consents: text().array().notNull(),
    /** What the accountant decided for this record alone, such as the customer of a job. */
    choices: jsonb().notNull().default({}),
    /** Counts acceptances; part of the ExternalGUID. */
    exportNumber: integer().notNull(),
    acceptanceId: uuid(),
    sentBy: uuid(),
    sentAt: moment(),
    decidedBy: uuid(),
    decidedAt: moment(),
    comment: text(),
    /** `{ code, cause, remedy, raw }` of the last failure. */
    error: jsonb(),
    warning: text(),
    txnId: text(),
    /** The number QuickBooks shows. */
    refNumber: text(),
    /** As `matchName` has it: two numbers that differ in case or blanks are one. Letters beyond ASCII fold as the database's locale does. */
    refMatch: text().generatedAlwaysAs(
      sql`regexp_replace(trim(regexp_replace(translate(lower(normalize(ref_number, NFKC)), '’‘\`', ''''''''), '\\s+', ' ', 'g')), '[.\\s]+$', '')`,
    ),
    syncedAt: moment(),
    writeBack: text({ enum: WRITE_BACK_STATES }).notNull(),
    writeBackAttempts: integer().notNull(),
    writeBackError: text(),
    writeBackAfter: moment(),
    archivedFrom: text({ enum: EXPORT_STATES }),
    /** Seen changed in Procore after it had been sent to QuickBooks. */
    changedAfterSync: text(),
    deletedInProcoreAt: moment(),
    createdAt: moment().notNull(),
    updatedAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique('exports_procore').on(table.companyId, table.kind, table.procoreId),
    foreignKey({
      columns: [table.companyId, table.connectionId],
      foreignColumns: [connections.companyId, connections.id],
    }),
    index('exports_project').on(table.companyId, table.procoreProjectId, table.kind, table.state),
    index('exports_inbox').on(table.companyId, table.state, table.sentAt, table.id),
    index('exports_write_back').on(table.companyId, table.writeBackAfter).where(sql`write_back = 'pending'`),
    // Compared as it stands: what calls a function is not looked up by an index under row-level security.
    index('exports_ref_match').on(table.companyId, table.refMatch, table.kind),
    oneOf('exports_kind', 'kind', EXPORT_KINDS),
    oneOf('exports_state', 'state', EXPORT_STATES),
    oneOf('exports_write_back_state', 'write_back', WRITE_BACK_STATES),
    atMost('exports_lengths', {
      number: 255,
      title: 1000,
      vendor_name: 255,
      comment: 2000,
      ref_number: 40,
      txn_id: 80,
    }),
    tenantPolicy(),
  ],
).enableRLS();

/** Who accepted what, with what was on the screen. Never changed. */
export const acceptances = pgTable(
  'acceptances',
  {
    companyId: uuid().notNull(),
    id: uuid().notNull(),
    exportId: uuid().notNull(),
    exportNumber: integer().notNull(),
    connectionId: uuid().notNull(),
    /** Equal to the hash that was on screen. */
    previewHash: text().notNull(),
    /** SHA-256 over the requests; a request that leaves must have come from here. */
    payloadHash: text().notNull(),
    shown: jsonb().notNull(),
    acceptedBy: uuid(),
    ruleName: text(),
    acceptedAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    foreignKey({
      columns: [table.companyId, table.exportId],
      foreignColumns: [exports.companyId, exports.id],
    }),
    unique('acceptances_number').on(table.companyId, table.exportId, table.exportNumber),
    tenantPolicy(),
  ],
).enableRLS();
