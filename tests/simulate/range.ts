/** Seeds to be run. */
export interface Range {
  readonly from: number;
  readonly count: number;
  /** Sends one Add twice, which must be noticed. */
  readonly isDoubling: boolean;
}

/** The range in as many parts as there are workers. */
export function partsOf({ from, count, isDoubling }: Range, workers: number): Range[] {
  const each = Math.ceil(count / workers);
  return Array.from({ length: workers }, (_, place) => ({
    from: from + place * each,
    count: Math.max(0, Math.min(each, count - place * each)),
    isDoubling,
  })).filter(part => part.count > 0);
}

/** Adds one table of counts to another. */
export function addCounts(to: Map<string, number>, more: Iterable<readonly [string, number]>): void {
  for (const [cell, count] of more) to.set(cell, (to.get(cell) ?? 0) + count);
}
