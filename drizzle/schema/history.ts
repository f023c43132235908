import { bigint, index, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { atMost, moment, oneOf, tenantPolicy } from './columns';
import { companies } from './companies';

export const ACTOR_KINDS = ['person', 'connector', 'system', 'rule', 'procore'] as const;

/**
 * Who did what, when. Only ever appended: a trigger numbers each row, chains its hash to the row before and refuses any
 * change. See drizzle/migrations for the trigger.
 */
export const history = pgTable(
  'history',
  {
    companyId: uuid()
      .notNull()
      .references(() => companies.id),
    seq: bigint({ mode: 'number' }).notNull().default(0),
    at: moment().notNull(),
    actorKind: text({ enum: ACTOR_KINDS }).notNull(),
    actorId: text(),
    action: text().notNull(),
    objectKind: text().notNull(),
    objectId: uuid(),
    before: jsonb(),
    after: jsonb(),
    reason: text(),
    requestId: text(),
    address: text(),
    prevHash: text().notNull().default(''),
    hash: text().notNull().default(''),
  },
  table => [
    primaryKey({ columns: [table.companyId, table.seq] }),
    index('history_object').on(table.companyId, table.objectKind, table.objectId, table.seq),
    index('history_at').on(table.companyId, table.at),
    oneOf('history_actor_kind', 'actor_kind', ACTOR_KINDS),
    atMost('history_lengths', {
      action: 60,
      object_kind: 40,
      actor_id: 80,
      reason: 2000,
      request_id: 128,
      address: 64,
    }),
    tenantPolicy(),
  ],
).enableRLS();

/** The last number and hash of each company's history. */
export const historyHeads = pgTable(
  'history_heads',
  {
    companyId: uuid()
      .primaryKey()
      .references(() => companies.id),
    seq: bigint({ mode: 'number' }).notNull(),
    hash: text().notNull(),
  },
  () => [tenantPolicy()],
).enableRLS();
