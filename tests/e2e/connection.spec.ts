import { readFile } from 'node:fs/promises';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { runUpdate } from '@/tests/simulators/web-connector';
import { OTTER_CREEK_ID } from '@/tests/simulators/world';
import { AVERY, expect, type Kit, LENA, type Person, PRIYA, test } from './kit';

test('a company is set up from nothing: connection, password, .qwc, edition, first contact, first link', async ({
  kit,
}) => {
  const lena = await kit.stranger(LENA);
  await test.step('the administrator sets the company up', async () => {
    await lena.opensCompany(OTTER_CREEK_ID);
    await lena.signsIn();
    await expect(lena.heading('Set up the connector for Otter Creek Contracting')).toBeVisible();
    await lena.frame.locator('[data-qa=set-up]').click();
    await expect(lena.frame.getByText('Nothing waits for you')).toBeVisible();
    await expect(lena.frame.getByText('QuickBooks is not connected yet')).toBeVisible();
    await lena.goesTo('Mappings');
    await lena.frame.getByRole('link', { name: 'Connect QuickBooks' }).click();
  });

  const password = await test.step('a connection is made, and its password shown once', async () => {
    await expect(lena.connection.newName).toHaveValue('Otter Creek Contracting');
    await lena.connection.createButton.click();
    const shown = await keepsPassword(lena);
    await expect(lena.frame.getByText(shown)).toHaveCount(0);
    await lena.page.reload();
    await lena.goesTo('Connection');
    const card = lena.connection.card('Otter Creek Contracting');
    await expect(card).toContainText('Waiting for first contact');
    await expect(lena.frame.getByText(shown)).toHaveCount(0);
    return shown;
  });

  const webConnector = await connectorFrom(kit, lena, password);
  await test.step('an edition that is not on the list is stopped until an administrator allows it', async () => {
    await runUpdate(webConnector);
    const card = lena.connection.card('Otter Creek Contracting');
    await expect(card).toContainText('This edition is not on the list');
    await card.getByRole('button', { name: 'Allow it anyway' }).click();
    await expect(card).toContainText('An edition that is not on the list is allowed');
    expect((await runUpdate(webConnector)).outcome).toBe('done');
    await expect(card).toContainText('Connected');
    await expect(card).toContainText('QuickBooks Desktop Premier 2021');
    await expect(card).toContainText(/Vendors\s*just now/);
  });

  await test.step('the vendor of the same name is linked', async () => {
    await lena.goesTo('Mappings');
    await lena.mappings.opensTab('Companies');
    const pair = lena.mappings.pair('Keel Concrete LLC');
    await expect(pair).toContainText('Same name');
    await pair.getByRole('button', { name: 'Link to Keel Concrete LLC' }).click();
    await expect(lena.frame.getByText('1 of 1 linked')).toBeVisible();
  });
});

/** Reads the password off the dialog, which only closes once it was kept. */
async function keepsPassword({ frame }: Person): Promise<string> {
  const dialog = frame.getByRole('dialog', { name: /^Password for/ });
  const password = await dialog.locator('[data-qa=password]').innerText();
  expect(password.length).toBeGreaterThan(15);
  const close = dialog.getByRole('button', { name: 'Close' });
  await expect(close).toBeDisabled();
  await dialog.getByRole('checkbox').check({ force: true });
  await close.click();
  await expect(dialog).toHaveCount(0);
  return password;
}

/** Downloads the .qwc and gives a Web Connector that was set up with it, over books of an edition nobody lists. */
async function connectorFrom({ stack }: Kit, person: Person, password: string) {
  const downloading = person.page.waitForEvent('download');
  await person.frame.locator('[data-qa=download-qwc]').click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/Otter Creek Contracting.*\.qwc$/);
  const qwc = await readFile(await download.path(), 'utf8');
  expect(qwc).not.toContain(password);
  const element = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(qwc)?.[1] ?? '';
  const quickBooks = await QuickBooks.open({
    books: { ...stack.world.books, productName: 'QuickBooks Desktop Premier 2021', majorVersion: 31 },
    seed: 7,
    clock: () => new Date(),
  });
  return {
    url: element('AppURL'),
    userName: element('UserName'),
    ownerId: element('OwnerID'),
    fileId: element('FileID'),
    password,
    quickBooks,
  };
}

test('the connection tells of its company file, and what is paused writes nothing until it is resumed', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const avery = await kit.person(AVERY);
  await avery.opensCompany();
  await avery.goesTo('Connection');
  const card = avery.connection.card('Harbor & Pine Builders');
  await expect(card).toContainText('QuickBooks Desktop Premier Contractor Edition 2019');
  await expect(card).toContainText('Connected');
  await card.getByRole('button', { name: 'Pause writing' }).click();
  await expect(card).toContainText('Writing is paused');

  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.chooses(made.number);
  await priya.inbox.acceptButton.click();
  await expect(priya.inbox.row(made.number)).toHaveCount(0);
  await kit.stack.update();
  const orders = () => kit.stack.quickBooks.books.purchaseOrders().map(order => order.refNumber);
  expect(orders()).not.toContain(made.number);

  await card.getByRole('button', { name: 'Resume' }).click();
  await expect(card).not.toContainText('Writing is paused');
  await kit.stack.update();
  expect(orders()).toContain(made.number);
});

test('a new password is shown once, and a connection is not removed without being asked', async ({ kit }) => {
  const avery = await kit.person(AVERY);
  await avery.opensCompany();
  await avery.goesTo('Connection');
  const card = avery.connection.card('Harbor & Pine Builders');
  await card.getByRole('button', { name: 'New password' }).click();
  await keepsPassword(avery);
  expect((await kit.stack.update()).outcome, 'the old password is good for a while').not.toBe('nvu');
  await card.getByRole('button', { name: 'Remove…' }).click();
  const dialog = avery.frame.getByRole('dialog', { name: 'Remove Harbor & Pine Builders?' });
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card).toContainText('Connected');
});
