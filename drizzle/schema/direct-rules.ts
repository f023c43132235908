import { boolean, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { EXPORT_KINDS } from '@/lib/core/kinds';
import { atMost, moment, money, oneOf, procoreId, tenantPolicy } from './columns';
import { companies } from './companies';

/** What is accepted as soon as it is sent, without an approver. Never deleted: histories name them. */
export const directRules = pgTable(
  'direct_rules',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    id: uuid().notNull(),
    name: text().notNull(),
    kind: text({ enum: EXPORT_KINDS }).notNull(),
    /** The largest amount, deducted or added, that it accepts; null for any. */
    amountUpTo: money(),
    /** Procore's ids; null for any. */
    vendorId: procoreId(),
    projectId: procoreId(),
    isOn: boolean().notNull(),
    version: integer().notNull(),
    createdBy: uuid().notNull(),
    createdAt: moment().notNull(),
    updatedBy: uuid().notNull(),
    updatedAt: moment().notNull(),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.id] }),
    oneOf('direct_rules_kind', 'kind', EXPORT_KINDS),
    atMost('direct_rules_lengths', { name: 80 }),
    tenantPolicy(),
  ],
).enableRLS();
