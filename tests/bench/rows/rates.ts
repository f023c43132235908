import { drive, type Load, median, percentile } from '../machine';
import { alone, fill, runAll, type Scene } from '../scene';
import type { Seat } from '../stage';
import type { Row } from '../table';

const BUDGET = 0.6;

/** Calls a second, one order a message set, against the bare route; in turn, so that both meet the same machine. */
export async function rateRows(scene: Scene): Promise<Row[]> {
  const { scale, stage } = scene;
  await oneOrderEach(scene, stage.seats, 10);
  await bareCalls(scene, stage.seats, 30);
  const rows: Row[] = [];
  for (const machines of [1, scale.machines]) {
    const seats = stage.seats.slice(0, machines);
    const rounds: { ours: Load; bare: Load }[] = [];
    for (let round = 0; round < scale.rounds; round += 1) {
      const ours = await oneOrderEach(scene, seats, scale.orders);
      const bare = await bareCalls(scene, seats, Math.ceil(ours.calls.length / machines));
      scene.print(`  ${machines} at once: ${rate(ours)}, the bare route ${rate(bare)}`);
      rounds.push({ ours, bare });
    }
    const ours = median(rounds.map(round => round.ours.callsPerSecond));
    const bare = median(rounds.map(round => round.bare.callsPerSecond));
    rows.push({
      what: `round trips a second, ${scale.orders} small requests a session, ${machines} at once`,
      measured: `${Math.round(ours)}/s${p50Of(rounds.map(round => round.ours))}`,
      against: `bare route ${Math.round(bare)}/s${p50Of(rounds.map(round => round.bare))}`,
      ratio: ours / bare,
      budget: `at least ${BUDGET}`,
      isKept: ours / bare >= BUDGET,
    });
  }
  return [...rows, await fullSets(scene)];
}

/** As people have them: as many orders a set as may share one. */
async function fullSets(scene: Scene): Promise<Row> {
  const { scale, stage } = scene;
  await fill(stage, stage.seats, scale.orders);
  const load = await runAll(scene, stage.seats);
  const orders = scale.orders * stage.seats.length;
  return {
    what: `the same with full message sets, ${stage.seats.length} at once`,
    measured: `${Math.round(load.callsPerSecond)}/s, ${Math.round(orders / load.seconds)} orders/s${p50Of([load])}`,
    budget: '',
    isKept: null,
  };
}

async function oneOrderEach(scene: Scene, seats: readonly Seat[], orders: number): Promise<Load> {
  await fill(scene.stage, seats, orders);
  await alone(scene.stage, seats);
  return await runAll(scene, seats);
}

function bareCalls(scene: Scene, seats: readonly Seat[], callsEach: number): Promise<Load> {
  const calls = Array.from({ length: callsEach });
  return drive(scene.bareUrl, seats, async ({ line, login }) => {
    const ticket = String(seats.findIndex(seat => seat.login === login));
    for (const _ of calls) {
      await line.call('sendRequestXML', {
        ticket,
        strHCPResponse: '',
        strCompanyFileName: 'C:\\Books\\Bench.QBW',
        qbXMLCountry: 'US',
        qbXMLMajorVers: '16',
        qbXMLMinorVers: '0',
      });
    }
  });
}

const rate = (load: Load): string => `${Math.round(load.callsPerSecond)}/s`;

function p50Of(loads: readonly Load[]): string {
  const ms = loads.flatMap(load => load.calls.map(call => call.ms));
  return `, p50 ${percentile(ms, 0.5).toFixed(1)} ms, p95 ${percentile(ms, 0.95).toFixed(1)} ms`;
}
