import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { endSessions, PasswordChecker } from '@/lib/auth';
import { type Config, readConfig } from '@/lib/core/config';
import type { Env } from '@/lib/core/env';
import { jsonLog } from '@/lib/core/log';
import { type Metrics, newMetrics } from '@/lib/core/metrics';
import { systemEnv } from '@/lib/core/system';
import { type Database, openDatabase } from '@/lib/db/client';
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded';
import { assertTenantGuards } from '@/lib/db/guarantees';
import { migrateDatabase } from '@/lib/db/migrate';
import { smtpMailer } from '@/lib/messages';
import {
  type CredentialStore,
  Limiter,
  type ProcoreError,
  ProcoreSession,
  personTokens,
  ReconnectNeeded,
  type SessionOptions,
  serviceAccountTokens,
  sharedWindows,
  type Wire,
} from '@/lib/procore';
import type { QbwcDeps } from '@/lib/qbwc';
import { spaced, startQueue, type TaskQueue } from '@/lib/tasks';
import { afterRefusal, type CompanyRef, type ReachDeps } from '@/lib/tenancy';
import { plannedFaults } from './faults';
import { proxyList } from './peer-address';
import { RateLimits } from './rate-limits';

/** Everything a running copy of the app is made of, put together once. */
export interface Runtime {
  readonly config: Config;
  readonly env: Env;
  readonly database: Database;
  readonly metrics: Metrics;
  readonly store: CredentialStore;
  readonly tasks: TaskQueue;
  readonly rates: RateLimits;
  readonly proxies: ReturnType<typeof proxyList>;
  readonly qbwc: QbwcDeps;
  readonly newestMigrationMs: number;
  /** Procore with a person's own token. */
  personIn(userId: string, procoreCompanyId: string | null): ProcoreSession;
  /** Procore as the service account. */
  serviceIn(company: CompanyRef): ProcoreSession;
  /** To find out whether Procore lets the app into a company. */
  reachOf(company: CompanyRef): ReachDeps;
  close(): Promise<void>;
}

const VERSION = '0.1.0';

async function newestMigration(): Promise<number> {
  const journal = JSON.parse(
    await readFile(path.resolve('drizzle/migrations/meta/_journal.json'), 'utf8'),
  ) as { entries: { when: number }[] };
  return Math.max(0, ...journal.entries.map(entry => entry.when));
}

interface Urls {
  readonly url: string;
  readonly migrationUrl: string;
  readonly embedded: EmbeddedDatabase | null;
}

async function databaseUrls(config: Config, env: Env): Promise<Urls> {
  if (config.databaseUrl !== null) {
    return {
      url: config.databaseUrl,
      migrationUrl: config.migrationUrl ?? config.databaseUrl,
      embedded: null,
    };
  }
  const embedded = await startEmbedded({ folder: path.join(config.dataFolder, 'pg'), env });
  return { url: embedded.url, migrationUrl: embedded.url, embedded };
}

/** Starts a copy: database, migrations, guards, queue. @throws AppError saying what is missing */
export async function startRuntime(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Runtime> {
  const config = readConfig(environment);
  const env = systemEnv(jsonLog(config.logLevel), plannedFaults(config.faultPoints));
  const metrics = newMetrics();
  const urls = await databaseUrls(config, env);
  await migrateDatabase(urls.migrationUrl);
  const database = openDatabase(urls.url);
  await assertTenantGuards(database);
  return await assemble({ config, env, metrics, database, urls });
}

interface Parts {
  readonly config: Config;
  readonly env: Env;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly urls: Urls;
}

async function assemble({ config, env, metrics, database, urls }: Parts): Promise<Runtime> {
  const { frameOrigins: _, ...hosts } = config.procore;
  const { environment } = hosts;
  const store: CredentialStore = { env, database, keys: config.sealKeys, hosts };
  const wire: Wire = {
    env,
    hosts,
    limiter: new Limiter(env, sharedWindows(database, environment)),
    observe: (_call, status) => metrics.procoreRequests.inc({ status: String(status) }),
  };
  const serviceTokens = serviceAccountTokens(store);
  const service = (company: CompanyRef, onRefusal?: SessionOptions['onRefusal']): ProcoreSession =>
    new ProcoreSession(wire, {
      tokens: serviceTokens,
      companyId: company.procoreCompanyId,
      urgency: 'background',
      ...(onRefusal ? { onRefusal } : {}),
    });
  const reachOf = (company: CompanyRef): ReachDeps => ({
    env,
    database,
    service: service(company),
    requestId: null,
  });
  const serviceIn = (company: CompanyRef): ProcoreSession =>
    service(company, () => afterRefusal(reachOf(company), company));
  const tasks = await startQueue({
    connectionString: urls.migrationUrl,
    hasTasks: config.hasTasks,
    deps: {
      env,
      database,
      metrics,
      appUrl: config.appUrl,
      ...(config.mail === null ? {} : { mailer: smtpMailer(config.mail, new URL(config.appUrl).hostname) }),
      store,
      serviceFor: serviceIn,
    },
  });
  return {
    config,
    env,
    database,
    metrics,
    store,
    tasks,
    rates: new RateLimits(config.rateLimitScale),
    proxies: proxyList(config.trustedProxies),
    qbwc: qbwcDeps({ config, env, metrics, database, tasks }),
    newestMigrationMs: await newestMigration(),
    personIn: (userId, companyId) =>
      new ProcoreSession(wire, {
        tokens: personTokens(store, userId),
        companyId,
        urgency: 'person',
        onRefusal: refusal => afterPersonRefused({ env, database }, userId, refusal),
      }),
    serviceIn,
    reachOf,
    close: async () => {
      await tasks.close();
      await database.close();
      await urls.embedded?.stop();
    },
  };
}

/** A fresh token that Procore turns down as well is of somebody it no longer knows: here they are signed out. */
async function afterPersonRefused(
  deps: { env: Env; database: Database },
  userId: string,
  refusal: ProcoreError,
): Promise<ReconnectNeeded | null> {
  if (refusal.status !== 401) return null;
  await endSessions(deps, { userId });
  return new ReconnectNeeded(refusal);
}

function qbwcDeps(parts: Omit<Parts, 'urls'> & { tasks: TaskQueue }): QbwcDeps {
  const { config, env, metrics, database, tasks } = parts;
  const nudge = spaced(tasks, env);
  return {
    env,
    database,
    metrics,
    passwords: new PasswordChecker(),
    leases: config.leases,
    serverName: `Procore QuickBooks Connector ${VERSION}`,
    supportUrl: `${config.appUrl}/support/qbwc`,
    nudge: (companyId, what) => void nudge(companyId, what === 'synced' ? 'write-back' : 'recheck'),
  };
}
