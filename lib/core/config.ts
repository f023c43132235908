import { z } from 'zod';
import { Invalid } from './errors';
import { frameOrigins } from './frames';
import { SOAP } from './limits';
import type { SealKey, SealKeys } from './seal';

/** What the environment says, checked once at start. */
export interface Config {
  readonly isProduction: boolean;
  /** The public origin, without a slash at the end. */
  readonly appUrl: string;
  readonly databaseUrl: string | null;
  readonly migrationUrl: string | null;
  readonly dataFolder: string;
  readonly authSecret: string;
  readonly sealKeys: SealKeys;
  readonly procore: {
    readonly environment: string;
    readonly loginUrl: string;
    readonly apiUrl: string;
    readonly clientId: string;
    readonly clientSecret: string;
    /** Versions that take the place of ours, by resource. */
    readonly versions: Readonly<Record<string, string>>;
    /** Origins that may frame the app. */
    readonly frameOrigins: readonly string[];
  };
  readonly leases: { readonly idleMs: number; readonly inFlightMs: number };
  readonly soapMaxBytes: number;
  readonly rateLimitScale: number;
  readonly trustedProxies: readonly string[];
  readonly metricsToken: string | null;
  /** Null where no e-mail is sent. */
  readonly mail: { readonly smtpUrl: string; readonly from: string } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Whether this copy runs background work. */
  readonly hasTasks: boolean;
  /** Planned faults of a test: `point=kill@2`. */
  readonly faultPoints: string;
}

function versionsIn(pairs: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.map(pair => pair.split('=')));
}

interface GivenHosts {
  readonly PROCORE_HOSTS: keyof typeof PROCORE_HOSTS;
  readonly PROCORE_LOGIN_URL?: string | undefined;
  readonly PROCORE_API_URL?: string | undefined;
}

/** Sign-in and API go together: one of one environment with one of another would only be refused later, and oddly. */
function hostsOf(given: GivenHosts, isProduction: boolean): { loginUrl: string; apiUrl: string } {
  const { PROCORE_LOGIN_URL: loginUrl, PROCORE_API_URL: apiUrl } = given;
  if ((loginUrl === undefined) !== (apiUrl === undefined))
    throw new Invalid('PROCORE_LOGIN_URL and PROCORE_API_URL are given together, or neither is.', {
      remedy: 'Without them PROCORE_HOSTS names both.',
    });
  if (loginUrl === undefined || apiUrl === undefined) return PROCORE_HOSTS[given.PROCORE_HOSTS];
  const isOpen = [loginUrl, apiUrl].some(url => url.startsWith('http://') && !isLoopback(url));
  if (isProduction && isOpen)
    throw new Invalid('PROCORE_LOGIN_URL and PROCORE_API_URL must begin with https:// in production.');
  return { loginUrl, apiUrl };
}

const KEY_BYTES = 32;
const SECRET_CHARS = 32;

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, href } = new URL(text);
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

const origin = z
  .string()
  .refine(isOrigin, 'must be an origin such as https://connector.example')
  .transform(text => new URL(text).origin);

const seconds = (fallback: number) => z.coerce.number().int().positive().max(86_400).default(fallback);

const flag = z
  .enum(['0', '1', 'true', 'false', 'on', 'off'])
  .transform(text => text === '1' || text === 'true' || text === 'on');

const list = z
  .string()
  .default('')
  .transform(text => text.split(/[\s,]+/).filter(part => part !== ''));

/** Procore's own pairs of hosts. Tokens of one are good for nothing in another. */
const PROCORE_HOSTS = {
  production: { loginUrl: 'https://login.procore.com', apiUrl: 'https://api.procore.com' },
  'developer-sandbox': {
    loginUrl: 'https://login-sandbox.procore.com',
    apiUrl: 'https://sandbox.procore.com',
  },
  'monthly-sandbox': {
    loginUrl: 'https://login-sandbox-monthly.procore.com',
    apiUrl: 'https://api-monthly.procore.com',
  },
} as const;

const HOST_NAMES = Object.keys(PROCORE_HOSTS) as (keyof typeof PROCORE_HOSTS)[];

function isSmtpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return /^smtps?:$/.test(protocol) && hostname !== '';
}

/** A server and whom its mails are from go together. */
function mailOf(given: { SMTP_URL?: string | undefined; MAIL_FROM?: string | undefined }): Config['mail'] {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = given;
  if ((smtpUrl === undefined) !== (from === undefined))
    throw new Invalid('SMTP_URL and MAIL_FROM are given together, or neither is.', {
      remedy: 'Without them no e-mail is sent.',
    });
  return smtpUrl === undefined || from === undefined ? null : { smtpUrl, from };
}

const VERSION = /^([a-z][a-z0-9_/]{0,99})=(v\d{1,2}\.\d{1,2})$/;

