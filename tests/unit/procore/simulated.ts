import { onTestFinished } from 'vitest';
import { Limiter, ProcoreSession } from '@/lib/procore';
import { type Procore, type ProcoreOptions, startProcore } from '@/tests/simulators/procore';
import { HARBOR_PINE_ID, makeWorld } from '@/tests/simulators/world';
import { type TestEnv, testEnv } from '@/tests/support/env';

const CLIENT = { clientId: 'connector-client', clientSecret: 'connector-secret' };

export interface Simulated {
  readonly procore: Procore;
  readonly env: TestEnv;
  /** As the service account of the app. */
  readonly session: ProcoreSession;
  /** As another company of the world, or as a person of this one. */
  as(who: { readonly companyId?: number; readonly login?: string }): ProcoreSession;
}

/** The client over HTTP to a simulated Procore, by the clock of the test. */
export async function openSimulated(options: Partial<ProcoreOptions> = {}): Promise<Simulated> {
  const env = testEnv('client');
  const procore = await startProcore({
    world: makeWorld(1),
    port: 0,
    appUrl: 'http://localhost:3999',
    clock: env.now,
    rateLimit: { hourly: 1_000_000, spike: 1_000_000 },
    ...CLIENT,
    ...options,
  });
  onTestFinished(() => procore.close());
  const hosts = { environment: 'test', loginUrl: procore.url, apiUrl: procore.url, ...CLIENT };
  const wire = { env, hosts, limiter: new Limiter(env) };
  const as: Simulated['as'] = ({ companyId = HARBOR_PINE_ID, login }) => {
    const { accessToken } = login === undefined ? procore.signInService() : procore.signIn(login);
    const tokens = { token: async () => accessToken };
    return new ProcoreSession(wire, { tokens, companyId: String(companyId), urgency: 'background' });
  };
  return { procore, env, session: as({}), as };
}
