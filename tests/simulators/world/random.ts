/** A seeded stream of numbers; the same seed gives the same world on every machine. */
export interface Random {
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  pick<T>(from: readonly T[]): T;
  /** True about once in `n` calls. */
  oneIn(n: number): boolean;
}

/** mulberry32: 32 bits of state are plenty for picking names and amounts. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const whole = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    pick: from => {
      const chosen = from[whole(0, from.length - 1)];
      if (chosen === undefined) throw new RangeError('pick needs at least one element');
      return chosen;
    },
    oneIn: n => whole(1, n) === 1,
  };
}
