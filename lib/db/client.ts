import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { DATABASE } from '@/lib/core/limits';
import { impatientSockets } from './impatient-socket';

export type Drizzle = PostgresJsDatabase<Record<string, never>>;

/** A transaction; every query of the product runs in one, inside a scope of `scope.ts`. */
export type Tx = Parameters<Parameters<Drizzle['transaction']>[0]>[0];

export interface Database {
  readonly drizzle: Drizzle;
  close(): Promise<void>;
}

/** The role without ownership and without BYPASSRLS that the migrations make. */
export const APP_ROLE = 'connector_app';

interface OpenOptions {
  readonly maxConnections?: number;
  readonly role?: string | null;
}

/**
 * Opens a pool. Every connection takes the application's role as it opens, so that row-level security holds whatever
 * login the URL names.
 */
export function openDatabase(url: string, options: OpenOptions = {}): Database {
  const role = options.role === undefined ? APP_ROLE : options.role;
  const settings = {
    max: options.maxConnections ?? DATABASE.maxConnections,
    connect_timeout: DATABASE.connectTimeoutS,
    idle_timeout: 60,
    onnotice: () => undefined,
    // Known to the driver, not to its published types.
    socket: impatientSockets(),
    connection: {
      application_name: 'connector',
      statement_timeout: DATABASE.statementTimeoutMs,
      lock_timeout: DATABASE.lockTimeoutMs,
      idle_in_transaction_session_timeout: DATABASE.idleInTransactionMs,
      TimeZone: 'UTC',
      ...(role === null ? {} : { role }),
    },
  };
  const sql = postgres(url, settings);
  return {
    drizzle: drizzle(sql, { casing: 'snake_case' }),
    close: () => sql.end({ timeout: 5 }),
  };
}
