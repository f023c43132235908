import { AppError } from '@/lib/core/errors';
import { STOP } from '@/lib/core/limits';
import { systemSleep } from '@/lib/core/system';
import { watchRequests } from './peer-address';
import { type Runtime, startRuntime } from './runtime';

export { clientAddress, PEER_HEADER } from './peer-address';
export type { Limited } from './rate-limits';
export { type Runtime, startRuntime } from './runtime';

declare global {
  /** What all bundles of one process share. */
  var connectorRuntime: Promise<Runtime> | undefined;
}

/** The running copy's parts; started on first use, and again after a start that failed. */
export function runtime(): Promise<Runtime> {
  if (globalThis.connectorRuntime) return globalThis.connectorRuntime;
  const starting = startRuntime(process.env);
  globalThis.connectorRuntime = starting;
  starting.catch(() => {
    globalThis.connectorRuntime = undefined;
  });
  return starting;
}

/** Signals that end the process, with the exit codes shells know them by. */
const STOP_SIGNALS = [
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const;

/** Next ends the process when every answer is out; a client that never finishes its request is not waited for. */
function stop(running: Runtime, exitCode: number): void {
  void running.close();
  void systemSleep(STOP.withinMs).then(() => process.exit(exitCode));
}

/** Starts the app's parts with the server, and stops the process with one clear sentence when they cannot start. */
export async function startWithServer(): Promise<void> {
  watchRequests();
  try {
    const running = await runtime();
    process.env['NEXTAUTH_URL'] = running.config.appUrl;
    for (const [signal, exitCode] of STOP_SIGNALS) process.once(signal, () => stop(running, exitCode));
    running.env.log.info('started', { url: running.config.appUrl });
  } catch (thrown) {
    const reason =
      thrown instanceof AppError ? [thrown.message, thrown.remedy].filter(Boolean).join(' ') : String(thrown);
    process.stderr.write(`The connector did not start. ${reason}\n`);
    process.exit(1);
  }
}
