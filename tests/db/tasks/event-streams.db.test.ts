import { expect, test } from 'vitest';
import { EventStream, pictureOf, TwinOffices } from './event-stream';

/** `STREAMS=1000 STREAMS_FROM=5000` tries others, and more of them. */
const STREAMS = Number.parseInt(process.env['STREAMS'] ?? '20', 10);
const FIRST = Number.parseInt(process.env['STREAMS_FROM'] ?? '1', 10);
/** Seeds that once found a fault. */
const KEPT: readonly number[] = [];
const STREAMS_PER_OFFICE = 10;

const seeds = [...KEPT, ...Array.from({ length: STREAMS }, (_, place) => FIRST + place)];
const groups = Array.from({ length: Math.ceil(seeds.length / STREAMS_PER_OFFICE) }, (_, place) =>
  seeds.slice(place * STREAMS_PER_OFFICE, (place + 1) * STREAMS_PER_OFFICE),
);

test.each(groups.map(group => [group.at(0), group.at(-1), group] as const))(
  'R15: events told twice, in any order, late or never end in the state of perfect delivery: seeds %i to %i',
  async (_first, _last, group) => {
    const twins = await TwinOffices.open();
    for (const seed of group) {
      await new EventStream(twins, seed).run();
      const [bad, clean] = [await pictureOf(twins.bad), await pictureOf(twins.clean)];
      expect(bad, `seed ${seed}, after ${group.join(', ')}`).toEqual(clean);
    }
    await twins.close();
  },
  120_000,
);
