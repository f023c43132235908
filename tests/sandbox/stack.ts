import { startRuntime } from '@/lib/runtime';
import { type Procore, startProcore } from '@/tests/simulators/procore';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { runUpdate, type UpdateReport, type WebConnectorOptions } from '@/tests/simulators/web-connector';
import { makeWorld, type World } from '@/tests/simulators/world';
import { type RunningApp, startApp } from './app';
import { appEnvironment, type Secrets } from './environment';
import { type Login, openOffice, settleIn } from './office';

export interface StackOptions {
  readonly databaseUrl: string;
  readonly secrets: Secrets;
  readonly appPort: number;
  /** 0 takes any free port. */
  readonly procorePort: number;
  readonly seed: number;
  readonly logFile: string;
  /** Where the simulated sides keep what they hold; in memory alone when null. */
  readonly saves: { readonly procore: string; readonly quickBooks: string } | null;
  /** The login of an office that was opened before, with this database and these saves. */
  readonly login: Login | null;
  /** Variables over the sandbox's own. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly print: (line: string) => void;
  /** What must be done before the app can start, such as building it. */
  readonly build: () => Promise<void>;
}

/** The app between a simulated Procore and a simulated QuickBooks, all of them running. */
export interface Stack {
  readonly app: RunningApp;
  readonly procore: Procore;
  readonly quickBooks: QuickBooks;
  readonly world: World;
  readonly login: Login;
  readonly webConnector: WebConnectorOptions;
  readonly appEnvironment: Readonly<Record<string, string>>;
  /** One session of the Web Connector. */
  update(): Promise<UpdateReport>;
  close(): Promise<void>;
}

/** Starts everything; a new office is opened and settled in, as people would do it in the app. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const world = makeWorld(options.seed);
  const appUrl = `http://localhost:${options.appPort}`;
  const procore = await openProcore(options, world, appUrl);
  const environment = {
    ...appEnvironment(
      { appUrl, procoreUrl: procore.publicUrl, databaseUrl: options.databaseUrl },
      options.secrets,
    ),
    ...options.environment,
  };
  const quickBooks = await QuickBooks.open({
    books: world.books,
    seed: options.seed,
    clock: () => new Date(),
    print: line => options.print(`QuickBooks: ${line}`),
    ...(options.saves ? { savePath: options.saves.quickBooks } : {}),
  });
  const start = async (): Promise<RunningApp> => {
    await options.build();
    return await startApp({ port: options.appPort, environment, logFile: options.logFile });
  };
  const sides = { procore, quickBooks, world };
  const opened = await openedWith(options, { ...sides, environment, start, print: options.print }).catch(
    async (thrown: unknown) => {
      await procore.close();
      throw thrown;
    },
  );
  const webConnector = connectorFor(opened, quickBooks, options.print);
  return {
    ...sides,
    ...opened,
    webConnector,
    appEnvironment: environment,
    // A run that is held open for more to come asks again at once: nothing more comes in a test.
    update: () => runUpdate({ ...webConnector, wait: async () => undefined }),
    close: async () => {
      await opened.app.stop();
      await procore.close();
    },
  };
}

async function openProcore(options: StackOptions, world: World, appUrl: string): Promise<Procore> {
  return await startProcore({
    world,
    port: options.procorePort,
    appUrl,
    clientId: options.secrets.clientId,
    clientSecret: options.secrets.clientSecret,
    seed: options.seed,
    print: line => options.print(`Procore: ${line}`),
    ...(options.saves ? { savePath: options.saves.procore } : {}),
  });
}

interface Opening {
  readonly procore: Procore;
  readonly quickBooks: QuickBooks;
  readonly world: World;
  readonly environment: Readonly<Record<string, string>>;
  readonly start: () => Promise<RunningApp>;
  readonly print: (line: string) => void;
}

async function openedWith(
  { login }: StackOptions,
  opening: Opening,
): Promise<{ app: RunningApp; login: Login }> {
  return login ? { app: await opening.start(), login } : await newOffice(opening);
}

async function newOffice(opening: Opening): Promise<{ app: RunningApp; login: Login }> {
  const { procore, world, quickBooks, print } = opening;
  const running = await startRuntime({ ...opening.environment, RUN_TASKS: '0', LOG_LEVEL: 'warn' });
  const office = { running, procore, world };
  let app: RunningApp | undefined;
  try {
    const opened = await openOffice(office);
    app = await opening.start();
    print('The company is set up; the Web Connector reads the lists of QuickBooks.');
    await runUpdate(connectorFor({ app, login: opened.login }, quickBooks, print));
    await settleIn(office, opened);
    return { app, login: opened.login };
  } catch (thrown) {
    await app?.stop();
    throw thrown;
  } finally {
    await running.close();
  }
}

function connectorFor(
  { app, login }: { app: RunningApp; login: Login },
  quickBooks: QuickBooks,
  print: (line: string) => void,
): WebConnectorOptions {
  const { userName, password, ownerId, fileId } = login;
  return { url: `${app.url}/api/qbwc`, userName, password, ownerId, fileId, quickBooks, print };
}
