import type { WorkerUtils } from 'graphile-worker';

export interface QueuedTasks {
  readonly task: string;
  /** `retrying` failed and waits for another try; `failed` has no try left. */
  readonly state: 'waiting' | 'running' | 'retrying' | 'failed';
  readonly jobs: number;
}

export interface QueueState {
  readonly tasks: readonly QueuedTasks[];
  /** How long the oldest job has waited that could have begun; 0 when none has. */
  readonly oldestWaitS: number;
}

const STATES = `
  select task_identifier as task, count(*)::int as jobs,
    case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed'
      when attempts > 0 then 'retrying' else 'waiting' end as state,
    coalesce(max(extract(epoch from now() - run_at))
      filter (where locked_at is null and attempts < max_attempts and run_at < now()), 0)::int as age
  from graphile_worker.jobs group by 1, 3`;

/** What waits in the queue, of all processes and companies. Times are the database's: the queue runs by them. */
export async function stateOfQueue(utils: WorkerUtils): Promise<QueueState> {
  const { rows } = await utils.withPgClient(client => client.query<QueuedTasks & { age: number }>(STATES));
  return {
    tasks: rows.map(({ task, state, jobs }) => ({ task, state, jobs })),
    oldestWaitS: Math.max(0, ...rows.map(row => row.age)),
  };
}
