import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Person, PRIYA, test } from './kit';

/** What a browser says of an app that is not there, on the console too. */
const AWAY = [
  { text: /failed: \w+ net::ERR_CONNECTION_REFUSED/ },
  { text: /console error: .*ERR_CONNECTION_REFUSED/ },
];

async function startsRejecting(kit: Kit, comment: string): Promise<Person> {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.rejectButton.click();
  await priya.record.comment.fill(comment);
  return priya;
}

test('an order QuickBooks refuses says why and what to do, and a retry carries it once', async ({ kit }) => {
  const { stack } = kit;
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(made.number);
  await priya.inbox.acceptButton.click();
  await expect(priya.inbox.row(made.number)).toHaveCount(0);
  const message =
    'There is an invalid reference to QuickBooks Vendor "Keel Concrete LLC" in the PurchaseOrder.';
  stack.quickBooks.moods.answerStatus({
    code: 3140,
    message,
    element: 'PurchaseOrderAdd',
    label: made.number,
  });
  await stack.update();

  await priya.inbox.opensTab('Failed to Export');
  const row = priya.inbox.row(made.number);
  await expect(priya.inbox.state(made.number)).toHaveText('Failed to Export');
  await expect(row).toContainText(
    'QuickBooks does not have a vendor, job, item or account this record refers to',
  );
  await expect(row).toContainText('Open Mappings, link the one named in the details');
  await priya.inbox.opens(made.number);
  await expect(priya.record.banner).toContainText(`QB-3140: ${message}`);
  await priya.record.acceptButton.click();
  await expect(priya.record.state).toHaveText('Exporting');
  await stack.update();
  await expect(priya.record.state).toHaveText('Synced');
  await expect(priya.record.timeline).toContainText('Refused by QuickBooks');
  await expect(priya.record.timeline).toContainText('Accepted again by Priya Shah');
  const orders = stack.quickBooks.books.purchaseOrders().filter(order => order.refNumber === made.number);
  expect(orders).toHaveLength(1);
});

test('an app that is away while somebody clicks is said so; nothing typed is lost, and the next try works', async ({
  kit,
}) => {
  const priya = await startsRejecting(kit, 'Split the second line by floor.');
  kit.watch.expect(...AWAY);
  await kit.stack.killApp();
  await priya.inbox.confirmReject.click();
  await expect(priya.record.rejectDialog.getByRole('alert')).toContainText(
    'The connector cannot be reached.',
  );
  await expect(priya.record.comment).toHaveValue('Split the second line by floor.');

  await kit.stack.startApp();
  await priya.inbox.confirmReject.click();
  await expect(priya.record.state).toHaveText('Rejected');
  await expect(priya.record.banner).toContainText('Split the second line by floor.');
});

test('a database that is away is said so, and the page goes on by itself when it is back', async ({
  kit,
}) => {
  const priya = await startsRejecting(kit, 'Wrong vendor.');
  kit.watch.expect({ text: /^status 503/ }, { text: /console error: .*503/ });
  await kit.stack.wire.cut();
  kit.atEnd(() => kit.stack.wire.mend());
  await priya.inbox.confirmReject.click();
  await expect(priya.record.rejectDialog.getByRole('alert')).toContainText('Not available right now');
  await kit.stack.wire.mend();
  await priya.inbox.confirmReject.click();
  await expect(priya.record.state).toHaveText('Rejected');
});

test('a Procore that is away is said so in words, and what was read before stays on the page', async ({
  kit,
}) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.frame.getByText(/read from Procore just now/)).toBeVisible();
  kit.watch.expect({ text: /^status 502/ }, { text: /console error: .*502/ });
  kit.stack.procore.faults.add({
    kind: 'server-error',
    route: '/rest/v1.0/work_order_contracts',
    times: 'always',
  });
  const refresh = dana.frame.getByRole('button', { name: 'Refresh from Procore' });
  await refresh.click();
  await expect(dana.alert).toContainText('Try again in a few minutes.');
  await expect(dana.exports.state('SC-017-002')).toBeVisible();
  kit.stack.procore.faults.clear();
  await dana.alert.getByRole('button', { name: 'Try again' }).click();
  await expect(dana.alert).toHaveCount(0);
});
