/** What the first call told of the company file. */
export const GUARD_STATES = ['unverified', 'verified', 'wrong_file', 'edition'] as const;
export type GuardState = (typeof GUARD_STATES)[number];
