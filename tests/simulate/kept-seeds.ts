/** Seeds that once broke a promise, each with what it found. They are told again at every test. */
type KeptSeeds = readonly (readonly [seed: number, found: string])[];

/** Of the pure protocol. */
export const KEPT_SEEDS: KeptSeeds = [
  [11502, 'a look that QuickBooks refused counted as a fence, and the original ran late'],
  [26444, 'a document taken before a restore was handed over after it'],
  [
    425384,
    'changes of older orders were read back in place of the order made last, which a restored file lacked',
  ],
  [147425, 'a refusal brought twice, in place of a look’s answer, left the original without a fence'],
];

/** Of the whole product. */
export const KEPT_LIVES: KeptSeeds = [
  [1, 'a commitment changed twice in the second it was read in kept its first reading'],
  [275, 'marks owed since the same moment were written to Procore in any order'],
  [25, 'events of Procore that came at the same moment were worked off in any order'],
  [125, 'records that were gone from a project were noted in any order'],
  [300, 'of two people who accepted at once either came first'],
  [500, 'what the second simulated company drew changed what befell the first'],
  [2, 'a connection cut within a transaction left its place in the pool unusable'],
];
