import type { World } from '../world';
import type { RateLimit } from './access/rate-limits';
import type { Time } from './environment';

export interface ProcoreOptions {
  readonly world: World;
  /** 0 takes any free port. */
  readonly port: number;
  readonly host?: string;
  /** What links, `company_base_url` and the shell name; `http://localhost:<port>` when absent. */
  readonly publicUrl?: string;
  /** Origin of the app that the shell frames. */
  readonly appUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris?: readonly string[];
  readonly clock?: () => Date;
  /** For latency, backoff and delayed webhooks. */
  readonly wait?: (ms: number) => Promise<void>;
  readonly seed?: number;
  /** Where records, tokens and hooks are kept between runs. */
  readonly savePath?: string;
  /** One plain line per write and per webhook. */
  readonly print?: (line: string) => void;
  /** Page size where Procore states none. */
  readonly perPage?: number;
  readonly rateLimit?: Partial<RateLimit>;
  readonly deliveryTimeoutMs?: number;
}

export interface Settings {
  readonly publicUrl: string;
  readonly appUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUris: readonly string[];
  readonly seed: number;
  readonly perPage: number;
  readonly deliveryTimeoutMs: number;
  readonly time: Time;
  readonly print: (line: string) => void;
}

const trimmed = (url: string): string => url.replace(/\/+$/, '');

/** `boundPort` is the port the server really got. */
export function settingsFrom(options: ProcoreOptions, boundPort: number, time: Time): Settings {
  const appUrl = trimmed(options.appUrl);
  return {
    publicUrl: trimmed(options.publicUrl ?? `http://localhost:${boundPort}`),
    appUrl,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    redirectUris: options.redirectUris ?? [`${appUrl}/api/auth/callback/procore`],
    seed: options.seed ?? options.world.seed,
    // Procore states no general default (a guess); changeable so that tests do not lean on it.
    perPage: options.perPage ?? 100,
    deliveryTimeoutMs: options.deliveryTimeoutMs ?? 5000,
    time: {
      ...time,
      clock: options.clock ?? time.clock,
      wait: options.wait ?? time.wait,
    },
    print: options.print ?? (() => undefined),
  };
}
