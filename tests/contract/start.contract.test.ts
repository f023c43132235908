import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, startApp } from '@/tests/sandbox/app';
import { appEnvironment, newSecrets } from '@/tests/sandbox/environment';

type Variables = Readonly<Record<string, string>>;

const secrets = newSecrets();

let folder = '';
let whole: Variables = {};

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'connector-start-'));
  const [appPort, procorePort, databasePort] = [await freePort(), await freePort(), await freePort()];
  const databaseUrl = `postgres://somebody:canary-of-the-database@127.0.0.1:${databasePort}/nowhere`;
  const addresses = { appUrl: `http://localhost:${appPort}`, procoreUrl: `http://localhost:${procorePort}` };
  whole = appEnvironment({ ...addresses, databaseUrl }, secrets);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What the app says as it refuses to start. */
async function refusal(variables: Variables): Promise<string> {
  const environment = { ...whole, ...variables };
  const started = startApp({ port: await freePort(), environment, logFile: path.join(folder, 'app.log') });
  const thrown = await started.then(
    app => app.stop().then(() => new Error('it started')),
    (error: Error) => error,
  );
  await rm(path.join(folder, 'app.log'), { force: true });
  return thrown.message;
}

/** Never said, whatever is wrong. */
const canaries = (): string[] => [
  secrets.authSecret,
  secrets.encryptionKey.replace('k1:', ''),
  secrets.clientSecret,
  'canary-of-the-database',
];

const CASES: readonly (readonly [name: string, variables: Variables, said: RegExp])[] = [
  ['no address of its own', { APP_URL: '' }, /APP_URL is missing/],
  ['an address that is none', { APP_URL: 'connector.example' }, /APP_URL must be an origin/],
  [
    'a plain address in production',
    { APP_URL: 'http://connector.example' },
    /APP_URL must begin with https:/,
  ],
  ['no secret', { AUTH_SECRET: '' }, /AUTH_SECRET is missing/],
  ['a short secret', { AUTH_SECRET: 'canary' }, /AUTH_SECRET must have at least 32/],
  ['no keys', { ENCRYPTION_KEYS: '' }, /ENCRYPTION_KEYS is missing/],
  [
    'a key of the wrong length',
    { ENCRYPTION_KEYS: 'k1:Y2FuYXJ5' },
    /ENCRYPTION_KEYS must be.*Make one with/s,
  ],
  [
    'no client',
    { PROCORE_CLIENT_ID: '', PROCORE_CLIENT_SECRET: '' },
    /PROCORE_CLIENT_ID is missing.*PROCORE_CLIENT_SECRET is missing/s,
  ],
  [
    'another kind of database',
    { DATABASE_URL: 'mysql://canary@host/x' },
    /DATABASE_URL must begin with postgres:/,
  ],
  ['a lease that is no number', { QBWC_IDLE_LEASE_S: 'soon' }, /QBWC_IDLE_LEASE_S/],
  ['a limit that is too small', { SOAP_MAX_BYTES: '1000' }, /SOAP_MAX_BYTES/],
  ['a short token for metrics', { METRICS_TOKEN: 'canary' }, /METRICS_TOKEN must have at least 16/],
  ['a level of the log nobody knows', { LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  [
    'a planned fault nobody knows',
    { FAULT_POINTS: 'lunch=kill', ALLOW_FAULT_POINTS: '1' },
    /FAULT_POINTS names “lunch=kill”/,
  ],
  ['a database that is not there', {}, /DATABASE_URL/],
];

describe('the app does not start with a wrong environment, and says what to put right', () => {
  test.each(CASES)('%s', async (_name, variables, said) => {
    const text = await refusal(variables);
    expect(text).toMatch(/The connector did not start\./);
    expect(text).toMatch(said);
    expect(text).not.toMatch(/canary|Y2FuYXJ5/);
    for (const canary of canaries()) expect(text).not.toContain(canary);
  });
});
