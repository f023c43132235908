import type { Env, Faults, Log } from './env';
import { noFaults } from './env';

/**
 * The only file that touches the machine's clock, chance, timers and console; a test holds that.
 * It runs in the server and in the browser alike.
 */
export const systemClock = (): Date => new Date();

export function systemRandomBytes(length: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(length));
}

export const systemNewId = (): string => globalThis.crypto.randomUUID();

export function systemSleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms));
}

/** Calls `tick` every `ms` until the returned function is called. */
export function every(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  return () => clearInterval(timer);
}

/** Calls `then` once after `ms` unless the returned function is called before. */
export function after(ms: number, then: () => void): () => void {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
}

export const consoleLog: Log = {
  debug: () => undefined,
  info: (message, fields) => console.info(message, fields ?? ''),
  warn: (message, fields) => console.warn(message, fields ?? ''),
  error: (message, fields, cause) => console.error(message, fields ?? '', cause ?? ''),
};

/** The machine's own Env. */
export function systemEnv(log: Log, faults: Faults = noFaults): Env {
  return {
    now: systemClock,
    randomBytes: systemRandomBytes,
    newId: systemNewId,
    sleep: systemSleep,
    faults,
    log,
  };
}
