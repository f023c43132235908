import { expect, it } from 'vitest';
import { isLoopback, readConfig } from '@/lib/core/config';
import { Invalid } from '@/lib/core/errors';
import { SOAP } from '@/lib/core/limits';

type Environment = Record<string, string | undefined>;

const KEY = Buffer.alloc(32, 7).toString('base64');

const GOOD: Environment = {
  APP_URL: 'https://connector.example',
  AUTH_SECRET: 'canary-secret-of-at-least-32-chars',
  ENCRYPTION_KEYS: `k1:${KEY}`,
  PROCORE_CLIENT_ID: 'canary-client-id',
  PROCORE_CLIENT_SECRET: 'canary-client-secret',
};

function refusal(change: Environment): string {
  try {
    readConfig({ ...GOOD, ...change });
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Invalid);
    return (thrown as Invalid).message;
  }
  return '';
}

it('the least that must be given is enough, and everything else has a default that is safe', () => {
  expect(readConfig(GOOD)).toMatchObject({
    isProduction: false,
    appUrl: 'https://connector.example',
    databaseUrl: null,
    migrationUrl: null,
    dataFolder: '.data',
    leases: { idleMs: 600_000, inFlightMs: 3_600_000 },
    soapMaxBytes: SOAP.maxBytes,
    rateLimitScale: 1,
    trustedProxies: [],
    metricsToken: null,
    logLevel: 'info',
    hasTasks: true,
    faultPoints: '',
    procore: {
      environment: 'production',
      loginUrl: 'https://login.procore.com',
      apiUrl: 'https://api.procore.com',
    },
  });
});

it.each(Object.keys(GOOD))('a missing or empty %s stops the start with its name', name => {
  expect(refusal({ [name]: undefined })).toContain(`${name} is missing`);
  expect(refusal({ [name]: '' })).toContain(`${name} is missing`);
});

const MALFORMED: readonly [name: string, ...values: string[]][] = [
  ['APP_URL', 'canary', 'canary.example', 'https://canary.example/path', 'https://canary.example/?a=1'],
  ['APP_URL', 'ftp://canary.example', 'javascript://canary', 'ws://canary.example', '//canary.example'],
  ['DATABASE_URL', 'mysql://canary', 'canary'],
  ['DATABASE_MIGRATION_URL', 'http://canary'],
  ['AUTH_SECRET', 'canary', 'canary-of-31-characters-and-more'.slice(0, 31)],
  ['ENCRYPTION_KEYS', 'canary', 'k1:canary', `canary_:${KEY}`, `:${KEY}`, `k1:${KEY},canary`, `k1:${KEY},`],
  [
    'ENCRYPTION_KEYS',
    `k1:${Buffer.alloc(31).toString('base64')}`,
    `k1:${Buffer.alloc(33).toString('base64')}`,
  ],
  ['PROCORE_ENVIRONMENT', 'CANARY', 'canary x'],
  ['PROCORE_HOSTS', 'canary'],
  ['PROCORE_API_VERSIONS', 'canary', 'canary=1.2', 'canary=v1.2 canary', '/canary=v1.2', 'canary=v1.2/x'],
  ['PROCORE_LOGIN_URL', 'canary'],
  ['PROCORE_API_URL', 'https://canary.example/rest'],
  ['QBWC_IDLE_LEASE_S', 'canary', '0', '-5', '1.5', '86401'],
  ['QBWC_IN_FLIGHT_LEASE_S', 'canary', '86401'],
  ['SOAP_MAX_BYTES', 'canary', '1000', `${12 * 1024 * 1024 - 1}`, '999999999999'],
  ['RATE_LIMIT_SCALE', 'canary', '0', '-1'],
  ['ALLOW_RATE_LIMIT_SCALE', 'canary'],
  ['METRICS_TOKEN', 'canary-of-15-ch'],
  ['SMTP_URL', 'canary', 'http://canary.example', 'smtp://'],
  ['MAIL_FROM', 'canary', 'canary@', 'canary <canary>'],
  ['LOG_LEVEL', 'canary'],
  ['RUN_TASKS', 'canary'],
  ['ALLOW_FAULT_POINTS', 'canary'],
];

it.each(MALFORMED)(
  'a malformed %s stops the start with its name, and its value is told to nobody',
  (name, ...values) => {
    for (const value of values) {
      const said = refusal({ [name]: value });
      expect(said, value).toContain(name);
      expect(said).not.toContain('canary');
      expect(said).not.toContain(KEY);
    }
  },
);

it('all that is wrong is named at once', () => {
  const said = refusal({ APP_URL: 'canary', AUTH_SECRET: undefined, LOG_LEVEL: 'canary' });
  for (const name of ['APP_URL', 'AUTH_SECRET', 'LOG_LEVEL']) expect(said).toContain(name);
  expect(said).not.toContain('canary');
});

