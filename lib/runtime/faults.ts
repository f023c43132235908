import { FAULT_POINTS, type FaultPoint, type Faults, noFaults } from '@/lib/core/env';
import { Invalid } from '@/lib/core/errors';

/**
 * Planned faults for tests of a running app: `send-request.committed=kill@2` kills the process the second time it comes
 * by. Never active in production unless asked for by a second variable.
 */
export function plannedFaults(plan: string): Faults {
  if (plan.trim() === '') return noFaults;
  const planned = new Map(plan.split(',').map(entry => parse(entry.trim())));
  const visits = new Map<FaultPoint, number>();
  return {
    at: async point => {
      const visit = (visits.get(point) ?? 0) + 1;
      visits.set(point, visit);
      if (planned.get(point) === visit) process.kill(process.pid, 'SIGKILL');
    },
  };
}

function parse(entry: string): [FaultPoint, number] {
  const [, name, occurrence = '1'] = /^([\w.-]+)=kill(?:@(\d+))?$/.exec(entry) ?? [];
  const point = FAULT_POINTS.find(known => known === name);
  if (!point)
    throw new Invalid(`FAULT_POINTS names “${entry}”; known points are ${FAULT_POINTS.join(', ')}.`);
  return [point, Number.parseInt(occurrence, 10)];
}
