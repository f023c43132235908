import { HARBOR_PINE_ID, MILL_STREET_ID, OTTER_CREEK_ID, RIVERSIDE_ID } from '@/tests/simulators/world';
import { AVERY, expect, LENA, TOM, test } from './kit';

/** What a verb or a screen that is not for this person answers, as the browser reports it. */
const refusedWith = (status: number) => [
  { text: new RegExp(`^status ${status}`) },
  { text: new RegExp(`console error: .*${status}`) },
];

test('a viewer sees what becomes of records, and has no verb', async ({ kit }) => {
  const tom = await kit.person(TOM);
  await tom.opensProject(RIVERSIDE_ID);
  await expect(tom.exports.state('SC-017-002')).toHaveText('Ready to Send');
  await expect(tom.exports.rows.getByRole('checkbox')).toHaveCount(0);
  await expect(tom.exports.rows.getByRole('button')).toHaveCount(0);
  await expect(tom.frame.getByRole('navigation').getByRole('link')).toHaveText(['Exports']);
  await tom.exports.opens('SC-017-002');
  await expect(tom.record.procoreRecord).toContainText('Columns, beams & joists');
  await expect(tom.frame.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('a viewer who types the address of the inbox, or of a project that is not his, is told so', async ({
  kit,
}) => {
  const tom = await kit.person(TOM);
  await tom.opensProject(RIVERSIDE_ID);
  await expect(tom.exports.state('SC-017-002')).toBeVisible();
  kit.watch.expect(...refusedWith(404));
  const home = `${kit.stack.appUrl}/embed/${HARBOR_PINE_ID}`;
  for (const address of [`${home}/inbox`, `${home}/projects/${MILL_STREET_ID}/exports`]) {
    await tom.appFrame().goto(address);
    await expect(tom.alert.first()).toContainText('was not found');
    await expect(tom.exports.rows).toHaveCount(0);
  }
});

test('somebody of another company reaches nothing of this one', async ({ kit }) => {
  const lena = await kit.person(LENA, OTTER_CREEK_ID);
  await lena.opensCompany(OTTER_CREEK_ID);
  await expect(lena.frame.getByRole('heading', { level: 1 })).toBeVisible();
  kit.watch.expect(...refusedWith(404));
  await lena.appFrame().goto(`${kit.stack.appUrl}/embed/${HARBOR_PINE_ID}/inbox`);
  await expect(lena.alert.first()).toContainText('This company was not found.');
  await expect(lena.frame.getByText('Harbor & Pine')).toHaveCount(0);
});

test('settings are kept, and a second person who saved over an older picture is told', async ({ kit }) => {
  const avery = await kit.person(AVERY);
  await avery.opensCompany();
  await avery.goesTo('Settings');
  const other = await kit.person(AVERY);
  await other.opensCompany();
  await other.goesTo('Settings');
  const units = (person: typeof avery) =>
    person.frame.getByRole('checkbox', { name: 'Send units with quantities' });
  const save = async (person: typeof avery) => {
    const answered = person.page.waitForResponse(/\/settings$/);
    await person.frame.getByRole('button', { name: 'Save' }).click();
    await answered;
  };

  await units(avery).click({ force: true });
  await save(avery);
  await expect(avery.toast).toContainText('Settings saved.');
  kit.watch.expect(...refusedWith(409));
  await units(other).click({ force: true });
  await save(other);
  await expect(other.alert).toContainText(/changed/);

  await units(avery).click({ force: true });
  await save(avery);
  await avery.page.reload();
  await avery.goesTo('Settings');
  await expect(units(avery)).not.toBeChecked();
});