it.each([
  ['http://connector.example', false],
  ['http://192.0.2.1', false],
  ['http://localhost.connector.example', false],
  ['http://localhost:3000', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['https://connector.example', true],
])('in production %s is taken: %s', (url, isTaken) => {
  const said = refusal({ NODE_ENV: 'production', APP_URL: url });
  expect(said === '').toBe(isTaken);
  if (!isTaken) expect(said).toContain('APP_URL');
  expect(refusal({ APP_URL: url })).toBe('');
});

it('a slash at the end of an origin is read away, and case of the host too', () => {
  expect(readConfig({ ...GOOD, APP_URL: 'https://Connector.Example/' }).appUrl).toBe(
    'https://connector.example',
  );
});

it('the first key seals and all of them open', () => {
  const second = Buffer.alloc(32, 9).toString('base64');
  const { sealKeys } = readConfig({ ...GOOD, ENCRYPTION_KEYS: `k2:${second}, k1:${KEY}` });
  expect(sealKeys.current.id).toBe('k2');
  expect(sealKeys.all.map(one => [one.id, one.bytes[0]])).toEqual([
    ['k2', 9],
    ['k1', 7],
  ]);
});

it('two keys of one name are refused: which of them seals would be chance', () => {
  const second = Buffer.alloc(32, 9).toString('base64');
  expect(refusal({ ENCRYPTION_KEYS: `k1:${second},k1:${KEY}` })).toContain('ENCRYPTION_KEYS');
});

it('in production limits are scaled and faults planned only with an express word', () => {
  const wanted = { NODE_ENV: 'production', RATE_LIMIT_SCALE: '50', FAULT_POINTS: 'write-back.sent=kill@1' };
  expect(readConfig({ ...GOOD, ...wanted })).toMatchObject({ rateLimitScale: 1, faultPoints: '' });
  const allowed = { ALLOW_RATE_LIMIT_SCALE: '1', ALLOW_FAULT_POINTS: 'true' };
  expect(readConfig({ ...GOOD, ...wanted, ...allowed })).toMatchObject({
    rateLimitScale: 50,
    faultPoints: 'write-back.sent=kill@1',
  });
  expect(readConfig({ ...GOOD, RATE_LIMIT_SCALE: '50' }).rateLimitScale).toBe(50);
});

it('lists are read by blanks and commas, and who may frame the app is Procore unless told otherwise', () => {
  const config = readConfig({ ...GOOD, TRUSTED_PROXIES: '10.0.0.1, 10.0.0.2  10.0.0.3,' });
  expect(config.trustedProxies).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.3']);
  expect(config.procore.frameOrigins.every(one => /^https:\/\/[\w*.]+\.procore\.com$/.test(one))).toBe(true);
  const told = readConfig({ ...GOOD, PROCORE_FRAME_ORIGINS: 'http://localhost:3001' });
  expect(told.procore.frameOrigins).toEqual(['http://localhost:3001']);
});

it.each([
  ['production', 'https://login.procore.com', 'https://api.procore.com'],
  ['developer-sandbox', 'https://login-sandbox.procore.com', 'https://sandbox.procore.com'],
  ['monthly-sandbox', 'https://login-sandbox-monthly.procore.com', 'https://api-monthly.procore.com'],
])('%s names both of Procore’s hosts', (PROCORE_HOSTS, loginUrl, apiUrl) => {
  expect(readConfig({ ...GOOD, PROCORE_HOSTS }).procore).toMatchObject({ loginUrl, apiUrl });
});

it('Procore’s hosts are those of production unless told otherwise, and two that are given go before a name', () => {
  expect(readConfig(GOOD).procore).toMatchObject({ apiUrl: 'https://api.procore.com', versions: {} });
  const PROCORE_LOGIN_URL = 'https://login.example';
  const given = {
    PROCORE_HOSTS: 'monthly-sandbox',
    PROCORE_LOGIN_URL,
    PROCORE_API_URL: 'https://api.example',
  };
  expect(readConfig({ ...GOOD, ...given }).procore).toMatchObject({
    loginUrl: 'https://login.example',
    apiUrl: 'https://api.example',
  });
});

it('one host of Procore without the other is refused: tokens of one are good for nothing at another', () => {
  for (const change of [{ PROCORE_LOGIN_URL: 'https://a.example' }, { PROCORE_API_URL: 'https://a.example' }])
    expect(refusal(change)).toContain('given together');
});

it('in production Procore is spoken to in secret only, but for this machine itself', () => {
  const at = (url: string) => ({ NODE_ENV: 'production', PROCORE_LOGIN_URL: url, PROCORE_API_URL: url });
  expect(refusal(at('http://api.example'))).toContain('https://');
  expect(refusal(at('http://127.0.0.1:3001'))).toBe('');
});

it('versions of Procore’s API are named by their resource', () => {
  const PROCORE_API_VERSIONS = 'requisitions=v1.2, projects/direct_costs=v2.0';
  expect(readConfig({ ...GOOD, PROCORE_API_VERSIONS }).procore.versions).toEqual({
    requisitions: 'v1.2',
    'projects/direct_costs': 'v2.0',
  });
});

it('migrations run with the database’s own login unless they have one', () => {
  const app = 'postgres://app@db/connector';
  expect(readConfig({ ...GOOD, DATABASE_URL: app }).migrationUrl).toBe(app);
  const owner = 'postgresql://owner@db/connector';
  expect(readConfig({ ...GOOD, DATABASE_URL: app, DATABASE_MIGRATION_URL: owner }).migrationUrl).toBe(owner);
});

it.each([
  ['http://localhost:3000', true],
  ['http://127.0.0.1', true],
  ['http://[::1]', true],
  ['http://127.0.0.1.example', false],
  ['http://localhost.example', false],
])('%s is this machine itself: %s', (url, isOwn) => {
  expect(isLoopback(url)).toBe(isOwn);
});

it('a mail server and whom its mails are from are given together, or no e-mail is sent', () => {
  const server = { SMTP_URL: 'smtp://me:canary@mail.example:587' };
  for (const half of [server, { MAIL_FROM: 'erp@example.com' }]) {
    expect(refusal(half)).toMatch(/SMTP_URL and MAIL_FROM are given together/);
    expect(refusal(half)).not.toContain('canary');
  }
  expect(readConfig({ ...GOOD, ...server, MAIL_FROM: 'QuickBooks <erp@example.com>' }).mail).toEqual({
    smtpUrl: server.SMTP_URL,
    from: 'QuickBooks <erp@example.com>',
  });
  expect(readConfig(GOOD).mail).toBeNull();
});
