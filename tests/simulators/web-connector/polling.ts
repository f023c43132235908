import { runUpdate, type UpdateReport, type WebConnectorOptions } from './update';

export interface Polling {
  /** Lets a session under way finish, then polls no more. */
  stop(): Promise<void>;
  /** A session right now, or right after the one under way; the schedule counts on from its end. */
  pollNow(): Promise<UpdateReport>;
}

class Schedule implements Polling {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private isStopped = false;

  constructor(private readonly options: WebConnectorOptions & { readonly everyMs: number }) {
    this.plan(options.everyMs);
  }

  pollNow(): Promise<UpdateReport> {
    clearTimeout(this.timer);
    const update = this.running.then(() => runUpdate(this.options));
    this.running = update.then(
      report => this.planAfter(report),
      () => this.plan(this.options.everyMs),
    );
    return update;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  /** The server may postpone the next update and may raise the user's interval. */
  private planAfter({ postponedSeconds, runEverySecondsLeast }: UpdateReport): void {
    const regular = Math.max(this.options.everyMs, runEverySecondsLeast * 1000);
    this.plan(postponedSeconds > 0 ? postponedSeconds * 1000 : regular);
  }

  private plan(ms: number): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.pollNow().catch((error: unknown) => this.options.print?.(`Web Connector: ${String(error)}`));
    }, ms);
  }
}

/** Polls like a Web Connector with Auto-Run on: one session at a time, the pause counted from the end of the last. */
export const startPolling = (options: WebConnectorOptions & { readonly everyMs: number }): Polling =>
  new Schedule(options);
