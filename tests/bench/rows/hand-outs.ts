import { systemSleep } from '@/lib/core/system';
import { drive, type Machine, runSession } from '../machine';
import { balance, fill, type Scene, soapUrl } from '../scene';
import type { Row } from '../table';

const CONNECTORS = 2;
/** Short sessions, so that the two connectors of a login take turns often: what was exported is read back, then one set is written. */
const EXCHANGES = 2;
const BUSY_PAUSE_MS = 5;

/** All machines at once, two connectors on each login, until nothing waits; then every order since the start is counted. */
export async function handOutRow(scene: Scene): Promise<Row[]> {
  const { scale, stage } = scene;
  await fill(stage, stage.seats, scale.orders);
  const seats = Array.from({ length: CONNECTORS }).flatMap(() => stage.seats);
  let turnedAway = 0;
  await drive(soapUrl(scene.app), seats, async machine => {
    turnedAway += await untilNothingWaits(machine);
  });
  const { orders, lost, doubled } = await balance(stage, stage.seats);
  return [
    {
      what: `lost or handed out twice, ${stage.seats.length} logins with ${CONNECTORS} connectors each`,
      measured: `${lost} lost, ${doubled} twice, of ${orders} (${turnedAway} told busy)`,
      budget: 'none',
      isKept: lost === 0 && doubled === 0,
      isBroken: lost !== 0 || doubled !== 0,
    },
  ];
}

async function untilNothingWaits(machine: Machine): Promise<number> {
  let busy = 0;
  for (;;) {
    const { status } = await runSession(machine, EXCHANGES);
    if (status === 'none') return busy;
    if (status !== 'busy' && status !== '') throw new Error(`A connector was answered ${status}.`);
    if (status === '') continue;
    busy += 1;
    await systemSleep(BUSY_PAUSE_MS);
  }
}
