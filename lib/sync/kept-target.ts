import type { KeptTarget, RequestRow } from './rows';

/**
 * What is kept of a change's record when the change goes back to wait: it is read again before the next try, and what
 * others did to it meanwhile is told by what it was.
 */
export function targetAfter(
  row: RequestRow,
  outcome: { readonly to: string; readonly because?: 'stale' | 'lost' },
): { target?: KeptTarget } {
  if (row.target === null || outcome.to !== 'ready') return {};
  const { conflicts, losses } = row.target;
  return {
    target: {
      ...row.target,
      sessionId: null,
      conflicts: conflicts + (outcome.because === 'stale' ? 1 : 0),
      losses: losses + (outcome.because === 'lost' ? 1 : 0),
    },
  };
}
