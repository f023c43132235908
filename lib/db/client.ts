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
    // Arrays go and come as text. The driver would ask for their types on every connection, and nobody would hear of a
    // connection that breaks meanwhile: the process would end.
    fetch_types: false,
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
  prepareStatements(sql);
  return {
    drizzle: drizzle(sql, { casing: 'snake_case' }),
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Longer ones are lists of rows, hardly two alike. */
const MOST_PREPARED_CHARS = 10_000;

/**
 * Drizzle has the driver prepare nothing, so that each statement is sent twice, to be described and to be run, and is
 * parsed and planned anew. Prepared, it is sent once and planned once a connection. Statements of one transaction leave
 * in the order they were made, waited for or not.
 */
function prepareStatements(sql: postgres.Sql): void {
  preparing(sql);
  const begin = sql.begin.bind(sql) as (work: (tx: postgres.TransactionSql) => unknown) => Promise<unknown>;
  const prepared = (work: (tx: postgres.TransactionSql) => unknown) => begin(tx => work(preparing(tx)));
  Object.assign(sql, { begin: prepared });
}

/** The part of a client that is changed. */
interface Sender {
  unsafe(
    text: string,
    parameters?: postgres.ParameterOrJSON<never>[],
    options?: postgres.UnsafeQueryOptions,
  ): { execute(): unknown };
}

function preparing<Client extends Sender>(client: Client): Client {
  const unsafe = client.unsafe.bind(client);
  const prepared: Sender['unsafe'] = (text, parameters, options) => {
    const query = unsafe(text, parameters, { ...options, prepare: text.length <= MOST_PREPARED_CHARS });
    query.execute();
    return query;
  };
  return Object.assign(client, { unsafe: prepared });
}
