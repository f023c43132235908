import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FAULT_POINTS, type FaultPoint } from '@/lib/core/env';
import { type Desk, openDesk } from '@/tests/support/desk';
import { timesInBooks } from '@/tests/support/outbox';
import { actionsOf, queued } from '@/tests/support/paths';
import { cutAt, PlannedFaults, untilCut } from '@/tests/support/planned-faults';
import { type Run, runUpdate } from '@/tests/support/web-connector';

const faults = new PlannedFaults();
let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({ faults });
});
afterEach(() => {
  faults.clear();
  desk.quickBooks.moods.clear();
});
afterAll(() => desk.close());

const LEASE_MS = 61 * 60_000;
const POLLS = 5;

/** Polls as a schedule does; everything accepted is in the books once within five of them. */
async function expectAllIsWell(ids: readonly string[]): Promise<void> {
  for (let poll = 0; poll < POLLS && !(await areSynced(ids)); poll += 1) {
    desk.env.advance(LEASE_MS);
    await desk.runUpdate();
  }
  for (const id of ids) {
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    const settled = (await actionsOf(desk, id)).filter(
      action => action === 'synced' || action.startsWith('found'),
    );
    expect(settled).toHaveLength(1);
  }
}

async function areSynced(ids: readonly string[]): Promise<boolean> {
  return (await Promise.all(ids.map(id => desk.stateOf(id)))).every(state => state === 'synced');
}

async function accepted(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let place = 0; place < count; place += 1) ids.push(await queued(desk));
  return ids;
}

const SOAP_POINTS = FAULT_POINTS.filter(point => /^(authenticate|send-request|receive-response)/.test(point));

/** Those that leave a set in flight whose fate is open. */
const OPEN_POINTS = ['send-request.committed', 'receive-response.parsed'] as const;

const PAIRS = OPEN_POINTS.flatMap(first =>
  SOAP_POINTS.map((second): [FaultPoint, FaultPoint] => [first, second]),
);

describe('the process is killed', () => {
  test.each(SOAP_POINTS)('at %s: nothing is lost and nothing is written twice', async point => {
    const ids = await accepted(2);
    faults.kill(point);
    await untilCut(() => runUpdate(faults.line(desk)));
    await expectAllIsWell(ids);
  });

  test.each(SOAP_POINTS)('at %s, and again in the run after that', async point => {
    const ids = await accepted(2);
    for (let run = 0; run < 2; run += 1) {
      faults.kill(point);
      await untilCut(() => runUpdate(faults.line(desk)));
      desk.env.advance(LEASE_MS);
    }
    await expectAllIsWell(ids);
  });

  test.each(PAIRS)(
    'at %s while QuickBooks loses the answer, then at %s of the recovery',
    async (first, second) => {
      const ids = await accepted(2);
      desk.quickBooks.moods.forgetAnswers(2);
      for (const point of [first, second]) {
        faults.kill(point);
        await untilCut(() => runUpdate(faults.line(desk)));
        desk.env.advance(LEASE_MS);
      }
      await expectAllIsWell(ids);
    },
  );

  test('and the Web Connector goes on as if nothing had been: the same holds', async () => {
    for (const point of SOAP_POINTS) {
      const ids = await accepted(2);
      faults.kill(point);
      await desk.runUpdate();
      await expectAllIsWell(ids);
    }
  });
});

describe('the line is cut', () => {
  async function callsOf(work: () => Promise<Run>): Promise<number> {
    const { sent, lastError } = await work();
    return 2 + 2 * sent.length + (lastError === null ? 0 : 1);
  }

  test.each(['before', 'after'] as const)(
    'at every call of a run in turn, %s the server has done its part',
    async when => {
      await accepted(2);
      const calls = await callsOf(() => desk.runUpdate());
      for (let place = 1; place <= calls; place += 1) {
        const ids = await accepted(2);
        await untilCut(() => runUpdate(cutAt(desk, place, when)));
        await expectAllIsWell(ids);
      }
    },
  );

  test.each(['before', 'after'] as const)(
    'at every call of a recovery in turn, %s the server has done its part',
    async when => {
      const lose = async (): Promise<string[]> => {
        const ids = await accepted(2);
        desk.quickBooks.moods.forgetAnswers();
        desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when, element: 'PurchaseOrderAdd' });
        await desk.runUpdate();
        return ids;
      };
      await lose();
      const calls = await callsOf(() => desk.runUpdate());
      for (let place = 1; place <= calls; place += 1) {
        const ids = await lose();
        await untilCut(() => runUpdate(cutAt(desk, place, when)));
        await expectAllIsWell(ids);
      }
    },
  );
});
