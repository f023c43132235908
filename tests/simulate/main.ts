import { parseArgs } from 'node:util';
import { MOODS } from './books';
import { type Coverage, CUTS, emptyCells, type Story, tellStory } from './story';

const HELP = `npm run simulate -- [--seeds N] [--from K] [--canary double-add]

Runs the write protocol through N bad fortnights (2,000), each drawn from its seed, against a company file that writes
whatever it is told. Prints the first seed that breaks a promise, with its shortest beginning that does, and a table of
what met what. --canary sends one Add twice, which must be noticed.`;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** The fewest troubled steps with which a seed still breaks a promise. */
function shortest(story: Story, isDoubling: boolean): Story {
  for (let steps = 0; steps <= story.steps; steps += 1) {
    const told = tellStory({ seed: story.seed, steps, isDoubling });
    if (told.broken.length > 0) return told;
  }
  return story;
}

function report(story: Story): void {
  print(`Seed ${story.seed} broke a promise:`);
  for (const line of story.broken) print(`  ${line}`);
  print('What happened:');
  for (const line of story.trace) print(`  ${line}`);
}

function printCoverage(coverage: Coverage): void {
  const width = Math.max(...MOODS.map(mood => mood.length));
  print(`\nWrites that met each mood of QuickBooks and each cut:\n${' '.repeat(width)}  ${CUTS.join('  ')}`);
  for (const mood of MOODS) {
    const cells = CUTS.map(cut => String(coverage.get(`write | ${mood} | ${cut}`) ?? 0).padStart(cut.length));
    print(`${mood.padEnd(width)}  ${cells.join('  ')}`);
  }
}

function main(): number {
  const { values } = parseArgs({
    options: {
      seeds: { type: 'string', default: '2000' },
      from: { type: 'string', default: '1' },
      canary: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    print(HELP);
    return 0;
  }
  const [count, from] = [Number.parseInt(values.seeds, 10), Number.parseInt(values.from, 10)];
  if (!(count > 0) || !(from >= 0) || (values.canary !== undefined && values.canary !== 'double-add')) {
    print(HELP);
    return 2;
  }
  const isDoubling = values.canary === 'double-add';
  const coverage: Coverage = new Map();
  const startedMs = performance.now();
  for (let seed = from; seed < from + count; seed += 1) {
    const story = tellStory({ seed, coverage, isDoubling });
    if (story.broken.length > 0) {
      report(shortest(story, isDoubling));
      return 1;
    }
  }
  const tookS = (performance.now() - startedMs) / 1000;
  printCoverage(coverage);
  const empty = emptyCells(coverage);
  for (const cell of empty) print(`Never met: ${cell}`);
  print(`\n${count} seeds from ${from} in ${tookS.toFixed(1)} s, no promise broken.`);
  return empty.length > 0 ? 1 : 0;
}

process.exit(main());
