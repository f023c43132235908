import { describe, expect, test } from 'vitest';
import { type Answer, ask } from './kit/ask';
import {
  type Attempt,
  authorizeUrl,
  Browser,
  consent,
  newAttempt,
  OWN_PAGE,
  Person,
  popupTicket,
  signIn,
} from './kit/person';
import { sharedStand } from './kit/shared-stand';
import { PEOPLE } from './kit/stand';

const shared = sharedStand();

const url = (): string => shared.stand.url;

function redeem(
  ticket: string,
  verifier: string,
  headers: Readonly<Record<string, string>> = OWN_PAGE,
): Promise<Answer> {
  return ask(`${url()}/api/session/redeem`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ ticket, verifier }),
  });
}

async function handedOver(): Promise<{ ticket: string; attempt: Attempt; browser: Browser }> {
  const attempt = newAttempt();
  return { attempt, ...(await popupTicket(url(), PEOPLE.approver, attempt)) };
}

const whoIs = (person: Person): Promise<{ person: { name: string; login: string } | null }> =>
  person.get('/api/session');

describe('the way in', () => {
  test('leads through Procore and the popup’s ticket to a session of the right person', async () => {
    const { ticket, attempt } = await handedOver();
    const answer = await redeem(ticket, attempt.verifier);
    expect(answer.status).toBe(200);
    const person = new Person(url(), answer.json<{ bearer: string }>().bearer);
    expect((await whoIs(person)).person).toMatchObject({ login: 'priya.shah@harborpine.example' });
  });

  test('asks Procore with a fresh state and our own address to come back to', async () => {
    const states = await Promise.all(
      [1, 2].map(async () => new URL(await authorizeUrl(new Browser(), url(), '/auth/done')).searchParams),
    );
    const [first, second] = states;
    expect(first?.get('redirect_uri')).toBe(`${url()}/api/auth/callback/procore`);
    expect(first?.get('state')?.length).toBeGreaterThanOrEqual(32);
    expect(first?.get('state')).not.toBe(second?.get('state'));
  });

  test('writes no cookie that a script, a plain connection or another site’s top page could read', async () => {
    const { browser } = await handedOver();
    const ours = browser.written.filter(line => !line.startsWith('simulated_procore'));
    expect(ours.length).toBeGreaterThan(2);
    for (const line of ours) {
      expect(line).toMatch(/^__(Host|Secure)-qbd\./);
      expect(line).toMatch(/; HttpOnly/i);
      expect(line).toMatch(/; Secure/i);
    }
    const session = browser.written.find(line => line.startsWith('__Host-qbd.session='));
    expect(session).toMatch(/SameSite=None/i);
    expect(session).toMatch(/Partitioned/i);
    expect(session).toMatch(/Path=\/;/i);
    expect(session).not.toMatch(/Domain=/i);
  });

  test('lets nobody in whom Procore does not', async () => {
    const browser = new Browser();
    const authorize = await authorizeUrl(browser, url(), '/auth/done');
    const { origin, searchParams } = new URL(authorize);
    const refused = await browser.submit(`${origin}/oauth/authorize`, {
      ...Object.fromEntries(searchParams),
      refuse: 'yes',
    });
    const back = await browser.visit(refused.headers.location ?? '');
    expect(back.status).toBe(302);
    expect(back.headers.location).toMatch(/\/api\/auth\/error\?error=/);
    expect(browser.cookie('__Host-qbd.session')).toBeUndefined();
  });
});

