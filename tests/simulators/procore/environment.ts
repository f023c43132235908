/** Everything the simulator takes from the machine it runs on; tests give their own. */
export interface Time {
  clock(): Date;
  wait(ms: number): Promise<void>;
  /** Aborts after `ms`, whatever `wait` does: a deadline of the network is real even when waits are not. */
  deadline(ms: number): AbortSignal;
}

/** The only place that touches the machine's clock and timers. */
export const machineTime: Time = {
  clock: () => new Date(),
  wait: ms =>
    new Promise(resolve => {
      setTimeout(resolve, ms).unref();
    }),
  deadline: ms => AbortSignal.timeout(ms),
};

/** As Procore writes a moment: UTC, whole seconds. */
export const isoSeconds = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;

export const unixSeconds = (at: Date): number => Math.floor(at.getTime() / 1000);
