import type { EstimateView } from '@/tests/simulators/quickbooks';
import { HARBOR_VIEW_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, PRIYA, test } from './kit';

const NUMBER = `B-${String(RIVERSIDE_ID).slice(-9)}`;
const JOB = 'Riverside Health:24-017 Riverside Clinic Addition';

test('a budget that is not locked says so, and cannot be sent', async ({ kit }) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(HARBOR_VIEW_ID);
  const number = `B-${String(HARBOR_VIEW_ID).slice(-9)}`;
  await expect(dana.exports.state(number)).toHaveText('Not ready');
  await expect(dana.exports.why(number)).toContainText(/not locked.*BUD-01.*Lock the budget/);
});

test('a locked budget becomes the estimate of its job, and a later change of it follows onto the same one', async ({
  kit,
}) => {
  const dana = await kit.person(DANA);
  const priya = await kit.person(PRIYA);
  await test.step('the budget is sent, looked at by division, and accepted', async () => {
    await dana.opensProject(RIVERSIDE_ID);
    await dana.exports.sends(NUMBER);
    await priya.opensCompany();
    await priya.inbox.opens(NUMBER);
    await expect(
      priya.record.procoreRecord.getByRole('table', { name: 'Lines of the budget' }),
    ).toContainText(/03 Concrete.*03-300 Cast-in-Place Concrete/);
    await priya.record.acceptButton.click();
    await expect(priya.record.state).toHaveText('Exporting');
    await pollsOnce(kit);
    await expect(priya.record.state).toHaveText('Synced');
    await expect(priya.record.banner).toContainText(`In QuickBooks as estimate ${NUMBER}`);
  });
  const first = estimateIn(kit);
  expect(first.total).toBe('803400.00');
  await expect(priya.record.procoreRecord).toContainText('803,400.00');

  await test.step('a line made by hand in QuickBooks, and a transfer in Procore', async () => {
    const line = { item: '03:03-300', description: 'Mock-up', amount: '100.00' };
    kit.stack.quickBooks.bookkeeper.estimates.addLine(first.txnId, line);
    const [from, to] = kit.stack.procore.records.budgetLines(RIVERSIDE_ID);
    kit.stack.procore.office.transferBudget({
      fromLineId: from?.id ?? null,
      toLineId: to?.id ?? 0,
      amount: '1000.0',
    });
    await dana.page.reload();
    await dana.frame.getByRole('button', { name: 'Refresh from Procore' }).click();
    await dana.exports.opensTab('Synced');
    await dana.exports.row(NUMBER).getByRole('button', { name: 'Re-send to ERP' }).click();
    await expect(dana.exports.row(NUMBER)).toHaveCount(0);
  });

  await test.step('the approver sees what differs first, and accepts it', async () => {
    await priya.page.reload();
    await expect(priya.heading(/Inbox/)).toBeVisible();
    await priya.inbox.opens(NUMBER);
    await expect(priya.record.banner).toContainText(`to bring estimate ${NUMBER} up to date`);
    await expect(priya.record.banner).toContainText('modifications');
    await expect(priya.record.proposal).toContainText('Estimate, brought up to date');
    await priya.record.acceptButton.click();
    await expect(priya.record.state).toHaveText('Exporting');
    await pollsOnce(kit);
    await expect(priya.record.state).toHaveText('Synced');
  });
  const second = estimateIn(kit);
  expect([second.txnId, second.total]).toEqual([first.txnId, '803500.00']);
  expect(second.lines.slice(0, first.lines.length)).toEqual(first.lines);
  expect(second.lines.slice(first.lines.length).map(one => [one.description, one.amount])).toEqual([
    ['Mock-up', '100.00'],
    [expect.stringMatching(/^Budget change 2: /), '-1000.00'],
    [expect.stringMatching(/^Budget change 2: /), '1000.00'],
  ]);
});

/** The Web Connector polls a single time, and what waited is carried. */
async function pollsOnce(kit: Kit): Promise<void> {
  const report = await kit.stack.update();
  expect(report.outcome).toBe('done');
}

/** The one estimate of Riverside's job. */
function estimateIn(kit: Kit): EstimateView {
  const found = kit.stack.quickBooks.books.estimates().filter(one => one.job === JOB);
  expect(found, 'estimates of the job').toHaveLength(1);
  const [estimate] = found;
  if (!estimate) throw new RangeError('no estimate');
  return estimate;
}
