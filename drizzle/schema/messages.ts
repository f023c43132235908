import { bigint, index, integer, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { MAIL_KINDS } from '@/lib/core/kinds';
import { atMost, moment, oneOf, tenantPolicy } from './columns';
import { companies, users } from './companies';

export const MAIL_STATES = ['pending', 'sending', 'sent', 'failed'] as const;

/** A message to a person, written down before it is sent. */
export const mails = pgTable(
  'mails',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: MAIL_KINDS }).notNull(),
    /** What it is about: nobody is told the same twice. */
    key: text().notNull(),
    subject: text().notNull(),
    body: text().notNull(),
    state: text({ enum: MAIL_STATES }).notNull(),
    attempts: integer().notNull(),
    /** When it is to be tried; while it is being sent, when another may take it over. */
    dueAt: moment().notNull(),
    error: text(),
    createdAt: moment().notNull(),
    settledAt: moment(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    unique('mails_key').on(table.companyId, table.userId, table.key),
    index('mails_due').on(table.companyId, table.state, table.dueAt),
    oneOf('mails_kind', 'kind', MAIL_KINDS),
    oneOf('mails_state', 'state', MAIL_STATES),
    atMost('mails_lengths', { key: 80, subject: 200, body: 20_000, error: 500 }),
    tenantPolicy(),
  ],
).enableRLS();

/** What a person does not want to be written to about; without a row everything is wanted. */
export const mailChoices = pgTable(
  'mail_choices',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    unwanted: text({ enum: MAIL_KINDS }).array().notNull(),
    updatedAt: moment().notNull(),
  },
  table => [primaryKey({ columns: [table.companyId, table.userId] }), tenantPolicy()],
).enableRLS();

/** How far the company's history was read for what people are to be told. */
export const mailMarks = pgTable(
  'mail_marks',
  {
    companyId: uuid()
      .primaryKey()
      .references(() => companies.id),
    seq: bigint({ mode: 'number' }).notNull(),
  },
  () => [tenantPolicy()],
).enableRLS();
