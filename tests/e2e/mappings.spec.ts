import { MILL_STREET_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Person, PRIYA, test } from './kit';

async function atMappings(kit: Kit, tab: string): Promise<Person> {
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.goesTo('Mappings');
  await priya.mappings.opensTab(tab);
  return priya;
}

test('a company is linked to the vendor suggested for it, and what waited for that can be sent', async ({
  kit,
}) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.why('SC-017-005')).toContainText('COM-02');

  const priya = await atMappings(kit, 'Companies');
  const pair = priya.mappings.pair('O’Malley Electric');
  await expect(pair).toContainText("Same name: O'Malley Electric, Inc.");
  await pair.getByRole('button', { name: "Link to O'Malley Electric, Inc." }).click();
  await expect(pair.getByRole('button', { name: 'Unlink' })).toBeVisible();
  await dana.page.reload();
  await expect(dana.exports.state('SC-017-005')).toHaveText('Ready to Send');

  await pair.getByRole('button', { name: 'Unlink' }).click();
  await expect(pair).toContainText('Not linked');
  await dana.page.reload();
  await expect(dana.exports.why('SC-017-005')).toContainText('COM-02');
});

test('a cost code is linked to an item found by its words, from the reason itself', async ({ kit }) => {
  const priya = await kit.person(PRIYA);
  await priya.opensProject(RIVERSIDE_ID);
  await priya.exports.why('SC-017-006').getByRole('link', { name: 'Link the cost code to an item' }).click();
  await expect(priya.mappings.tab('Cost codes')).toHaveAttribute('aria-selected', 'true');

  const pair = priya.mappings.pair('09-400');
  await pair.getByRole('button', { name: 'Choose item…' }).click();
  const dialog = priya.frame.getByRole('dialog', { name: 'Choose a QuickBooks item for 09-400 Terrazzo' });
  await dialog.getByRole('textbox', { name: 'Search items' }).fill('no such item');
  await expect(dialog).toContainText('No item matches.');
  await dialog.getByRole('textbox', { name: 'Search items' }).fill('lumber');
  await dialog.getByRole('radio', { name: /^Lumber/ }).check();
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(pair).toContainText('Lumber');

  await priya.goesTo('Exports');
  await expect(priya.exports.why('SC-017-006')).not.toContainText('Cost code 09-400 is not linked');
  await expect(priya.exports.why('SC-017-006')).toContainText('has no cost code');
  await priya.goesTo('Mappings');
  await priya.mappings.opensTab('Cost codes');
  await pair.getByRole('button', { name: 'Unlink' }).click();
  await expect(pair.getByRole('button', { name: 'Unlink' })).toHaveCount(0);
});

test('a project is linked to a job by suggestion and by search, and its commitments come free', async ({
  kit,
}) => {
  const priya = await atMappings(kit, 'Projects');
  const pair = priya.mappings.pair('25-003');
  await pair.getByRole('button', { name: /^Link to Duluth Public Schools:Mill St\. School Gym/ }).click();
  await expect(priya.toast).toContainText('Linked.');
  const dana = await kit.person(DANA);
  await dana.opensProject(MILL_STREET_ID);
  await expect(dana.exports.state('SC-003-001')).toHaveText('Ready to Send');

  await pair.getByRole('button', { name: 'Change…' }).click();
  const dialog = priya.frame.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Search jobs' }).fill('parking');
  await dialog.getByRole('radio', { name: /Parking deck/ }).check();
  await dialog.getByRole('button', { name: 'Link', exact: true }).click();
  await expect(pair).toContainText('Harbor View Partners LP:24-022 Harbor View Apartments:Parking deck');
  await pair.getByRole('button', { name: 'Unlink' }).click();
  await expect(pair.getByRole('button', { name: 'Unlink' })).toHaveCount(0);
  await dana.page.reload();
  await expect(dana.exports.why('SC-003-001')).toContainText('GEN-01');
});

test('rows of one tab never stand under another while it is being read', async ({ kit }) => {
  const priya = await atMappings(kit, 'Projects');
  await expect(priya.mappings.pair('24-017')).toBeVisible();
  let answer: () => void = () => undefined;
  const isMet = new Promise<void>(resolve => {
    answer = resolve;
  });
  await priya.page.route(/mappings\/vendor\?/, async route => {
    await isMet;
    await route.continue();
  });
  await priya.mappings.opensTab('Companies');
  await expect(priya.frame.getByText('Loading mappings…')).toBeAttached();
  await expect(priya.mappings.pair('24-017')).toHaveCount(0);
  answer();
  await expect(priya.mappings.pair('Keel Concrete LLC')).toBeVisible();
});

test('the mappings are searched and narrowed to what is not linked', async ({ kit }) => {
  const priya = await atMappings(kit, 'Cost codes');
  await priya.frame.getByLabel('Show').selectOption('not linked');
  await expect(priya.mappings.pair('03-300')).toHaveCount(0);
  await expect(priya.mappings.pair('09-400')).toBeVisible();
  await priya.frame.getByLabel('Show').selectOption('all');
  await priya.mappings.search.fill('terrazzo');
  await expect(priya.mappings.pair('03-300')).toHaveCount(0);
  await expect(priya.mappings.pair('09-400')).toBeVisible();
});
