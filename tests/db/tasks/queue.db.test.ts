import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { secretHash } from '@/lib/core/canonical';
import { TASKS } from '@/lib/core/limits';
import { serviceAccountTokens } from '@/lib/procore';
import { hearWebhook, startQueue, type TaskDeps, type TaskQueue } from '@/lib/tasks';
import type { CompanyRef } from '@/lib/tenancy';
import { HARBOR_PINE_ID } from '@/tests/simulators/world';
import { type Gate, gate } from '@/tests/support/outcome';
import { openTaskOffice, type TaskOffice } from '@/tests/support/task-office';

let ours: TaskOffice;
let queues: TaskQueue[] = [];

/** Tells which company's turn begins, in whatever copy of the app, and lets it wait at its first call of Procore. */
class Turns {
  readonly begun: string[] = [];
  private readonly awaited: { count: number; gate: Gate }[] = [];
  private held: Gate | null = null;
  private isRefusing = false;

  readonly deps = (): TaskDeps => ({ ...ours.deps, serviceFor: company => this.begin(company) });

  private begin(company: CompanyRef): ReturnType<TaskDeps['serviceFor']> {
    this.begun.push(company.id);
    for (const one of this.awaited) if (this.begun.length >= one.count) one.gate.open();
    if (this.isRefusing) throw new RangeError('this turn fails');
    const { held } = this;
    const real = serviceAccountTokens(ours.office.store);
    return ours.office.with({
      token: async refused => {
        await held?.opened;
        return await real.token(refused);
      },
    });
  }

  /** Turns that begin from now on go no further until they are let go. */
  hold(): void {
    this.held = gate();
  }

  release(): void {
    this.held?.open();
    this.held = null;
  }

  refuse(isRefusing: boolean): void {
    this.isRefusing = isRefusing;
  }

  /** Opens when so many turns have begun in all. */
  whenBegun(count: number): Promise<void> {
    const one = { count, gate: gate() };
    if (this.begun.length >= count) one.gate.open();
    this.awaited.push(one);
    return one.gate.opened;
  }
}

let turns: Turns;
const other = '0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b';

beforeAll(async () => {
  ours = await openTaskOffice();
  turns = new Turns();
  await ours.desk.test.owner`
    insert into companies (id, environment, procore_company_id, procore_key, name, status, created_at)
    values (${other}, 'test', 4711, 'test:4711', 'Other', 'active', now())`;
  const connectionString = ours.desk.test.url;
  for (let copy = 0; copy < 2; copy += 1)
    queues.push(await startQueue({ connectionString, deps: turns.deps(), hasTasks: true }));
});
afterEach(() => turns.release());
afterAll(async () => {
  for (const queue of queues) await queue.close();
  queues = [];
  await ours.desk.test.owner`delete from companies where id = ${other}`;
  await ours.close();
});

const company = (): string => ours.desk.admin.company.id;
const nudge = (id: string, task: Parameters<TaskQueue['nudge']>[1], copy = 0): Promise<void> =>
  queues[copy]?.nudge(id, task) ?? Promise.resolve();

describe('two copies of the app', () => {
  test('asked for one task many times while it runs run it once more, and not before it has ended', async () => {
    const before = turns.begun.length;
    turns.hold();
    await nudge(company(), 'ensure-hooks');
    await turns.whenBegun(before + 1);
    for (let time = 0; time < 6; time += 1) await nudge(company(), 'ensure-hooks', time % 2);
    // Whoever was free took the next job that may run: this one, asked for last.
    await nudge(other, 'poll');
    await turns.whenBegun(before + 2);
    expect(turns.begun.slice(before)).toEqual([company(), other]);
    turns.release();
    await turns.whenBegun(before + 3);
    await untilQueueIsEmpty();
    expect(turns.begun.slice(before)).toEqual([company(), other, company()]);
    expect(ours.office.procore.records.hooks()).toHaveLength(1);
  });

  test('sweep every active company, once each', async () => {
    await ours.desk.test.owner`update companies set status = 'disconnected' where id = ${other}`;
    const before = turns.begun.length;
    await ours.desk.test.owner`select graphile_worker.add_job('sweep', '{"task":"write-back"}')`;
    await turns.whenBegun(before + 1);
    await untilQueueIsEmpty();
    expect(turns.begun.slice(before)).toEqual([company()]);
    await ours.desk.test.owner`update companies set status = 'active' where id = ${other}`;
  });
});

