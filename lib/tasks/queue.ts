import {
  Logger,
  makeWorkerUtils,
  type Runner,
  run,
  type Task,
  type TaskList,
  type TaskSpec,
  type WorkerUtils,
} from 'graphile-worker';
import type { Env } from '@/lib/core/env';
import { errorText } from '@/lib/core/errors';
import { activeCompanies, activeCompany, type CompanyRef } from '@/lib/tenancy';
import { deliverWebhooks } from './deliver-webhooks';
import type { TaskDeps } from './deps';
import { ensureHooks } from './ensure-hooks';
import { keepTokensInOrder } from './keep-tokens';
import { sendMails, summarizeDay } from './mails';
import { checkPeople } from './people-left';
import { pollChanges, pollDirectories, recheck } from './poll-procore';
import { pruneCompany, pruneShared } from './prune';
import { type QueueState, stateOfQueue } from './queue-state';
import { reconcile } from './reconcile';
import { writeBack } from './write-back';

/** Gives true when there is more to do, which then has a turn of its own. */
type CompanyWork = (deps: TaskDeps, company: CompanyRef) => Promise<unknown>;

/** Background work for one company, by name. Each turn is bounded and safe to repeat. */
export const COMPANY_TASKS = {
  'write-back': writeBack,
  'deliver-webhooks': deliverWebhooks,
  poll: pollChanges,
  reconcile,
  'poll-directories': pollDirectories,
  people: checkPeople,
  recheck,
  'ensure-hooks': ensureHooks,
  mails: sendMails,
  'daily-summary': summarizeDay,
  prune: pruneCompany,
} as const satisfies Readonly<Record<string, CompanyWork>>;

export type CompanyTask = keyof typeof COMPANY_TASKS;

/** Many calls and nobody waiting: what was heard and what was synced goes first, of whatever company. */
const BULKY: ReadonlySet<string> = new Set<CompanyTask>([
  'poll',
  'reconcile',
  'poll-directories',
  'people',
  'prune',
]);

/** When each task runs for every company, beside being nudged. Minutes are spread so that they do not all begin at once. */
const CRONTAB = `
*/2 * * * * sweep ?id=write-back&jobKey=sweep-write-back&jobKeyMode=replace {"task":"write-back"}
*/2 * * * * sweep ?id=webhooks&jobKey=sweep-webhooks&jobKeyMode=replace {"task":"deliver-webhooks"}
3,13,23,33,43,53 * * * * sweep ?id=poll&jobKey=sweep-poll&jobKeyMode=replace {"task":"poll"}
9,19,29,39,49,59 * * * * sweep ?id=reconcile&jobKey=sweep-reconcile&jobKeyMode=replace {"task":"reconcile"}
7 * * * * sweep ?id=directories&jobKey=sweep-directories&jobKeyMode=replace {"task":"poll-directories"}
47 * * * * sweep ?id=people&jobKey=sweep-people&jobKeyMode=replace {"task":"people"}
*/2 * * * * sweep ?id=mails&jobKey=sweep-mails&jobKeyMode=replace {"task":"mails"}
0 12 * * * sweep ?id=summary&jobKey=sweep-summary&jobKeyMode=replace {"task":"daily-summary"}
17 */6 * * * sweep ?id=hooks&jobKey=sweep-hooks&jobKeyMode=replace {"task":"ensure-hooks"}
41 3 * * * sweep ?id=prune&jobKey=sweep-prune&jobKeyMode=replace {"task":"prune"}
11 * * * * prune-shared
21 * * * * keep-tokens
`.trim();

export interface TaskQueue {
  /** Asks for a company's task soon; asking twice runs it once. Never throws: the clock asks again. */
  nudge(companyId: string, task: CompanyTask): Promise<void>;
  /** What waits in the queue, of all processes. */
  state(): Promise<QueueState>;
  close(): Promise<void>;
}

