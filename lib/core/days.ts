export const DAY_MS = 86_400_000;

/** The same time of day, so many days before, by UTC. */
export function daysBefore(moment: Date, days: number): Date {
  return new Date(moment.getTime() - days * DAY_MS);
}
