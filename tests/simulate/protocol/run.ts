import { print, printFailure, printTable } from '../print';
import type { Range } from '../range';
import { type Coverage, CUTS, coverageRows, emptyCells, HOLDS, SHOWN_BY } from './coverage';
import { type Story, tellStory } from './story';

/** The fewest troubled steps with which a seed still breaks a promise. */
function shortest(story: Story, isDoubling: boolean): Story {
  for (let steps = 0; steps < story.steps; steps += 1) {
    const told = tellStory({ seed: story.seed, steps, isDoubling });
    if (told.broken.length > 0) return told;
  }
  return story;
}

/** Tells the stories of a range; null where one broke a promise, which is printed. */
export function tellStories({ from, count, isDoubling }: Range): Coverage | null {
  const coverage: Coverage = new Map();
  for (let seed = from; seed < from + count; seed += 1) {
    const story = tellStory({ seed, coverage, isDoubling });
    if (story.broken.length === 0) continue;
    printFailure(shortest(story, isDoubling));
    return null;
  }
  return coverage;
}

/** Prints what met what; gives the cells that stayed empty. */
export function printStories(coverage: Coverage): readonly string[] {
  printTable(
    'Writes by QuickBooks’ mood, and all exchanges by what the step brought, at each cut:',
    { rows: coverageRows(), columns: CUTS },
    (row, column) => coverage.get(`${row} | ${column}`) ?? 0,
  );
  printTable(
    'Runs held open without work, by what came:',
    { rows: ['held open'], columns: HOLDS },
    (row, column) => coverage.get(`${row} | ${column}`) ?? 0,
  );
  printTable(
    'Restored files, by what showed it:',
    { rows: ['restored'], columns: SHOWN_BY },
    (row, column) => coverage.get(`${row} | ${column}`) ?? 0,
  );
  const empty = emptyCells(coverage);
  for (const cell of empty) print(`Never met: ${cell}`);
  return empty;
}
