import { describe, expect, it } from 'vitest';
import { PasswordChecker } from '@/lib/auth';
import { newMetrics } from '@/lib/core/metrics';
import type { Database } from '@/lib/db/client';
import { handleCall, type OperationName, type QbwcDeps } from '@/lib/qbwc';
import { newTicket } from '@/lib/qbwc/ticket';
import { type TestEnv, testEnv } from '@/tests/support/env';

/** A pool none of whose connections comes about. */
function deadDatabase(thrown: Error): Database {
  const transaction = () => Promise.reject(thrown);
  return { drizzle: { transaction } as unknown as Database['drizzle'], close: async () => undefined };
}

const CONTEXT = { requestId: 'request-77', address: '10.0.0.1' };

function depsWith(thrown: Error): { deps: QbwcDeps; env: TestEnv } {
  const env = testEnv('handle');
  const deps: QbwcDeps = {
    env,
    database: deadDatabase(thrown),
    passwords: new PasswordChecker(),
    metrics: newMetrics(),
    leases: { idleMs: 600_000, inFlightMs: 3_600_000 },
    serverName: 'connector 1.2.3',
    supportUrl: 'https://connector.example/support/qbwc',
    nudge: () => undefined,
  };
  return { deps, env };
}

const COMPANY = '0b0f9b8e-1d2c-4e3f-8a4b-5c6d7e8f9a0b';
const SECRET = 'canary-password';
const AWAY = Object.assign(new Error('connect ECONNREFUSED 10.1.2.3:5432'), { code: 'ECONNREFUSED' });
const BUG = new TypeError('cannot read properties of undefined');

async function call(operation: OperationName, thrown: Error, params: Record<string, string> = {}) {
  const { deps, env } = depsWith(thrown);
  const ticket = newTicket(env, COMPANY);
  const given = { strUserName: 'qbwc-abc', strPassword: SECRET, ticket, hresult: '0x80040400', ...params };
  const result = await handleCall(deps, CONTEXT, { operation, params: new Map(Object.entries(given)) });
  return { result, logged: env.logged };
}

/** Web Connector reference, §6: whatever fails inside is answered in protocol. */
const IN_TROUBLE: readonly [OperationName, unknown][] = [
  ['authenticate', [expect.stringMatching(/^[\w-]{22}\.[\w-]{43}$/), 'busy']],
  ['sendRequestXML', ''],
  ['receiveResponseXML', -1],
  ['connectionError', 'done'],
  ['getLastError', expect.stringContaining('request-77')],
  ['closeConnection', 'OK'],
];

describe('when something of ours fails', () => {
  it.each(IN_TROUBLE)(
    '%s is answered in protocol, whether the database is away or we have a fault',
    async (operation, answer) => {
      for (const thrown of [AWAY, BUG]) expect((await call(operation, thrown)).result).toEqual(answer);
    },
  );

  it('the reason is logged under the request’s id, and no secret with it', async () => {
    for (const thrown of [AWAY, BUG]) {
      const { result, logged } = await call('authenticate', thrown);
      expect(logged.at(-1)).toMatchObject({
        level: thrown === AWAY ? 'warn' : 'error',
        fields: { request_id: 'request-77' },
      });
      expect(JSON.stringify([result, logged])).not.toContain(SECRET);
    }
  });

  it('nothing of the reason reaches the Web Connector', async () => {
    const { result } = await call('getLastError', AWAY);
    expect(result).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|postgres/i);
  });
});

/** Answers that no database is needed for; a ticket that we cannot have made is never looked up. */
const WITHOUT: readonly [OperationName, params: Record<string, string>, answer: unknown][] = [
  ['serverVersion', {}, 'connector 1.2.3'],
  ['clientVersion', { strVersion: '2.3.0.20' }, ''],
  ['clientVersion', { strVersion: '2.0.0.1' }, 'O:2.2'],
  ['getInteractiveURL', {}, 'https://connector.example/support/qbwc'],
  ['interactiveDone', {}, 'Done'],
  ['interactiveRejected', {}, 'Rejected'],
  ['sendRequestXML', { ticket: 'made-up' }, ''],
  ['receiveResponseXML', { ticket: 'made-up' }, -1],
  ['connectionError', { ticket: 'made-up' }, 'done'],
  ['getLastError', { ticket: '' }, 'This session has ended. Run the update again.'],
  ['closeConnection', { ticket: '' }, 'OK'],
  ['authenticate', { strUserName: 'u'.repeat(257) }, [expect.any(String), 'nvu']],
  ['authenticate', { strPassword: 'p'.repeat(513) }, [expect.any(String), 'nvu']],
];

it.each(WITHOUT)('%s with %o is answered without asking the database', async (operation, params, answer) => {
  const { result, logged } = await call(operation, new Error('the database was asked'), params);
  expect(result).toEqual(answer);
  expect(JSON.stringify(logged)).not.toContain('the database was asked');
});
