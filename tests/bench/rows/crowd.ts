import type { RunningApp } from '@/tests/sandbox/app';
import { personOf } from '../company';
import { loadCrowd } from '../crowd';
import { drive, median, runSession } from '../machine';
import { alone, fill, readLists, type Scale, soapUrl } from '../scene';
import { openStage, type Server, type Stage } from '../stage';
import type { Row } from '../table';

const BUDGET = 0.9;
const SLICES = 7;
const POLLS = 15;
const EXCHANGES = 12;

interface Place {
  readonly stage: Stage;
  readonly app: RunningApp;
}

/** Polls and exchanges beside long queues, a long history and many companies, in turn with a database that has none. */
export async function crowdRows(server: Server, scale: Scale, print: (line: string) => void): Promise<Row[]> {
  const places: Place[] = [];
  try {
    for (const crowd of [null, scale.crowd]) {
      const stage = await openStage(server, 2);
      const app = await stage.startApp();
      places.push({ stage, app });
      await readLists(stage, app);
      const waiting = stage.seats.slice(1);
      await fill(stage, waiting, EXCHANGES * (SLICES + 1) + 1);
      await alone(stage, waiting);
      if (crowd === null) continue;
      print(`  loading ${crowd.queued} requests, ${crowd.history} entries, ${crowd.companies} companies`);
      const { company } = await personOf(stage.running, 2, 1);
      await loadCrowd(stage.owner, company.id, crowd);
    }
    const { queued, history, companies } = scale.crowd;
    const with_ = `${queued} queued, ${history} history rows, ${companies} companies`;
    return [
      await compared(places, { what: `polls with nothing to do, beside ${with_}`, seat: 0, work: idlePolls }),
      await compared(places, {
        what: `exchanges out of ${queued} queued, beside the rest`,
        seat: 1,
        work: exchanges,
      }),
    ];
  } finally {
    for (const { stage, app } of places) {
      await app.stop();
      await stage.close();
    }
  }
}

type Work = (machine: Parameters<typeof runSession>[0]) => Promise<unknown>;

const idlePolls: Work = async machine => {
  for (let poll = 0; poll < POLLS; poll += 1) await runSession(machine);
};

const exchanges: Work = machine => runSession(machine, EXCHANGES);

/** Slices in turn, the first of each thrown away. */
async function compared(
  places: readonly Place[],
  { what, seat, work }: { what: string; seat: number; work: Work },
): Promise<Row> {
  const rates = places.map((): number[] => []);
  for (let slice = 0; slice <= SLICES; slice += 1) {
    for (const [index, { stage, app }] of places.entries()) {
      const load = await drive(soapUrl(app), stage.seats.slice(seat, seat + 1), work);
      if (slice > 0) rates[index]?.push(load.callsPerSecond);
    }
  }
  const [none = 0, crowded = 0] = rates.map(median);
  return {
    what,
    measured: `${Math.round(crowded)} calls/s`,
    against: `${Math.round(none)}/s with none`,
    ratio: crowded / none,
    budget: `at least ${BUDGET}`,
    isKept: crowded / none >= BUDGET,
  };
}
