import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { freePort, inRoot, type RunningApp, startApp } from '@/tests/sandbox/app';
import { newSecrets } from '@/tests/sandbox/environment';
import { type Stack, startStack } from '@/tests/sandbox/stack';
import type { QuickBooks } from '@/tests/simulators/quickbooks';
import { runUpdate, type UpdateReport, type WebConnectorOptions } from '@/tests/simulators/web-connector';
import { freshDatabase, type TestDatabase } from '@/tests/support/database';
import { findBrokenPromises } from '@/tests/support/promises';
import { type Person, signIn } from './person';
import { TcpGate } from './tcp-gate';
import { until } from './until';

/** People of the made-up world, by what they are. */
export const PEOPLE = {
  administrator: 91740,
  manager: 91744,
  approver: 91751,
  secondApprover: 91752,
  viewer: 91760,
  stranger: 4407,
} as const;

export type Role = keyof typeof PEOPLE;

/** Harbor & Pine, the company that is set up, and the company of the stranger, which is not. */
export const COMPANY = '598134325990001';
export const OTHER_COMPANY = '1042';

interface StandOptions {
  /** Variables over the sandbox's own. */
  readonly environment?: Readonly<Record<string, string>>;
}

interface Parts {
  readonly stack: Stack;
  readonly database: TestDatabase;
  readonly gate: TcpGate;
  readonly folder: string;
}

type Variables = Readonly<Record<string, string>>;

/** The built app between a simulated Procore and a simulated QuickBooks, on a database of its own. */
export class Stand {
  private readonly people = new Map<Role, Promise<Person>>();
  private readonly copies: RunningApp[] = [];

  readonly stack: Stack;
  readonly database: TestDatabase;
  /** What stands between the app and the database. */
  readonly gate: TcpGate;
  private readonly folder: string;

  private constructor({ stack, database, gate, folder }: Parts) {
    this.stack = stack;
    this.database = database;
    this.gate = gate;
    this.folder = folder;
    this.copies.push(stack.app);
  }

  /** Starts everything: the company is set up, lists are read, one order is accepted and three wait for a decision. */
  static async open({ environment = {} }: StandOptions = {}): Promise<Stand> {
    if (!existsSync(inRoot('.next', 'BUILD_ID'))) throw new Error('Build the app first: npm run build.');
    const database = await freshDatabase();
    const gate = await TcpGate.before(database.url);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'connector-contract-'));
    const stack = await startStack({
      databaseUrl: gate.through(database.url),
      secrets: newSecrets(),
      appPort: await freePort(),
      procorePort: 0,
      seed: 1,
      logFile: path.join(folder, 'app.log'),
      saves: null,
      login: null,
      environment,
      print: () => undefined,
      build: async () => undefined,
    });
    // What the app does when Procore's limits are reached is not what these tests are about.
    stack.procore.faults.setRateLimit({ hourly: 1_000_000, spike: 1_000_000 });
    return new Stand({ stack, database, gate, folder });
  }

  get url(): string {
    return this.stack.app.url;
  }

  get soapUrl(): string {
    return this.stack.webConnector.url;
  }

  /** A person of the world, signed in once. */
  person(role: Role): Promise<Person> {
    const known = this.people.get(role) ?? signIn(this.url, PEOPLE[role]);
    this.people.set(role, known);
    return known;
  }

  get quickBooks(): QuickBooks {
    return this.stack.quickBooks;
  }

  get stamp(): { readonly ownerId: string; readonly fileId: string } {
    return this.stack.login;
  }

  /** One session of the Web Connector, with other circumstances where a test wants them. */
  update(circumstances: Partial<WebConnectorOptions> = {}): Promise<UpdateReport> {
    // A run that is held open for more to come asks again at once: nothing more comes in a test.
    return runUpdate({ ...this.stack.webConnector, wait: async () => undefined, ...circumstances });
  }

  /** Sessions, one after the other, until one finds nothing to do. */
  async settle(): Promise<void> {
    await until(
      () => this.update(),
      report => report.outcome === 'none',
    );
  }

  /** Promises that do not hold: nothing twice, nothing unaccepted, no gap in any history. */
  brokenPromises(): Promise<string[]> {
    return findBrokenPromises({ test: this.database, quickBooks: this.quickBooks, stamp: this.stamp });
  }

  /** Starts the app anew at its old address, with other variables over its own. */
  async restart(variables: Variables = {}): Promise<RunningApp> {
    await Promise.all(this.copies.map(copy => copy.stop()));
    return await this.startCopy(Number.parseInt(new URL(this.url).port, 10), variables);
  }

  /** Another copy of the app over the same database. */
  async secondCopy(variables: Variables = {}): Promise<RunningApp> {
    return await this.startCopy(await freePort(), variables);
  }

  log(): Promise<string> {
    return readFile(path.join(this.folder, 'app.log'), 'utf8');
  }

  async close(): Promise<void> {
    this.gate.open();
    await Promise.all(this.copies.map(copy => copy.stop()));
    await this.stack.close();
    await this.gate.close();
    await this.database.drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async startCopy(port: number, variables: Variables): Promise<RunningApp> {
    const environment = { ...this.stack.appEnvironment, ...variables };
    const copy = await startApp({ port, environment, logFile: path.join(this.folder, 'app.log') });
    this.copies.push(copy);
    return copy;
  }
}
