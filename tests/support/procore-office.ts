import type { SealKeys } from '@/lib/core/seal';
import {
  type CredentialStore,
  keepTokens,
  Limiter,
  type ProcoreHosts,
  ProcoreSession,
  personTokens,
  serviceAccountTokens,
  type TokenSource,
  type Wire,
} from '@/lib/procore';
import { type Procore, type ProcoreOptions, startProcore } from '@/tests/simulators/procore';
import { HARBOR_PINE_ID, makeWorld } from '@/tests/simulators/world';
import type { TestDatabase } from './database';
import type { TestEnv } from './env';

const CLIENT = { clientId: 'connector-client', clientSecret: 'connector-secret' };

export const KEY_ONE = { id: 'k1', bytes: new Uint8Array(32).fill(1) };
export const KEY_TWO = { id: 'k2', bytes: new Uint8Array(32).fill(2) };
const KEYS: SealKeys = { current: KEY_ONE, all: [KEY_ONE] };

export interface ProcoreOffice {
  readonly procore: Procore;
  readonly hosts: ProcoreHosts;
  readonly store: CredentialStore;
  readonly wire: Wire;
  readonly serviceTokens: TokenSource;
  /** Signs a person of the world in and keeps the pair for our user. */
  signIn(userId: string, login: string): Promise<void>;
  /** Calls Procore with a person's own tokens. */
  asPerson(userId: string): ProcoreSession;
  asService(): ProcoreSession;
  with(tokens: TokenSource): ProcoreSession;
  close(): Promise<void>;
}

/** A simulated Procore over HTTP, by the clock of the test, and a credential store in front of it. */
export async function openProcoreOffice(
  { test, env }: { test: TestDatabase; env: TestEnv },
  options: Partial<ProcoreOptions> = {},
): Promise<ProcoreOffice> {
  const procore = await startProcore({
    world: makeWorld(1),
    port: 0,
    appUrl: 'http://localhost:3999',
    clock: env.now,
    rateLimit: { hourly: 1_000_000, spike: 1_000_000 },
    ...CLIENT,
    ...options,
  });
  const hosts = { environment: 'test', loginUrl: procore.url, apiUrl: procore.url, ...CLIENT };
  const store: CredentialStore = { env, database: test.database, keys: KEYS, hosts };
  const wire: Wire = { env, hosts, limiter: new Limiter(env) };
  const sessionWith = (tokens: TokenSource): ProcoreSession =>
    new ProcoreSession(wire, { tokens, companyId: String(HARBOR_PINE_ID), urgency: 'person' });
  return {
    procore,
    hosts,
    store,
    wire,
    serviceTokens: serviceAccountTokens(store),
    signIn: async (userId, login) => {
      const { accessToken, refreshToken, expiresInS } = procore.signIn(login);
      await keepTokens(store, userId, { accessToken, refreshToken, expiresInS });
    },
    asPerson: userId => sessionWith(personTokens(store, userId)),
    asService: () => sessionWith(serviceAccountTokens(store)),
    with: sessionWith,
    close: () => procore.close(),
  };
}
