import { oneLine } from '@/lib/qbxml';
import { plain } from './order-lines';

/** QuickBooks' limits for one level of a name. */
export const ITEM_NAME_CHARS = 31;
export const PERSON_NAME_CHARS = 41;

/** A name that lost more than this at its last word's beginning is cut within the word. */
const KEPT_PARTS = 0.6;

/**
 * A name as QuickBooks can keep it on one level: in its character set, on one line, without the colon that parts levels,
 * and no longer than it takes. Cut between words where that loses little. Empty when nothing is left.
 *   fittedName('Riverside Clinic: Addition & Renovation, Phase 2', 41) → 'Riverside Clinic - Addition & Renovation'
 */
export function fittedName(text: string, max: number): string {
  const whole = oneLine(plain(oneLine(text)).replace(/\s*:+\s*/g, ' - ')).replace(/^[-\s]+|[-\s]+$/g, '');
  if (whole.length <= max) return whole;
  const head = whole.slice(0, max);
  const isWordCut = /\S/.test(whole[max] ?? '') && /\S$/.test(head);
  const between = isWordCut ? head.replace(/\S+$/, '') : head;
  const kept = between.length >= max * KEPT_PARTS ? between : head;
  return kept.replace(/[\s,;&(/-]+$/, '');
}

/** How QuickBooks compares names: case does not matter. */
export function isSameName(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

/** The name on its own level. */
export function ownName(fullName: string): string {
  return fullName.split(':').at(-1) ?? fullName;
}
