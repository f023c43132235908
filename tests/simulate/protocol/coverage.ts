import { MOODS } from './books';

/** Where our process dies, or the line is cut, around one exchange. */
export const CUTS = [
  'nowhere',
  /** Stored and committed, and never reached the Web Connector. */
  'before it leaves',
  /** QuickBooks has answered; we never hear of it. */
  'before the answer',
  /** The answer was stored and committed; the Web Connector never hears of that, and brings it again. */
  'after the answer',
  /** The answer comes when nobody waits for it any more. */
  'late',
  /** The answer comes again, in place of the next one's. */
  'with the next',
  /** The Web Connector falls asleep with the document and hands it over much later. */
  'held',
  /** Another Web Connector wants to begin meanwhile, or uses an old ticket. */
  'second PC',
] as const;
export type Cut = (typeof CUTS)[number];

/** What was done around the exchanges of a step, by people or to the file. */
export const TURNS = [
  'nothing',
  'order deleted',
  'order edited',
  'answers forgotten',
  'wrong file',
  'mark not told',
  'mark never told',
  'QuickBooks shut',
  'paused',
  'file restored',
  'file restored in between',
  'our tables restored',
] as const;
export type Turn = (typeof TURNS)[number];

/** How it went on after a run was held open without work. */
export const HOLDS = ['nothing came', 'work came', 'the PC vanished'] as const;
export type Hold = (typeof HOLDS)[number];

/** What showed that the file had been restored from a backup. */
export const SHOWN_BY = ['look back', 'read of everything'] as const;
export type ShownBy = (typeof SHOWN_BY)[number];

/** How often what met what. */
export type Coverage = Map<string, number>;

/** Of message sets that write, what they can meet; and of any, what a step can bring. */
function cells(): string[] {
  const moods = MOODS.filter(mood => mood !== 'loses its place');
  return [
    ...moods.flatMap(mood => CUTS.map(cut => `${mood} | ${cut}`)),
    ...TURNS.filter(turn => !ENDED.includes(turn)).flatMap(turn => CUTS.map(cut => `${turn} | ${cut}`)),
  ].filter(cell => !APART.includes(cell));
}

/** Dangers that are never drawn together: `story.ts` says why. */
const APART = ['keeps no answer | held', 'answers forgotten | held', 'our tables restored | held'];

/** Nothing is exchanged in such a step, so that nothing of it can be cut. */
const ENDED: readonly Turn[] = ['wrong file', 'mark never told', 'QuickBooks shut'];

export function emptyCells(coverage: Coverage): string[] {
  const holds = HOLDS.map(how => `held open | ${how}`);
  const shown = SHOWN_BY.map(by => `restored | ${by}`);
  return [...cells(), ...holds, ...shown].filter(cell => !coverage.has(cell));
}

export function coverageRows(): readonly string[] {
  return [...new Set(cells().map(cell => cell.split(' | ')[0] ?? ''))];
}