interface QueueOptions {
  readonly connectionString: string;
  readonly deps: TaskDeps;
  /** Whether this process also works, or only asks. */
  readonly hasTasks: boolean;
}

function quietLogger(env: Env): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') env.log.error('background work', { reason: message.slice(0, 300) });
    else if (level === 'warning') env.log.warn('background work', { reason: message.slice(0, 300) });
  });
}

/** Starts the queue, which lives in the same Postgres; any number of processes may run it. */
export async function startQueue(options: QueueOptions): Promise<TaskQueue> {
  const { connectionString, deps } = options;
  const logger = quietLogger(deps.env);
  const utils = await makeWorkerUtils({ connectionString, logger });
  await utils.migrate();
  const runner = options.hasTasks ? await startRunner(options, logger) : null;
  // A key that was just put first seals what is there now, not within the hour.
  if (runner) await utils.addJob('keep-tokens', {}, { jobKey: 'keep-tokens', maxAttempts: 1 });
  return {
    nudge: (companyId, task) => add(utils, deps.env, { companyId, task }),
    state: () => stateOfQueue(utils),
    close: async () => {
      await runner?.stop().catch(() => undefined);
      await utils.release();
    },
  };
}

/**
 * Waiting twice is waiting once, by the key; and the queue named like it lets only one of them run at a time, in
 * whatever process: one that is asked for while it runs begins when that turn has ended.
 */
function jobOf(companyId: string, task: string): TaskSpec {
  const name = `${task}:${companyId}`;
  const priority = BULKY.has(task) ? 10 : 0;
  return { jobKey: name, jobKeyMode: 'preserve_run_at', queueName: name, maxAttempts: 3, priority };
}

async function add(
  utils: WorkerUtils,
  env: Env,
  { companyId, task }: { companyId: string; task: CompanyTask },
): Promise<void> {
  try {
    await utils.addJob(task, { companyId }, jobOf(companyId, task));
  } catch (thrown) {
    env.log.warn('background work could not be asked for', { task, reason: errorText(thrown).slice(0, 200) });
  }
}

async function startRunner({ connectionString, deps }: QueueOptions, logger: Logger): Promise<Runner> {
  return await run({
    connectionString,
    logger,
    concurrency: 4,
    noHandleSignals: true,
    pollInterval: 2000,
    crontab: CRONTAB,
    taskList: taskList(deps),
  });
}

function payloadText(payload: unknown, name: string): string {
  const value =
    typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
}

function taskList(deps: TaskDeps): TaskList {
  const companyTasks = Object.entries<CompanyWork>(COMPANY_TASKS).map(([name, work]): [string, Task] => [
    name,
    async (payload, helpers) => {
      const companyId = payloadText(payload, 'companyId');
      const company = await activeCompany(deps.database, companyId);
      const hasMore = company ? await timed(deps, name, () => work(deps, company)) : false;
      if (hasMore === true) await helpers.addJob(name, { companyId }, jobOf(companyId, name));
    },
  ]);
  return {
    ...Object.fromEntries(companyTasks),
    sweep: async (payload, helpers) => {
      const task = payloadText(payload, 'task');
      for (const company of await activeCompanies(deps.database)) {
        await helpers.addJob(task, { companyId: company.id }, jobOf(company.id, task));
      }
    },
    'prune-shared': async () => await timed(deps, 'prune-shared', () => pruneShared(deps)),
    'keep-tokens': async () => await timed(deps, 'keep-tokens', () => keepTokensInOrder(deps)),
  };
}

async function timed<T>(deps: TaskDeps, task: string, work: () => Promise<T>): Promise<T> {
  const stop = deps.metrics.taskSeconds.startTimer({ task });
  try {
    const result = await work();
    stop({ outcome: 'ok' });
    return result;
  } catch (thrown) {
    stop({ outcome: 'failed' });
    deps.env.log.warn('a task failed and will be tried again', {
      task,
      reason: errorText(thrown).slice(0, 300),
    });
    throw thrown;
  }
}
