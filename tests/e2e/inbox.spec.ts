import { HARBOR_VIEW_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, PRIYA, test } from './kit';

test('what was chosen in the list is accepted, or rejected with one comment, and nothing else is', async ({
  kit,
}) => {
  const [first, second, third, fourth] = (await kit.sent(4)).map(made => made.number);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(`${first}`, `${second}`);
  await priya.inbox.acceptButton.click();
  await expect(priya.inbox.totals).toContainText('2 commitments');
  await priya.inbox.confirmAccept.click();
  await expect(priya.toast).toContainText('2 records accepted.');
  await expect(priya.inbox.row(`${first}`)).toHaveCount(0);

  await priya.inbox.chooses(`${third}`);
  await priya.inbox.rejectButton.click();
  await expect(priya.inbox.confirmReject).toBeDisabled();
  await priya.inbox.comment.fill('Please code it to 03-400.');
  await priya.inbox.confirmReject.click();
  await expect(priya.toast).toContainText('1 record rejected.');
  await expect(priya.inbox.row(`${third}`)).toHaveCount(0);
  await expect(priya.inbox.state(`${fourth}`)).toHaveText('Ready to Export');

  await kit.stack.update();
  await priya.inbox.opensTab('Synced');
  await expect(priya.inbox.row(`${first}`)).toContainText(`P.O. No. ${first}`);
  await expect(priya.inbox.row(`${second}`)).toContainText(`P.O. No. ${second}`);

  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.row(`${third}`)).toContainText('Priya Shah: Please code it to 03-400.');
  await dana.exports.opensTab('Ready to Export');
  await dana.exports.row(`${fourth}`).getByRole('button', { name: 'Retrieve from ERP' }).click();
  await expect(dana.exports.row(`${fourth}`)).toHaveCount(0);
  await dana.exports.opensTab('Ready to Send');
  await expect(dana.exports.state(`${fourth}`)).toHaveText('Retrieved');
});

test('the inbox is searched by number, title and company, and says when nothing matches', async ({ kit }) => {
  const [made] = await kit.sent(1, { title: 'Quarry stone for the north wall' });
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  for (const words of [made.number, 'quarry STONE', 'Keel Concrete']) {
    await priya.inbox.searches(words);
    await expect(priya.inbox.row('PO-022-006'), words).toHaveCount(0);
    await expect(priya.inbox.row(made.number), words).toBeVisible();
  }
  await priya.inbox.searches('nothing is called this');
  await expect(priya.frame.getByText('No matches')).toBeVisible();
  await priya.frame.getByRole('button', { name: 'Clear' }).click();
  await expect(priya.inbox.row('PO-022-006')).toBeVisible();
  await priya.inbox.opensTab('Archived');
  await expect(priya.frame.getByText('Nothing is archived')).toBeVisible();
});

test('more than a page of records is sent, shown in pages and rejected at once', async ({ kit }) => {
  const { faults } = kit.stack.procore;
  const { spike } = faults.rateLimit;
  faults.setRateLimit({ spike: 2000 });
  kit.atEnd(async () => faults.setRateLimit({ spike }));
  const made = Array.from({ length: 54 }, () =>
    kit.commitment({ projectId: HARBOR_VIEW_ID, title: 'Punch list item' }),
  );
  const dana = await kit.person(DANA);
  await dana.opensProject(HARBOR_VIEW_ID);
  await dana.exports.searches('Punch list');
  await expect(dana.exports.rows).toHaveCount(50);
  await dana.exports.showsMore();
  await expect(dana.exports.rows).toHaveCount(made.length);
  await dana.exports.choosesAll();
  await dana.exports.sendButton.click();
  await expect(dana.toast).toContainText(`${made.length} records sent to ERP.`);

  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.searches('Punch list');
  await expect(priya.inbox.rows).toHaveCount(50);
  await priya.inbox.showsMore();
  await expect(priya.inbox.rows).toHaveCount(made.length);
  await priya.inbox.choosesAll();
  await priya.inbox.rejectButton.click();
  await priya.inbox.comment.fill('One order for all of them, please.');
  await priya.inbox.confirmReject.click();
  await expect(priya.toast).toContainText(`${made.length} records rejected.`);
  await expect(priya.frame.getByText('No matches')).toBeVisible();
});
