import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Made, type Person, PRIYA, test } from './kit';

/** Two orders accepted together, of which QuickBooks refuses the second; the approver looks at History. */
async function looksBack(kit: Kit): Promise<{ priya: Person; good: Made; bad: Made }> {
  const [good, bad = good] = await kit.sent(2);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(good.number, bad.number);
  await priya.inbox.acceptButton.click();
  await priya.inbox.confirmAccept.click();
  await expect(priya.inbox.row(bad.number)).toHaveCount(0);
  kit.stack.quickBooks.moods.answerStatus({ code: 3171, element: 'PurchaseOrderAdd', label: bad.number });
  await kit.stack.update();
  await priya.goesTo('History');
  return { priya, good, bad };
}

test('a run is found by a record in it, and tells of each request what came of it, in words and word for word', async ({
  kit,
}) => {
  const { priya, good, bad } = await looksBack(kit);
  const { history } = priya;
  await history.search.fill(bad.number);
  await expect(history.runs).toHaveCount(2);
  const run = history.runs.nth(1);
  await expect(run).toContainText('Needs attention');
  await expect(run).toContainText('1 needs attention');
  await run.getByRole('link').click();
  await expect(priya.heading(/^Run of /)).toBeVisible();
  const write = history.exchange('Wrote records');
  await expect(write).toContainText(good.number);
  await expect(write).toContainText('status 0');
  await expect(write).toContainText('QB-3171');
  await expect(write).toContainText('closed');
  await write.getByText('qbXML sent and answered').click();
  await expect(write.getByRole('region', { name: 'Sent' })).toContainText(
    `<RefNumber>${bad.number}</RefNumber>`,
  );
  await expect(write.getByRole('region', { name: 'Answered' })).toContainText('statusCode="3171"');
  await write.getByRole('link', { name: bad.number }).click();
  await expect(priya.record.banner).toContainText('QB-3171');
});

test('who did what is there with its reason, and a word of it finds it', async ({ kit }) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.rejectButton.click();
  await priya.record.comment.fill(`Wrong cost code on ${made.number}`);
  await priya.inbox.confirmReject.click();
  await expect(priya.record.state).toHaveText('Rejected');
  await priya.goesTo('History');
  await priya.history.tab('Decisions and changes').click();
  await priya.history.search.fill('wrong COST code on');
  await expect(priya.history.events.nth(1)).toContainText('Rejected');
  await expect(priya.history.events.nth(1)).toContainText('Priya Shah');
  await expect(priya.history.events.nth(1)).toContainText(made.number);
  await priya.history.search.fill('no such words');
  await expect(priya.frame.getByText('No matches')).toBeVisible();
});

test('people who neither approve nor administer are not shown the way to History', async ({ kit }) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.frame.getByRole('link', { name: 'Exports' })).toBeVisible();
  await expect(dana.frame.getByRole('link', { name: 'History' })).toHaveCount(0);
});
