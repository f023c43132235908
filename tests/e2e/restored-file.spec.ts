import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { AVERY, DANA, expect, type Kit, PRIYA, test } from './kit';

const FILE = 'Harbor & Pine Builders';

async function accepts(kit: Kit, number: string): Promise<void> {
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(number);
  await priya.inbox.acceptButton.click();
  await expect(priya.inbox.row(number)).toHaveCount(0);
  await priya.page.context().close();
}

function timesInBooks({ stack }: Kit, number: string): number {
  return stack.quickBooks.books.purchaseOrders().filter(order => order.refNumber === number).length;
}

test('a company file put back from a backup is not written to; what it lacks is named, decided, and exported again once', async ({
  kit,
}) => {
  const [lost] = await kit.sent(1);
  await kit.stack.update();
  const backup = kit.stack.quickBooks.moods.backup();
  await accepts(kit, lost.number);
  await kit.stack.update();
  expect(timesInBooks(kit, lost.number)).toBe(1);
  kit.stack.quickBooks.moods.restore(backup);

  const [waiting] = await kit.sent(1);
  await accepts(kit, waiting.number);
  await kit.stack.update();
  expect(timesInBooks(kit, waiting.number)).toBe(0);

  const avery = await kit.person(AVERY);
  await avery.opensCompany();
  await avery.goesTo('Connection');
  const card = avery.connection.card(FILE);
  await test.step('the connection says what it takes the file for, and what is missing from it', async () => {
    await expect(card).toContainText('looks like a backup from before');
    const row = card.getByRole('row', { name: new RegExp(lost.number) });
    await expect(row).toContainText('not in the company file');
    await expect(row).toContainText('16,250.50');
    await expect(card.getByRole('row', { name: new RegExp(waiting.number) })).toHaveCount(0);
  });

  await test.step('decided and resumed, what waited is written, and the lost order is not', async () => {
    await card.getByRole('button', { name: `Export ${lost.number} again` }).click();
    await expect(card).toContainText('Everything is decided');
    await card.getByRole('button', { name: 'Resume' }).click();
    await expect(card).toContainText('Connected');
    await kit.stack.update();
    expect(timesInBooks(kit, waiting.number)).toBe(1);
    expect(timesInBooks(kit, lost.number)).toBe(0);
  });

  await test.step('the lost order goes the whole way once more', async () => {
    const dana = await kit.person(DANA);
    await dana.opensProject(RIVERSIDE_ID);
    await dana.exports.sends(lost.number);
    await accepts(kit, lost.number);
    await kit.stack.update();
    expect(timesInBooks(kit, lost.number)).toBe(1);
    await dana.exports.opensTab('Synced');
    await expect(dana.exports.state(lost.number)).toHaveText('Synced');
  });
});
