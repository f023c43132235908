import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, PRIYA, test } from './kit';

test('a rule is made, accepts what is sent and what it is for, and is named in the history', async ({
  kit,
}) => {
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.goesTo('Settings');
  await priya.frame.getByRole('button', { name: 'New rule' }).click();
  await priya.frame.locator('[data-qa=rule-name]').fill('Small ones of Riverside');
  await priya.frame.locator('[data-qa=rule-amount]').fill('150.00');
  await priya.frame.getByRole('textbox', { name: 'Search project' }).fill('24-017');
  await priya.frame.getByLabel('Project', { exact: true }).selectOption(String(RIVERSIDE_ID));
  await expect(priya.frame.locator('[data-qa=rule-preview]')).toBeVisible();
  await priya.frame.locator('[data-qa=rule-save]').click();
  const row = priya.frame.locator('[data-qa="rule-Small ones of Riverside"]');
  await expect(row).toContainText('commitments up to 150.00');

  const made = kit.commitment({
    projectId: RIVERSIDE_ID,
    title: 'Anchor bolts',
    lines: [{ costCode: '03-300', description: 'Bolts', amount: '120.00' }],
  });
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await dana.exports.chooses(made.number);
  await dana.exports.sendButton.click();
  await expect(dana.toast).toContainText('1 was accepted by a direct export rule.');
  await dana.exports.opensTab('Exporting');
  await dana.exports.opens(made.number);
  await expect(dana.record.timeline).toContainText('by Direct export rule “Small ones of Riverside”');

  await row.getByRole('button', { name: /^Switch .* off$/ }).click();
  await expect(row).toContainText('Off');
  await kit.stack.update();
});

test('what was accepted is taken back before it leaves, with a word for everybody', async ({ kit }) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.acceptButton.click();
  await priya.record.comments('Wrong retainage; to be looked at again.');
  await priya.record.cancelButton.click();
  await expect(priya.record.state).toHaveText('Ready to Export');
  await kit.stack.update();
  const orders = kit.stack.quickBooks.books.purchaseOrders().map(order => order.refNumber);
  expect(orders).not.toContain(made.number);
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await dana.exports.opensTab('Ready to Export');
  await dana.exports.opens(made.number);
  await expect(dana.record.timeline).toContainText('Wrong retainage; to be looked at again.');
});

test('a synced record is unlinked only once QuickBooks has it no more, and then goes over again', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.acceptButton.click();
  await expect(priya.record.state).toHaveText('Exporting');
  await kit.stack.update();
  await expect(priya.record.state).toHaveText('Synced');
  await priya.record.unlinks();
  await kit.stack.update();
  await expect(priya.record.notice).toContainText('is still in QuickBooks. Delete it there first');
  kit.stack.quickBooks.bookkeeper.deletePurchaseOrder(made.number);
  await priya.record.unlinks();
  await kit.stack.update();
  await expect(priya.record.state).toHaveText('Unlinked');
});