describe('a ticket of the popup', () => {
  test('works once', async () => {
    const { ticket, attempt } = await handedOver();
    expect((await redeem(ticket, attempt.verifier)).status).toBe(200);
    const again = await redeem(ticket, attempt.verifier);
    expect(again.status).toBe(401);
    expect(again.json()).toMatchObject({ code: 'unauthenticated', remedy: expect.stringMatching(/\S/) });
  });

  test('works once, however fast it is sent', async () => {
    const { ticket, attempt } = await handedOver();
    const answers = await Promise.all(Array.from({ length: 5 }, () => redeem(ticket, attempt.verifier)));
    expect(answers.map(answer => answer.status).sort()).toEqual([200, 401, 401, 401, 401]);
  });

  test('is worth nothing without the verifier, and is used up by a wrong one', async () => {
    const { ticket, attempt } = await handedOver();
    expect((await redeem(ticket, newAttempt().verifier)).status).toBe(401);
    expect((await redeem(ticket, attempt.verifier)).status).toBe(401);
  });

  test('is not taken from another site', async () => {
    const { ticket, attempt } = await handedOver();
    for (const headers of [{}, { ...OWN_PAGE, 'sec-fetch-site': 'cross-site' }])
      expect((await redeem(ticket, attempt.verifier, headers)).status).toBe(403);
    expect((await redeem(ticket, attempt.verifier)).status).toBe(200);
  });

  test('is given to nobody whose popup was opened without a challenge', async () => {
    const { browser } = await handedOver();
    for (const challenge of ['', '?challenge=x', `?challenge=${'x'.repeat(200)}`])
      expect((await browser.visit(`${url()}/auth/done${challenge}`)).text).not.toMatch(/\\"ticket\\":\\"/);
  });
});

describe('what comes back from Procore', () => {
  const callback = (query: string): string => `${url()}/api/auth/callback/procore${query}`;

  test.each(['', '?code=x', '?state=x', '?code=x&state=y', '?error=access_denied', '?code=%00&state=%00'])(
    'with %s ends on an error page, signed in as nobody',
    async query => {
      const browser = new Browser();
      const answer = await browser.visit(callback(query));
      expect(answer.status).toBe(302);
      expect(answer.headers.location).toMatch(new RegExp(`^${url()}/(api/auth/error|auth/start)`));
      expect(browser.cookie('__Host-qbd.session')).toBeUndefined();
      const page = await browser.visit(`${url()}/auth/done?error=Callback`);
      expect(page.status).toBe(200);
      expect(page.text).toContain('You are not signed in');
    },
  );

  test('counts in the browser that began alone: a sent link signs nobody in', async () => {
    const mine = new Browser();
    const authorize = await authorizeUrl(mine, url(), '/auth/done');
    const back = await consent(mine, authorize, PEOPLE.approver);
    const victim = new Browser();
    await victim.visit(back);
    expect(victim.cookie('__Host-qbd.session')).toBeUndefined();
  });

  test('leads to no address but ours', async () => {
    for (const evil of [
      'https://evil.example/',
      '//evil.example',
      'javascript:alert(1)',
      `${url()}.evil.example`,
    ]) {
      const browser = new Browser();
      const authorize = await authorizeUrl(browser, url(), evil);
      const back = await browser.visit(await consent(browser, authorize, PEOPLE.approver));
      expect(new URL(back.headers.location ?? '', url()).origin).toBe(url());
    }
  });
});

describe('next-auth answers only what sign-in needs', () => {
  test.each(['signout', 'verify-request', '_log', '%3Cscript%3E', 'callback/other', 'signin/other'])(
    '/api/auth/%s is not there',
    async path => {
      for (const method of ['GET', 'POST'])
        expect((await ask(`${url()}/api/auth/${path}`, { method })).status).toBe(404);
    },
  );

  test.each([
    ['half of JSON', 'application/json', '{'],
    ['a form without its token', 'application/x-www-form-urlencoded', 'a=b'],
    ['a lot', 'application/x-www-form-urlencoded', `a=${'x'.repeat(3 * 1024 * 1024)}`],
    ['bytes', 'application/octet-stream', '\u0000'],
  ])('and never with a fault: %s', async (_name, type, body) => {
    for (const path of ['signin/procore', 'callback/frame']) {
      const answer = await ask(`${url()}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': type },
        body,
      });
      expect(answer.status).toBeLessThan(500);
      expect(answer.text).not.toMatch(/node_modules|at async/);
    }
  });
});

describe('the way out', () => {
  test('ends the session at once, and no other', async () => {
    const [one, two] = [await signIn(url(), PEOPLE.viewer), await signIn(url(), PEOPLE.viewer)];
    await one.post('/api/session/end', {});
    expect((await whoIs(one)).person).toBeNull();
    expect((await one.ask('/api/companies')).status).toBe(401);
    expect((await whoIs(two)).person).not.toBeNull();
  });

  test('a bearer that was given back is worth nothing', async () => {
    const person = await signIn(url(), PEOPLE.viewer);
    expect((await person.command('/api/session/bearer', {}, { method: 'DELETE' })).status).toBe(200);
    expect((await person.ask('/api/companies')).status).toBe(401);
  });
});