const variables = z.object({
  NODE_ENV: z.string().default('development'),
  APP_URL: origin,
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATABASE_MIGRATION_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  DATA_FOLDER: z.string().min(1).default('.data'),
  AUTH_SECRET: z.string().min(SECRET_CHARS, `must have at least ${SECRET_CHARS} characters`),
  ENCRYPTION_KEYS: z.string().min(1),
  PROCORE_ENVIRONMENT: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .default('production'),
  PROCORE_HOSTS: z.enum(HOST_NAMES).default('production'),
  PROCORE_LOGIN_URL: origin.optional(),
  PROCORE_API_URL: origin.optional(),
  PROCORE_API_VERSIONS: list.pipe(
    z.array(z.string().regex(VERSION, 'must be pairs such as requisitions=v1.2')).transform(versionsIn),
  ),
  PROCORE_CLIENT_ID: z.string().min(1),
  PROCORE_CLIENT_SECRET: z.string().min(1),
  PROCORE_FRAME_ORIGINS: z.string().default(''),
  QBWC_IDLE_LEASE_S: seconds(600),
  QBWC_IN_FLIGHT_LEASE_S: seconds(3600),
  SOAP_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(SOAP.minConfiguredBytes)
    .max(256 * 1024 * 1024)
    .default(SOAP.maxBytes),
  RATE_LIMIT_SCALE: z.coerce.number().positive().max(1_000_000).default(1),
  ALLOW_RATE_LIMIT_SCALE: flag.default(false),
  TRUSTED_PROXIES: list,
  SMTP_URL: z.string().refine(isSmtpUrl, 'must be like smtp://user:password@mail.example:587').optional(),
  MAIL_FROM: z
    .string()
    .max(300)
    .regex(
      /^(?:[^<>\r\n]+<[^\s@<>]+@[^\s@<>]+>|[^\s@<>]+@[^\s@<>]+)$/,
      'must be an address such as QuickBooks <erp@example.com>',
    )
    .optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  RUN_TASKS: flag.default(true),
  FAULT_POINTS: z.string().default(''),
  ALLOW_FAULT_POINTS: flag.default(false),
});

/** Names of all that is read, for `.env.example` to be held against. */
export const VARIABLES: readonly string[] = Object.keys(variables.shape);

/** `id:base64,id:base64`; the first seals, all of them open. */
function readKeys(text: string): SealKeys {
  const all = text.split(',').map((part): SealKey => {
    const [id = '', encoded = ''] = part.trim().split(':');
    const bytes = new Uint8Array(Buffer.from(encoded, 'base64'));
    if (!/^[A-Za-z0-9-]{1,20}$/.test(id) || bytes.byteLength !== KEY_BYTES) {
      throw new Invalid('ENCRYPTION_KEYS must be id:key pairs, each key 32 bytes in base64.', {
        remedy:
          "Make one with: node -e \"console.log('k1:' + require('crypto').randomBytes(32).toString('base64'))\"",
      });
    }
    return { id, bytes };
  });
  const [current] = all;
  if (!current) throw new Invalid('ENCRYPTION_KEYS is empty.');
  if (new Set(all.map(one => one.id)).size < all.length)
    throw new Invalid('ENCRYPTION_KEYS names two keys alike.');
  return { current, all };
}

/**
 * Reads the environment.
 * @throws Invalid naming every variable that is missing or malformed, never their values.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = variables.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map(
      issue =>
        `${issue.path.join('.')} ${issue.code === 'invalid_type' && given[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`,
    );
    throw new Invalid(`The environment is not complete: ${lines.join('; ')}.`, {
      remedy: '.env.example names every variable.',
    });
  }
  const { data } = read;
  const isProduction = data.NODE_ENV === 'production';
  if (isProduction && data.APP_URL.startsWith('http://') && !isLoopback(data.APP_URL)) {
    throw new Invalid('APP_URL must begin with https:// in production.');
  }
  return {
    isProduction,
    appUrl: data.APP_URL,
    databaseUrl: data.DATABASE_URL ?? null,
    migrationUrl: data.DATABASE_MIGRATION_URL ?? data.DATABASE_URL ?? null,
    dataFolder: data.DATA_FOLDER,
    authSecret: data.AUTH_SECRET,
    sealKeys: readKeys(data.ENCRYPTION_KEYS),
    procore: {
      environment: data.PROCORE_ENVIRONMENT,
      ...hostsOf(data, isProduction),
      clientId: data.PROCORE_CLIENT_ID,
      clientSecret: data.PROCORE_CLIENT_SECRET,
      versions: data.PROCORE_API_VERSIONS,
      frameOrigins: frameOrigins(data.PROCORE_FRAME_ORIGINS),
    },
    leases: { idleMs: data.QBWC_IDLE_LEASE_S * 1000, inFlightMs: data.QBWC_IN_FLIGHT_LEASE_S * 1000 },
    soapMaxBytes: data.SOAP_MAX_BYTES,
    rateLimitScale: isProduction && !data.ALLOW_RATE_LIMIT_SCALE ? 1 : data.RATE_LIMIT_SCALE,
    trustedProxies: data.TRUSTED_PROXIES,
    metricsToken: data.METRICS_TOKEN ?? null,
    mail: mailOf(data),
    logLevel: data.LOG_LEVEL,
    hasTasks: data.RUN_TASKS,
    faultPoints: isProduction && !data.ALLOW_FAULT_POINTS ? '' : data.FAULT_POINTS,
  };
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
