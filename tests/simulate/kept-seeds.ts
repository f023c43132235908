/** Seeds that once broke a promise, each with what it found. They are told again at every test. */
export const KEPT_SEEDS: readonly (readonly [seed: number, found: string])[] = [];
