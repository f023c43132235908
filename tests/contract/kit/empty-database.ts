import postgres from 'postgres';
import { inject } from 'vitest';
import { databaseUrl } from '@/tests/support/database-server';

/** A database with nothing in it, not even a schema. */
export async function emptyDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const { serverUrl } = inject('template');
  const name = `empty_${process.pid}`;
  const run = async (statement: string): Promise<void> => {
    const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
    await admin.unsafe(statement);
    await admin.end();
  };
  await run(`drop database if exists ${name} with (force)`);
  await run(`create database ${name}`);
  return { url: databaseUrl(serverUrl, name), drop: () => run(`drop database ${name} with (force)`) };
}
