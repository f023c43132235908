import { HARBOR_VIEW_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { AVERY, DANA, expect, type Kit, type Made, NOOR, type Person, PRIYA, test } from './kit';

async function atRecord(kit: Kit, name: string, { number }: Made): Promise<Person> {
  const person = await kit.person(name);
  await person.opensCompany();
  await person.inbox.opens(number);
  await expect(person.record.acceptButton).toBeEnabled();
  return person;
}

function ordersIn(kit: Kit, { number }: Made) {
  return kit.stack.quickBooks.books.purchaseOrders().filter(order => order.refNumber === number);
}

test('when two approvers accept one record, one wins and the other is told who did', async ({ kit }) => {
  const [made] = await kit.sent(1);
  const priya = await atRecord(kit, PRIYA, made);
  const noor = await atRecord(kit, NOOR, made);
  await Promise.all([priya.record.acceptButton.click(), noor.record.acceptButton.click()]);
  await expect(priya.record.state).toHaveText('Exporting');
  await expect(noor.record.state).toHaveText('Exporting');

  const refusals = async () => [await priya.record.refusals.count(), await noor.record.refusals.count()];
  await expect.poll(async () => (await refusals()).join(' ')).toMatch(/^(0 1|1 0)$/);
  const [winner, loser] = (await priya.record.refusals.count()) === 0 ? [priya, noor] : [noor, priya];
  await expect(loser.record.refusals).toContainText('1 record was not accepted');
  await expect(loser.record.refusals).toContainText(
    `${made.number} is now “Exporting”: ${winner.name} accepted it.`,
  );
  await expect(loser.record.timeline.getByText(/^Accepted by/)).toHaveCount(1);
  await expect(loser.record.timeline).toContainText(`Accepted by ${winner.name}`);

  await kit.stack.update();
  await expect(loser.record.state).toHaveText('Synced');
  expect(ordersIn(kit, made)).toHaveLength(1);
});

test('a record that changed in Procore since it was shown is not accepted before the change was looked at', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const priya = await atRecord(kit, PRIYA, made);
  const footings = kit.stack.procore.records.commitment(made.id)?.lines[0];
  kit.stack.procore.office.updateLine(footings?.id ?? 0, {
    amount: '13000.0',
    description: 'Footings, deeper',
  });

  await priya.record.acceptButton.click();
  await expect(priya.record.changed).toContainText('This record has changed since it was shown');
  await expect(priya.record.state).toHaveText('Ready to Export');
  await expect(priya.record.acceptButton).toBeDisabled();
  const shown = await priya.record.shownLines();
  expect(shown[0]).toMatchObject({ description: 'Footings, deeper', amount: '13,000.00' });

  await priya.frame.getByRole('button', { name: 'I have looked at the change' }).click();
  await expect(priya.record.changed).toHaveCount(0);
  await expect(priya.alert).toHaveCount(0);
  await priya.record.acceptButton.click();
  await expect(priya.record.state).toHaveText('Exporting');
  await kit.stack.update();
  await expect(priya.record.state).toHaveText('Synced');
  expect(ordersIn(kit, made)).toMatchObject([{ total: '17250.50' }]);
});

test('of several accepted from the list, the one that changed since stays, with its reason', async ({
  kit,
}) => {
  const made = await kit.sent(2);
  const [kept, changed] = [made[0], made[1] ?? made[0]];
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(kept.number, changed.number);
  kit.stack.procore.office.updateCommitment(changed.id, { title: 'Another title' });
  await priya.inbox.acceptButton.click();
  await priya.inbox.confirmAccept.click();
  await expect(priya.inbox.row(kept.number)).toHaveCount(0);
  await expect(priya.alert).toContainText(`${changed.number} has changed since it was shown.`);
  await expect(priya.inbox.row(changed.number)).toContainText('Another title');
});

test('who sent a record cannot accept it, and who was given the right can accept what others sent', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const [other] = [kit.commitment({ projectId: HARBOR_VIEW_ID })];
  const avery = await kit.person(AVERY);
  await avery.opensProject(HARBOR_VIEW_ID);
  await avery.exports.searches(other.number);
  await avery.exports.sends(other.number);
  await avery.goesTo('People');
  const right = avery.frame.getByRole('checkbox', { name: 'Dana Ruiz: Commitments: can export' });
  await right.click({ force: true });
  await expect(right).toBeChecked();

  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await dana.goesTo('Inbox');
  await dana.inbox.opens(made.number);
  await expect(dana.frame.getByText('You sent this record, so somebody else must decide it.')).toBeVisible();
  await expect(dana.record.acceptButton).toHaveCount(0);
  await dana.goesTo('Inbox');
  await dana.inbox.chooses(made.number, other.number);
  await dana.inbox.acceptButton.click();
  await dana.inbox.confirmAccept.click();
  await expect(dana.inbox.row(other.number)).toHaveCount(0);
  await expect(dana.alert).toContainText('You sent this record, so somebody else must decide it.');
  await expect(dana.inbox.row(made.number)).toBeVisible();

  await right.click({ force: true });
  await expect(right).not.toBeChecked();
  await dana.page.reload();
  await expect(dana.heading('Exports')).toBeVisible();
  await expect(dana.frame.getByRole('link', { name: 'Inbox' })).toHaveCount(0);
});
