import { expect, it } from 'vitest';
import {
  canMove,
  EXPORT_STATES,
  type ExportState,
  FILTER_STATES,
  FILTERS,
  MOVES,
  SENDABLE_STATES,
  STATE_WORDS,
} from '@/lib/lifecycle/states';

/** Every state that can come after another, in any number of moves. */
function reachableFrom(start: ExportState): ReadonlySet<ExportState> {
  const seen = new Set<ExportState>([start]);
  // A set that grows while it is walked is walked to its new end.
  for (const state of seen) for (const next of MOVES[state]) seen.add(next);
  return seen;
}

it('the table of states is closed: it has a row for every state, and every move leads to one', () => {
  expect(Object.keys(MOVES).toSorted()).toEqual(EXPORT_STATES.toSorted());
  for (const targets of Object.values(MOVES)) {
    expect(targets.filter(target => !EXPORT_STATES.includes(target))).toEqual([]);
    expect(new Set(targets).size).toBe(targets.length);
  }
});

it('every state can be reached by a record that was just heard of', () => {
  expect([...reachableFrom('not_sendable')].toSorted()).toEqual(EXPORT_STATES.toSorted());
});

it('no state is a dead end: from each, a record can come to be synced', () => {
  for (const state of EXPORT_STATES) expect(reachableFrom(state).has('synced'), state).toBe(true);
});

it('the tabs share all states out among them: each state is in one, and in one only', () => {
  expect(Object.keys(FILTER_STATES).toSorted()).toEqual(FILTERS.toSorted());
  expect(FILTERS.flatMap(filter => FILTER_STATES[filter]).toSorted()).toEqual(EXPORT_STATES.toSorted());
});

it('each state has a word of Procore’s for people', () => {
  for (const state of EXPORT_STATES) expect(STATE_WORDS[state]).toMatch(/^[A-Z][a-z]+/);
});

it('a move is made only as the table has it, and none leads back to where it began', () => {
  for (const from of EXPORT_STATES)
    for (const to of EXPORT_STATES) expect(canMove(from, to)).toBe(MOVES[from].includes(to));
  for (const state of EXPORT_STATES) expect(canMove(state, state)).toBe(false);
});

/** States in which QuickBooks may hold the record already. */
const IN_DOUBT: readonly ExportState[] = ['sent', 'outcome_unknown'];

it('nothing is queued that was not approved, or approved before and not known to be in QuickBooks', () => {
  const before = EXPORT_STATES.filter(state => canMove(state, 'queued'));
  expect(before.toSorted()).toEqual([
    'awaiting_approval',
    'failed',
    'needs_attention',
    'outcome_unknown',
    'sent',
  ]);
});

it('only a queued record is handed out, held back to be looked up, or found to be there already', () => {
  expect(EXPORT_STATES.filter(state => canMove(state, 'sent'))).toEqual(['queued']);
  expect(EXPORT_STATES.filter(state => canMove(state, 'outcome_unknown'))).toEqual(['queued', 'sent']);
  expect(EXPORT_STATES.filter(state => canMove(state, 'synced'))).toEqual([
    'queued',
    ...IN_DOUBT,
    'needs_attention',
  ]);
});

it('a record in doubt cannot be archived, rejected, retrieved or sent anew by people', () => {
  for (const state of IN_DOUBT)
    for (const target of ['archived', 'rejected', 'retrieved', 'awaiting_approval', 'ready_to_send'] as const)
      expect(canMove(state, target)).toBe(false);
});

it('a synced record leaves that state only by being unlinked, or sent again because it changed', () => {
  expect(MOVES.synced).toEqual(['unlinked', 'awaiting_approval']);
});

it('whatever may be sent can go to approval', () => {
  for (const state of SENDABLE_STATES) expect(canMove(state, 'awaiting_approval')).toBe(true);
  expect(SENDABLE_STATES).not.toContain('synced');
});
