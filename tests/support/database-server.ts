import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import postgres from 'postgres';
import type { TestProject } from 'vitest/node';
import { systemRandomBytes, systemSleep } from '@/lib/core/system';
import { startEmbedded } from '@/lib/db/embedded';
import { migrateDatabase } from '@/lib/db/migrate';

declare module 'vitest' {
  interface ProvidedContext {
    /** A database with the schema and nothing in it, to be cloned. */
    template: { readonly serverUrl: string; readonly name: string };
  }
}

/** Nothing a test writes must survive a power cut. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];

/** The server tests run on: TEST_DATABASE_URL, or the one npm brought, in a folder of its own. */
export async function startTestServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return { url: given, stop: async () => undefined };
  const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-test-'));
  // The server's own account must be able to reach it when the tests run as root.
  const { chmod } = await import('node:fs/promises');
  await chmod(folder, 0o755);
  const env = { randomBytes: systemRandomBytes, sleep: systemSleep };
  const server = await startEmbedded({ folder: path.join(folder, 'pg'), env, settings: FAST });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the template once for a run of tests. */
export async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `template_${process.pid}`;
  const admin = postgres(serverUrl, { max: 1, onnotice: () => undefined });
  try {
    await admin.unsafe(`drop database if exists ${name}`);
    await admin.unsafe(`create database ${name}`);
  } finally {
    await admin.end();
  }
  await migrateDatabase(databaseUrl(serverUrl, name));
  return name;
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTestServer();
  const name = await makeTemplate(server.url);
  project.provide('template', { serverUrl: server.url, name });
  return async () => {
    const admin = postgres(server.url, { max: 1, onnotice: () => undefined });
    await admin.unsafe(`drop database if exists ${name} with (force)`).catch(() => undefined);
    await admin.end();
    await server.stop();
  };
}
