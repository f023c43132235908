import { sql } from 'drizzle-orm';
import { check, integer, pgTable } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/** One row about this installation as a whole; no tenant's. Only the database's owner changes it. */
export const deployments = pgTable(
  'deployments',
  {
    id: integer().primaryKey(),
    /** Counts restores of this database from a backup: what happened after the backup is unknown to it. */
    restoreEpoch: integer().notNull(),
    restoredAt: moment(),
  },
  () => [check('deployments_one', sql`id = 1`)],
);