describe('a task that fails', () => {
  test('stays in the queue with its reason, to be tried again', async () => {
    const before = turns.begun.length;
    turns.refuse(true);
    await nudge(company(), 'write-back');
    await turns.whenBegun(before + 1);
    const job = await until(async () => (await jobs()).find(one => one['last_error'] !== null));
    expect(job).toMatchObject({ attempts: 1, last_error: expect.stringContaining('this turn fails') });
    turns.refuse(false);
  });
});

/** Asks the database until it has what is looked for. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let time = 0; time < 2000; time += 1) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new RangeError('it never came');
}

async function jobs(): Promise<Record<string, unknown>[]> {
  return await ours.desk.test.owner`select * from graphile_worker.jobs`;
}

async function untilQueueIsEmpty(): Promise<void> {
  await until(async () => ((await jobs()).length === 0 ? true : undefined));
}

describe('a turn that leaves work behind', () => {
  test('has another at once', async () => {
    const body = (id: number) => ({
      id,
      company_id: HARBOR_PINE_ID,
      resource_name: 'RFIs',
      resource_id: 1,
      event_type: 'update',
    });
    const hook = secretHash('A'.repeat(43));
    await ours.desk.test.owner`insert into hooks (company_id, id, token_hash, created_at)
      values (${company()}, ${other}, ${hook}, now())`;
    const authorization = `Bearer ${'A'.repeat(43)}`;
    const deps = { env: ours.desk.env, database: ours.desk.test.database };
    for (let id = 1; id <= TASKS.webhooksPerTurn * 2 + 1; id += 1)
      await hearWebhook(deps, { authorization, body: body(id) });
    const before = turns.begun.length;
    await nudge(company(), 'deliver-webhooks');
    await turns.whenBegun(before + 3);
    const { owner } = ours.desk.test;
    const waiting = () => owner`select 1 from deliveries where handled_at is null`;
    await until(async () => ((await waiting()).length === 0 ? true : undefined));
    expect(turns.begun.slice(before)).toEqual([company(), company(), company()]);
  });
});

describe('what the queue tells of itself', () => {
  test('is how many jobs wait, run, wait for another try and were given up, by task', async () => {
    const { owner, url } = ours.desk.test;
    const idle = await startQueue({ connectionString: url, deps: turns.deps(), hasTasks: false });
    await owner`select graphile_worker.add_job('told', run_at => now() + interval '1 hour')`;
    await owner`select graphile_worker.add_job('told', run_at => now() + interval '1 hour', max_attempts => 1)`;
    await owner`update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1`;
    await owner`select graphile_worker.add_job('told')`;
    const state = await idle.state();
    const told = state.tasks.filter(one => one.task === 'told').map(one => [one.state, one.jobs]);
    expect(told.toSorted()).toEqual([
      ['failed', 1],
      ['waiting', 2],
    ]);
    expect(state.oldestWaitS).toBeGreaterThanOrEqual(0);
    await idle.close();
  });
});

describe('asking for a task', () => {
  test('never throws, also when the queue is gone', async () => {
    const queue = await startQueue({
      connectionString: ours.desk.test.url,
      deps: turns.deps(),
      hasTasks: false,
    });
    await queue.close();
    await queue.nudge(company(), 'recheck');
    expect(ours.desk.env.logged.at(-1)).toMatchObject({ message: 'background work could not be asked for' });
  });
});
