import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hashPassword, PasswordChecker } from '@/lib/auth';
import { createConnection, renewPassword } from '@/lib/connections';
import { openDatabase } from '@/lib/db/client';
import { handleCall } from '@/lib/qbwc';
import { type Desk, openDesk } from '@/tests/support/desk';
import { dumpOf } from '@/tests/support/dump';
import { queued } from '@/tests/support/paths';
import type { Line } from '@/tests/support/web-connector';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
afterEach(async () => {
  await desk.test.owner`update connections set failures = 0, lock_count = 0, locked_until = null`;
  await desk.test.owner`delete from address_failures`;
  desk.env.logged.length = 0;
});

/** A copy of the app called from an address. */
function from(address: string, deps = desk.deps) {
  return async (login: Partial<Line['login']>): Promise<string> => {
    const params = new Map([
      ['strUserName', login.userName ?? desk.login.userName],
      ['strPassword', login.password ?? desk.login.password],
    ]);
    const answer = await handleCall(deps, { requestId: 'r', address }, { operation: 'authenticate', params });
    return (answer as readonly string[])[1] ?? '';
  };
}

const RIGHT = {};
const WRONG = { password: 'wrong' };

/** Each from an address of its own, so that only the login counts. */
let addresses = 0;
async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    addresses += 1;
    expect(await from(`10.1.${Math.floor(addresses / 250)}.${addresses % 250}`)(WRONG)).toBe('nvu');
  }
}

const isOpen = async (): Promise<boolean> => (await from('10.0.0.1')(RIGHT)) !== 'nvu';

describe('a password', () => {
  test('is right byte for byte only', async () => {
    const { password } = desk.login;
    const near = [
      ` ${password}`,
      `${password} `,
      password.toUpperCase(),
      password.slice(0, -1),
      '',
      `${password}\n`,
    ];
    for (const one of near) expect(await from('10.0.0.1')({ password: one })).toBe('nvu');
    expect(await isOpen()).toBe(true);
  });

  test('belongs to its user name, which is right byte for byte too', async () => {
    const other = await createConnection(desk.admin, { name: 'Other login' });
    const call = from('10.0.0.1');
    expect(await call({ userName: other.userName })).toBe('nvu');
    for (const userName of [desk.login.userName.toUpperCase(), ` ${desk.login.userName}`, '', "' or true --"])
      expect(await call({ userName })).toBe('nvu');
  });

  test('is nowhere in the database, nor in the log, right or wrong', async () => {
    await fail(1);
    await from('10.0.0.1')({ password: 'canary-password' });
    const dump = JSON.stringify(await dumpOf(desk.test));
    for (const secret of [desk.login.password, 'canary-password']) {
      expect(dump).not.toContain(secret);
      expect(JSON.stringify(desk.env.logged)).not.toContain(secret);
    }
  });

  test('renewed opens at once, and the old one for another week, not longer', async () => {
    const { connectionId, login } = desk;
    const fresh = await renewPassword(desk.admin, connectionId);
    const call = from('10.0.0.1');
    expect([await call({ password: fresh.password }), await call(RIGHT)]).not.toContain('nvu');
    desk.env.advance(7 * DAY - 1);
    expect(await call(RIGHT)).not.toBe('nvu');
    desk.env.advance(1);
    expect(await call(RIGHT)).toBe('nvu');
    expect(await call({ password: fresh.password })).not.toBe('nvu');
    await desk.test.owner`
      update connections set password_hash = ${await hashPassword(login.password)} where id = ${connectionId}`;
  });

  test('renewed twice leaves the one before the last no good', async () => {
    const made = await createConnection(desk.admin, { name: 'Renewed twice' });
    await renewPassword(desk.admin, made.id);
    await renewPassword(desk.admin, made.id);
    expect(await from('10.0.0.1')(made)).toBe('nvu');
  });

  test('of a removed connection is no good', async () => {
    const made = await createConnection(desk.admin, { name: 'Removed' });
    expect(await from('10.0.0.1')(made)).not.toBe('nvu');
    await desk.test.owner`update connections set status = 'removed' where id = ${made.id}`;
    expect(await from('10.0.0.1')(made)).toBe('nvu');
  });
});

