/** What must be stopped and removed again, last come first gone; each once, whether its time has come or the run is broken off. */
export class Ending {
  private readonly steps: (() => Promise<void>)[] = [];

  /** Gives the step as it is to be called. */
  once(step: () => Promise<void>): () => Promise<void> {
    let ended: Promise<void> | undefined;
    const run = (): Promise<void> => {
      ended ??= step();
      return ended;
    };
    this.steps.push(run);
    return run;
  }

  async run(): Promise<void> {
    for (const step of this.steps.toReversed()) {
      await step().catch((thrown: unknown) => process.stderr.write(`${String(thrown)}\n`));
    }
  }
}
