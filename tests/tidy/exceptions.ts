import type { Exception } from './law';

/** Every place where a law of the house does not hold, with the reason. A row that excuses nothing fails the test. */
export const EXCEPTIONS: readonly Exception[] = [
  // The history row says who acted under which request, and tenancy's own verbs write history rows. Neither loads the
  // other's door, so no module loads itself.
  { law: 'circles', path: 'lib/history/', reason: 'a history row is made from the context of a verb' },
  { law: 'circles', path: 'lib/tenancy/', reason: 'rights and settings change with a history row' },

  ...sideDoors('lib/sync/next.ts', ['facts', 'guard', 'neighbours', 'save-facts']),
  ...sideDoors('lib/sync/settle.ts', ['facts', 'guard', 'neighbours', 'save-facts']),
  ...sideDoors('lib/sync/settle-writes.ts', ['facts', 'save-facts']),
  ...sideDoors('lib/sync/read-back-steps.ts', ['facts']),
  ...sideDoors('lib/sync/sessions.ts', ['neighbours']),
  ...sideDoors('lib/sync/settle-prepare.ts', ['facts']),
  ...sideDoors('lib/sync/store/sessions.ts', ['guard']),
  ...sideDoors('lib/qbwc/operations/authenticate.ts', ['logins']),
  {
    law: 'doors',
    path: 'lib/qbwc/deps.ts',
    what: 'enters lib/auth/connector-passwords.ts',
    reason: 'the door of auth loads next-auth, which the SOAP endpoint has no use for',
  },

  {
    law: 'environment',
    path: 'lib/runtime/index.ts',
    what: 'process.env',
    reason: 'the composition root hands the environment to readConfig',
  },
  {
    law: 'environment',
    path: 'lib/runtime/restored-main.ts',
    what: 'process.env',
    reason: 'a command of its own, which hands the environment to readConfig',
  },
  {
    law: 'environment',
    path: 'lib/runtime/index.ts',
    what: 'process.env.NEXTAUTH_URL',
    reason: 'next-auth takes its address from nowhere else',
  },
  {
    law: 'environment',
    path: 'lib/db/embedded/index.ts',
    what: 'process.env',
    reason: 'the programs of PostgreSQL are started with the environment we were started with',
  },

  ...beforeCompany(
    'lib/connections/logins.ts',
    ['from(connections)'],
    'a Web Connector is known by its user name',
  ),
  ...beforeCompany(
    'lib/connections/find.ts',
    ['from(connections)'],
    'a one-time download link names only the connection; its row arrives whole, company included',
  ),
  ...beforeCompany('lib/tasks/webhooks-in.ts', ['from(hooks)'], 'a webhook is known by its token'),
  ...beforeCompany(
    'lib/auth/download-links.ts',
    ['insert(downloadLinks)', 'from(downloadLinks)', 'delete(downloadLinks)'],
    'a download is known by its token; its row arrives whole, company included',
  ),

  {
    law: 'wrapped routes',
    path: 'app/api/qbwc/route.ts',
    reason: 'SOAP answers every request with a protocol answer, never with JSON',
  },
  {
    law: 'wrapped routes',
    path: 'app/api/auth/[...nextauth]/route.ts',
    reason: 'next-auth answers by itself',
  },
  {
    law: 'environment',
    path: 'proxy.ts',
    reason: 'a bundle of its own, which the rest of the app cannot hand anything to',
  },
];

/** What connections keeps for the engine; its door is for verbs and screens. */
function sideDoors(path: string, files: readonly string[]): Exception[] {
  return files.map(file => ({
    law: 'doors',
    path,
    what: `enters lib/connections/${file}.ts`,
    reason: 'kept for the engine, out of the door that screens use',
  }));
}

/** Rows found by an unguessable mark before any company is known; `lib/db/scope.ts` bounds what such a query sees. */
function beforeCompany(path: string, queries: readonly string[], reason: string): Exception[] {
  return queries.map(query => ({ law: 'tenant', path, what: `${query} names no company`, reason }));
}