describe('ten wrong passwords in a row', () => {
  test('lock the login for a minute, also for the right one, and not longer', async () => {
    await fail(9);
    expect(await isOpen()).toBe(true);
    await fail(10);
    expect(await isOpen()).toBe(false);
    expect(desk.env.logged.map(one => one.message)).toContain('auth.lock');
    desk.env.advance(MINUTE - 1);
    expect(await isOpen()).toBe(false);
    desk.env.advance(1);
    expect(await isOpen()).toBe(true);
  });

  test('lock it twice as long each further time, an hour at most, and a right one ends the count', async () => {
    for (const minutes of [1, 2, 4, 8, 16, 32, 60, 60]) {
      await fail(10);
      desk.env.advance(minutes * MINUTE - 1);
      expect(await isOpen()).toBe(false);
      desk.env.advance(1);
    }
    expect(await isOpen()).toBe(true);
    await fail(10);
    desk.env.advance(MINUTE);
    expect(await isOpen()).toBe(true);
  });

  test('while it is locked count no further', async () => {
    await fail(25);
    desk.env.advance(MINUTE);
    expect(await isOpen()).toBe(true);
  });

  test('are counted over all copies of the app, however many at once', async () => {
    const database = openDatabase(desk.test.url, { maxConnections: 3 });
    const copies = [desk.deps, { ...desk.deps, database, passwords: new PasswordChecker() }];
    const tries = Array.from({ length: 10 }, (_, place) => from(`10.2.0.${place}`, copies[place % 2])(WRONG));
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['nvu']));
    expect(await isOpen()).toBe(false);
    const [row] = await desk.test.owner`select failures from connections where id = ${desk.connectionId}`;
    expect(row?.['failures']).toBe(10);
    await database.close();
  });

  test('of one login lock no other', async () => {
    const other = await createConnection(desk.admin, { name: 'Not locked' });
    await fail(10);
    expect(await from('10.0.0.1')(other)).not.toBe('nvu');
  });
});

describe('thirty failures from one address', () => {
  test('keep it out for fifteen minutes, whatever it knows; others come in', async () => {
    const call = from('10.9.9.9');
    for (let time = 0; time < 30; time += 1) expect(await call({ userName: `nobody-${time}` })).toBe('nvu');
    expect([await call(RIGHT), await isOpen()]).toEqual(['nvu', true]);
    desk.env.advance(15 * MINUTE - 1);
    expect(await call(RIGHT)).toBe('nvu');
    desk.env.advance(1);
    expect(await call(RIGHT)).not.toBe('nvu');
  });
});

describe('a user name nobody has', () => {
  test('is refused as a wrong password is, with a ticket of the same form that opens nothing', async () => {
    const answers = await Promise.all([
      desk.call('authenticate', { strUserName: 'qbwc-nobody', strPassword: 'x' }),
      desk.call('authenticate', { strUserName: desk.login.userName, strPassword: 'x' }),
    ]);
    for (const answer of answers) {
      const [ticket = '', status] = answer as readonly string[];
      expect([status, (answer as readonly string[]).length]).toEqual(['nvu', 2]);
      expect(ticket).toMatch(/^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/);
      expect(await desk.call('sendRequestXML', { ticket, strHCPResponse: '' })).toBe('');
      expect(await desk.call('receiveResponseXML', { ticket, response: '', hresult: '', message: '' })).toBe(
        -1,
      );
      expect(await desk.call('closeConnection', { ticket })).toBe('OK');
    }
  });

  test('takes its turn at the same work: with every place taken, one more is told that we are busy', async () => {
    const places = 4 + 64;
    const hashes = [[], [await hashPassword('some password')]];
    for (const known of hashes) {
      const passwords = new PasswordChecker();
      const tries = Array.from({ length: places }, () => passwords.isRight('x', known));
      await expect(passwords.isRight('x', known)).rejects.toMatchObject({ code: 'unavailable' });
      expect(new Set(await Promise.all(tries))).toEqual(new Set([false]));
      expect(await passwords.isRight('some password', hashes[1] ?? [])).toBe(true);
    }
  });

  test('or one too long is never hashed, nor counted', async () => {
    for (const login of [{ userName: 'x'.repeat(257) }, { password: 'x'.repeat(513) }])
      expect(await from('10.7.7.7')(login)).toBe('nvu');
    expect(await desk.test.owner`select 1 from address_failures where address = '10.7.7.7'`).toHaveLength(0);
    expect(await isOpen()).toBe(true);
  });
});

describe('a right password', () => {
  test('is answered in two elements: a ticket, and empty for work, none for nothing, busy beside another', async () => {
    desk.env.advance(11 * MINUTE);
    await desk.runUpdate();
    const none = await desk.authenticate();
    await queued(desk);
    const [work, busy] = [await desk.authenticate(), await desk.authenticate()];
    expect([none.status, work.status, busy.status]).toEqual(['none', '', 'busy']);
    await desk.call('closeConnection', { ticket: work.ticket });
    await desk.runUpdate();
  });

  test('while the database is away is answered busy, in protocol, and the next time as ever', async () => {
    const database = openDatabase('postgres://nobody@127.0.0.1:1/none', { maxConnections: 1 });
    expect(await from('10.0.0.1', { ...desk.deps, database })(RIGHT)).toBe('busy');
    await database.close();
    expect(await isOpen()).toBe(true);
  });
});
