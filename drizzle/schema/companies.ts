import { sql } from 'drizzle-orm';
import {
  index,
  integer,
  jsonb,
  pgPolicy,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { DIRECTIONS, EXPORT_KINDS, IMPORT_KINDS } from '@/lib/core/kinds';
import { atMost, keyPolicy, moment, oneOf, procoreId, tenantPolicy } from './columns';

/** The tenant: a company of one Procore environment. */
export const companies = pgTable(
  'companies',
  {
    id: uuid().primaryKey(),
    environment: text().notNull(),
    procoreCompanyId: procoreId().notNull(),
    /** `environment:procoreCompanyId`, by which the row is found before the tenant is known. */
    procoreKey: text().notNull(),
    name: text().notNull(),
    status: text({ enum: ['active', 'disconnected'] }).notNull(),
    statusReason: text(),
    /** The administrator who disconnected it; null where Procore did, which mends itself. */
    disconnectedBy: uuid(),
    /** When Procore was last asked whether it still lets the app in; null while nobody had to ask. */
    checkedAt: moment(),
    /** Where Procore shows this company's records, as Procore told. */
    webBaseUrl: text(),
    createdAt: moment().notNull(),
  },
  table => [
    unique('companies_procore').on(table.environment, table.procoreCompanyId),
    index().on(table.procoreKey),
    oneOf('companies_status', 'status', ['active', 'disconnected']),
    atMost('companies_lengths', { environment: 40, name: 200, status_reason: 500 }),
    atMost('companies_web_base_url', { web_base_url: 200 }),
    tenantPolicy('id'),
    keyPolicy('procore_key', 'procore_key'),
    pgPolicy('every_company', {
      for: 'select',
      using: sql.raw(`current_setting('app.scope', true) = 'every-company'`),
    }),
  ],
).enableRLS();

/** A person of a Procore environment, member of any number of companies; no tenant's row. */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    environment: text().notNull(),
    procoreUserId: procoreId().notNull(),
    login: text().notNull(),
    name: text().notNull(),
    createdAt: moment().notNull(),
  },
  table => [
    unique('users_procore').on(table.environment, table.procoreUserId),
    atMost('users_lengths', { login: 320, name: 200 }),
  ],
);

/** What Procore says a person may do in a company, as last read. */
export const members = pgTable(
  'members',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** `{ company: { tool: level }, actions: [...] }` */
    tools: jsonb().notNull(),
    /** `{ [procoreProjectId]: { at, tools: { tool: level } } }` */
    projects: jsonb().notNull(),
    readAt: moment().notNull(),
  },
  table => [primaryKey({ columns: [table.companyId, table.userId] }), tenantPolicy()],
).enableRLS();

/** An approver's right for one kind and direction, given inside the app by a company administrator. */
export const approverRights = pgTable(
  'approver_rights',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: [...new Set([...EXPORT_KINDS, ...IMPORT_KINDS])] as [string, ...string[]] }).notNull(),
    direction: text({ enum: DIRECTIONS }).notNull(),
    grantedBy: uuid().notNull(),
    grantedAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.userId, table.kind, table.direction] }),
    oneOf('approver_rights_kind', 'kind', [...new Set([...EXPORT_KINDS, ...IMPORT_KINDS])]),
    oneOf('approver_rights_direction', 'direction', DIRECTIONS),
    tenantPolicy(),
  ],
).enableRLS();

/** A company's switches; absent keys mean the default. */
export const settings = pgTable(
  'settings',
  {
    companyId: uuid()
      .primaryKey()
      .references(() => companies.id),
    values: jsonb().notNull(),
    version: integer().notNull(),
    updatedAt: moment().notNull(),
  },
  () => [tenantPolicy()],
).enableRLS();

/** Answers given to commands that carried an Idempotency-Key: the same command again gets the same answer. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    userId: uuid().notNull(),
    key: text().notNull(),
    bodyHash: text().notNull(),
    /** Null while the command runs. */
    status: integer(),
    answer: jsonb(),
    createdAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.userId, table.key] }),
    index('idempotency_keys_age').on(table.companyId, table.createdAt),
    atMost('idempotency_keys_lengths', { key: 255 }),
    tenantPolicy(),
  ],
).enableRLS();
