import type { Locator } from '@playwright/test';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Person, PRIYA, test } from './kit';

const MOST_STOPS = 60;

/** Whether the focused element looks other than it does without the focus: itself, or what is drawn for it. */
function looksFocused(): boolean {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return false;
  const drawn = [
    active,
    active.parentElement,
    active.nextElementSibling,
    active.parentElement?.nextElementSibling,
  ];
  const look = (): string =>
    drawn
      .map(one => {
        if (!one) return '';
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
        const before = getComputedStyle(one, '::before');
        return [outline, boxShadow, borderColor, backgroundColor, before.outline, before.boxShadow].join();
      })
      .join(';');
  const focused = look();
  active.blur();
  const blurred = look();
  active.focus();
  return focused !== blurred;
}

/** Tabs to something as who has no mouse does; every stop on the way must be seen. */
async function tabsTo({ page, frame }: Person, wanted: Locator): Promise<void> {
  const isThere = () => wanted.evaluate(element => element === element.ownerDocument.activeElement);
  await expect(wanted).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  const stopped = await frame
    .locator(':focus')
    .evaluateAll(found => found.map(one => one.outerHTML.slice(0, 200)));
  throw new Error(`No Tab led there; the focus stands at ${stopped.join() || 'nothing in the frame'}.`);
}

async function presses(person: Person, key: string, wanted: Locator): Promise<void> {
  await tabsTo(person, wanted);
  expect(await person.appFrame().evaluate(looksFocused), `the focus is seen at ${wanted}`).toBe(true);
  await person.page.keyboard.press(key);
}

test('a record is chosen, sent, looked at and accepted with the keyboard alone', async ({ kit }) => {
  const made = kit.commitment();
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await dana.exports.search.fill(made.number);
  await expect(dana.exports.rows).toHaveCount(1);
  await presses(dana, 'Space', dana.exports.row(made.number).getByRole('checkbox'));
  await dana.exports.search.focus();
  await presses(dana, 'Enter', dana.exports.sendButton);
  await expect(dana.toast).toContainText('1 record sent to ERP.');

  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await presses(priya, 'Enter', priya.inbox.row(made.number).getByRole('link'));
  await presses(priya, 'Enter', priya.record.acceptButton);
  await expect(priya.record.state).toHaveText('Exporting');
});

test('tabs move by arrows, and tell which one is chosen', async ({ kit }) => {
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await tabsTo(priya, priya.inbox.tab('Ready to Export'));
  await priya.page.keyboard.press('ArrowRight');
  await expect(priya.inbox.tab('Exporting')).toBeFocused();
  await expect(priya.inbox.tab('Exporting')).toHaveAttribute('aria-selected', 'true');
  await priya.page.keyboard.press('ArrowLeft');
  await expect(priya.inbox.tab('Ready to Export')).toBeFocused();
});

test('a dialog takes the focus, keeps it, closes on Escape and gives it back; a rejection is typed and sent', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  const { rejectButton, rejectDialog, comment } = priya.record;
  await presses(priya, 'Enter', rejectButton);
  await expect(rejectDialog).toBeVisible();
  for (let stop = 0; stop < 8; stop += 1) {
    await priya.page.keyboard.press('Tab');
    await expect(rejectDialog.locator(':focus')).toHaveCount(1);
  }
  await priya.page.keyboard.press('Escape');
  await expect(rejectDialog).toHaveCount(0);
  await expect(rejectButton).toBeFocused();

  await priya.page.keyboard.press('Enter');
  await tabsTo(priya, comment);
  await priya.page.keyboard.type('The date is wrong.');
  await presses(priya, 'Enter', rejectDialog.getByRole('button', { name: 'Reject' }));
  await expect(priya.record.banner).toContainText('The date is wrong.');
});

test('a vendor is found and chosen in the dialog with the keyboard alone', async ({ kit }) => {
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.goesTo('Mappings');
  await priya.mappings.opensTab('Companies');
  const choose = priya.mappings
    .pair('Acme "Quality" Roofing')
    .getByRole('button', { name: 'Choose vendor…' });
  await choose.focus();
  await priya.page.keyboard.press('Enter');
  const dialog = priya.frame.getByRole('dialog');
  await tabsTo(priya, dialog.getByRole('textbox', { name: 'Search vendors' }));
  await priya.page.keyboard.type('zenith');
  const found = dialog.getByRole('radio', { name: /^Zenith City Rentals/ });
  await expect(dialog.getByRole('radio')).toHaveCount(1);
  await presses(priya, 'Space', found);
  await expect(found).toBeChecked();
  await priya.page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(choose).toBeFocused();
});
