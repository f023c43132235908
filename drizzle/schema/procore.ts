import { sql } from 'drizzle-orm';
import { check, integer, pgTable, text } from 'drizzle-orm/pg-core';
import { moment } from './columns';

/**
 * Procore's rate limits as all processes share them, by Procore's clock: a row for each company that is called, known by
 * its environment and Procore's id. No tenant's row: companies are called before they are set up.
 */
export const procoreWindows = pgTable(
  'procore_windows',
  {
    procoreKey: text().primaryKey(),
    spikeLimit: integer(),
    spikeTaken: integer().notNull(),
    spikeResetsAt: moment().notNull(),
    hourLimit: integer(),
    hourTaken: integer().notNull(),
    hourResetsAt: moment().notNull(),
    /** Until when a 429 or 503 is sat out. */
    blockedUntil: moment().notNull(),
  },
  () => [
    check('procore_windows_key', sql`char_length(procore_key) <= 80`),
    check('procore_windows_taken', sql`spike_taken >= 0 and hour_taken >= 0`),
  ],
);
