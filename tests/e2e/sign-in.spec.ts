import type { Request } from '@playwright/test';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Person, PRIYA, test } from './kit';

/** The answers of a session that has run out, which the browser reports on its console as well. */
const RAN_OUT = [{ text: /status 401/ }, { text: /console error: .*401/ }] as const;

async function arrives(kit: Kit, person: Person): Promise<void> {
  await person.opensProject(RIVERSIDE_ID);
  await expect(person.signInButton).toBeEnabled();
  expect(kit.watch.complaints()).toEqual([]);
}

test('where third-party cookies are blocked, the frame’s own cookie keeps the sign-in over a reload', async ({
  kit,
}) => {
  const dana = await kit.strangerWith(DANA, 'third-party blocked');
  await arrives(kit, dana);
  await dana.signsIn();
  await expect(dana.heading('Exports')).toBeVisible();
  await dana.page.reload();
  await expect(dana.heading('Exports')).toBeVisible();
  await expect(dana.signInButton).toHaveCount(0);
});

test('where a frame may keep no cookie at all, the work is done by a bearer kept in memory', async ({
  kit,
}) => {
  const made = kit.commitment();
  const dana = await kit.strangerWith(DANA, 'all refused');
  await arrives(kit, dana);
  await dana.signsIn();
  await expect(dana.heading('Exports')).toBeVisible();
  const sent = dana.page.waitForRequest(/exports\/send$/);
  await dana.exports.sends(made.number);
  expect(await carriedBy(await sent)).toEqual({ hasBearer: true, hasCookie: false });
  await dana.exports.opensTab('Ready to Export');
  await dana.exports.opens(made.number);
  await expect(dana.record.state).toHaveText('Ready to Export');

  await dana.page.reload();
  await dana.signsInAgain();
  await expect(dana.heading('Exports')).toBeVisible();
});

async function carriedBy(request: Request) {
  const headers = await request.allHeaders();
  return {
    hasBearer: headers['authorization']?.startsWith('Bearer ') ?? false,
    hasCookie: headers['cookie'] !== undefined,
  };
}

test('a browser that blocks the window is noticed, and what to do is said', async ({ kit }) => {
  const dana = await kit.stranger(DANA);
  await dana.page.addInitScript(() => {
    // What a page gets from a browser that blocks windows.
    window.open = () => null;
  });
  await arrives(kit, dana);
  await dana.signInButton.click();
  await expect(dana.alert).toContainText('Your browser blocked the sign-in window. Allow pop-ups');
  await expect(dana.frame.getByRole('link', { name: 'open the connector in a new tab' })).toHaveAttribute(
    'href',
    new RegExp(`/embed/\\d+/projects/${RIVERSIDE_ID}/exports$`),
  );
});

test('a window that was closed or refused leaves its reason, and the next try signs in', async ({ kit }) => {
  const dana = await kit.stranger(DANA);
  await arrives(kit, dana);
  await (await dana.opensSignIn()).close();
  await expect(dana.alert).toContainText('The sign-in window was closed before you had signed in.');

  const popup = await dana.opensSignIn();
  await popup.getByRole('button', { name: 'Refuse' }).click();
  await expect(dana.alert).toContainText('Procore did not sign you in.');

  await dana.signsIn();
  await expect(dana.heading('Exports')).toBeVisible();
  await expect(dana.alert).toHaveCount(0);
});

test('a sign-in that runs out in the middle of work loses nothing that was typed, and goes on after it', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.rejectButton.click();
  await priya.record.comment.fill('The second line belongs to another code.');
  kit.watch.expect(...RAN_OUT);
  await kit.expireSessions();
  await priya.frame.locator('[data-qa=reject-confirm]').click();
  await expect(priya.frame.getByRole('heading', { name: 'Sign in again' })).toBeVisible();
  await expect(priya.frame.getByText('What you were doing is still here.')).toBeVisible();

  await priya.signsInAgain();
  await expect(priya.record.comment).toHaveValue('The second line belongs to another code.');
  await priya.frame.locator('[data-qa=reject-confirm]').click();
  await expect(priya.record.state).toHaveText('Rejected');
  await expect(priya.record.banner).toContainText('The second line belongs to another code.');
});

test('who signs out is out, on this page and after a reload', async ({ kit }) => {
  const dana = await kit.stranger(DANA);
  await arrives(kit, dana);
  await dana.signsIn();
  await dana.frame.getByRole('button', { name: 'Sign out' }).click();
  await expect(dana.signInButton).toBeVisible();
  await dana.page.reload();
  await expect(dana.signInButton).toBeVisible();
  await expect(dana.heading('Exports')).toHaveCount(0);
});
