import type { Env } from '@/lib/core/env';
import { TASKS } from '@/lib/core/limits';
import type { CompanyTask, TaskQueue } from './queue';

/**
 * A nudge for those who settle many answers a second: the first asks at once, and what is asked for within the moment
 * after it is asked for together at its end. Each is a durable row otherwise, as dear as the answer itself.
 */
export function spaced(tasks: Pick<TaskQueue, 'nudge'>, env: Pick<Env, 'sleep'>): TaskQueue['nudge'] {
  /** Whether somebody asked since; no entry where a nudge is due at once. */
  const since = new Map<string, boolean>();
  const ask = async (companyId: string, task: CompanyTask): Promise<void> => {
    const name = `${task}:${companyId}`;
    if (since.has(name)) {
      since.set(name, true);
      return;
    }
    since.set(name, false);
    await tasks.nudge(companyId, task);
    await env.sleep(TASKS.nudgeEveryMs);
    const isAskedAgain = since.get(name) === true;
    since.delete(name);
    if (isAskedAgain) await ask(companyId, task);
  };
  return ask;
}
