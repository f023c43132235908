import type { PurchaseOrderView } from '@/tests/simulators/quickbooks';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Person, PRIYA, test } from './kit';
import type { ShownLine } from './screens/record';

/** Riverside's commitments that cannot be sent: each rule a record fails, and beside it what mends it. */
const STOPPED: readonly (readonly [number: string, ...why: RegExp[]])[] = [
  ['PO-017-012', /total is 18,400\.00, but the lines add up to 18,000\.00.*GEN-03.*Correct the schedule/],
  ['PO-017-013', /Another integration owns this record.*SAGE-000913.*GEN-04.*Unlink the record/],
  ['PO-1042', /PO-1042 is taken by a purchase order for North Shore Supply.*COM-04.*Change the number/],
  ['SC-017-004', /“Out For Signature”; it must be Approved or Complete.*COM-01.*Approve it in Procore/],
  ['SC-017-005', /O’Malley Electric is not linked.*COM-02.*Link the company.*an accounting approver/],
  [
    'SC-017-006',
    /09-400 is not linked.*COM-03.*Link the cost code/,
    /“Allowance, not coded yet” has no cost code.*COM-03.*Choose a cost code/,
  ],
  [
    'SC-017-011',
    /“Draft”; it must be Approved.*COM-01/,
    /No contract company.*COM-02.*Choose the contract company/,
    /no lines.*COM-03.*Add lines/,
  ],
  ['SC-24-017-007', /COM-04.*Shorten it in Procore/],
];

test('each commitment that cannot be sent says by which rules, and what mends each of them', async ({
  kit,
}) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  for (const [number, ...why] of STOPPED) {
    await expect(dana.exports.state(number), number).toHaveText('Not ready');
    await expect(dana.exports.row(number).getByRole('checkbox'), number).toHaveCount(0);
    await expect(dana.exports.row(number).getByRole('button'), number).toHaveCount(0);
    await expect(dana.exports.why(number).getByRole('listitem'), number).toContainText(why);
  }
});

test('from the popup to the company file: what is sent, accepted and polled stands in the books to cent and line', async ({
  kit,
}) => {
  const dana = await kit.stranger(DANA);
  await test.step('the project manager signs in through the popup and sends', async () => {
    await dana.opensProject(RIVERSIDE_ID);
    await expect(dana.signInButton).toBeVisible();
    await dana.marksPage();
    await dana.signsIn();
    await expect(dana.heading('Exports')).toBeVisible();
    await expect(dana.exports.why('SC-017-005')).toContainText('not linked to a QuickBooks vendor');
    await dana.exports.sends('SC-017-013');
    await expect(dana.toast).toContainText('1 record sent to ERP.');
    await dana.expectNeverReloaded();
  });

  const priya = await kit.stranger(PRIYA);
  const shown =
    await test.step('the approver looks at it beside the Procore record, and accepts', async () => {
      await priya.opensCompany();
      await priya.signsIn();
      await expect(priya.inbox.row('SC-017-013')).toContainText('24-017 Riverside Clinic Addition');
      await expect(priya.inbox.row('SC-017-013')).toContainText('Dana Ruiz');
      await expect(priya.inbox.row('PO-022-002')).toContainText('24-022 Harbor View Apartments');
      await priya.inbox.opens('SC-017-013');
      return await acceptsWhatIsShown(priya);
    });

  await pollsOnce(kit);
  await test.step('the record turns Synced under the eyes of the approver', async () => {
    await expect(priya.record.state).toHaveText('Synced');
    await expect(priya.record.banner).toContainText('In QuickBooks as purchase order SC-017-013');
  });

  const order = orderIn(kit, 'SC-017-013');
  expect(linesOf(order)).toEqual(shown);
  expect(order).toMatchObject({ vendor: 'Pine County Excavating', total: '50249.75', date: '2026-03-02' });

  await test.step('Procore carries the id, and the timeline says who did what', async () => {
    await expect(priya.record.banner).toContainText('Procore carries its QuickBooks id.');
    expect(commitmentIn(kit, 'SC-017-013').originId).toBe(order.txnId);
    await tellsTheWholeWay(priya, order);
  });

  await test.step('the project manager sees it synced, with its number', async () => {
    await dana.exports.opensTab('Synced');
    await expect(dana.exports.state('SC-017-013')).toHaveText('Synced');
    await expect(dana.exports.row('SC-017-013')).toContainText('P.O. No. SC-017-013');
    await dana.exports.opens('SC-017-013');
    await tellsTheWholeWay(dana, order);
  });
});

test('quantities and rates of an order by unit arrive in the books as they were shown', async ({ kit }) => {
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await dana.exports.sends('PO-017-010');
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens('PO-017-010');
  const shown = await acceptsWhatIsShown(priya);
  await pollsOnce(kit);
  await expect(priya.record.state).toHaveText('Synced');
  const order = orderIn(kit, 'PO-017-010');
  expect(linesOf(order)).toEqual(shown);
  expect(order.lines.map(line => [line.quantity, line.rate, line.amount])).toEqual([
    ['150', '2.75', '412.50'],
    ['44', '45.00', '1980.00'],
  ]);
});

test('a rejected record comes back to its sender with the comment, and is accepted once it was put right', async ({
  kit,
}) => {
  const [made] = await kit.sent(1);
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await priya.record.rejects('The footings are 12,500.00.\nPlease correct the first line.');
  await expect(priya.record.state).toHaveText('Rejected');
  await expect(priya.record.banner).toContainText('Rejected by Priya Shah');

  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.state(made.number)).toHaveText('Rejected');
  await expect(dana.exports.row(made.number)).toContainText('Priya Shah: The footings are 12,500.00.');
  const [footings] = commitmentIn(kit, made.number).lines;
  kit.stack.procore.office.updateLine(footings?.id ?? 0, { amount: '12500.0' });
  await dana.frame.getByRole('button', { name: 'Refresh from Procore' }).click();
  await expect(dana.exports.row(made.number)).toContainText('16,750.50');
  await dana.exports.row(made.number).getByRole('button', { name: 'Re-send to ERP' }).click();
  await expect(dana.exports.row(made.number)).toHaveCount(0);

  await priya.page.reload();
  await expect(priya.heading(/Inbox/)).toBeVisible();
  await priya.inbox.opens(made.number);
  const shown = await acceptsWhatIsShown(priya);
  await pollsOnce(kit);
  await expect(priya.record.state).toHaveText('Synced');
  expect(linesOf(orderIn(kit, made.number))).toEqual(shown);
  expect(orderIn(kit, made.number).total).toBe('16750.50');
});

async function acceptsWhatIsShown(approver: Person): Promise<ShownLine[]> {
  await expect(approver.record.procoreRecord).toBeVisible();
  await expect(approver.record.proposal).toBeVisible();
  const shown = await approver.record.shownLines();
  await approver.record.acceptButton.click();
  await expect(approver.record.state).toHaveText('Exporting');
  return shown;
}

/** The Web Connector polls a single time, and what waited is carried. */
async function pollsOnce(kit: Kit): Promise<void> {
  const report = await kit.stack.update();
  expect(report.outcome).toBe('done');
}

function orderIn(kit: Kit, number: string): PurchaseOrderView {
  const found = kit.stack.quickBooks.books.purchaseOrders().filter(order => order.refNumber === number);
  expect(found, `orders ${number} in the company file`).toHaveLength(1);
  const [order] = found;
  if (!order) throw new RangeError(`no order ${number}`);
  return order;
}

function commitmentIn(kit: Kit, number: string) {
  const found = kit.stack.procore.records.commitments().find(one => one.number === number);
  if (!found) throw new RangeError(`no commitment ${number}`);
  return found;
}

/** The lines of an order as the preview writes them; without a quantity QuickBooks makes the rate of the amount itself. */
function linesOf(order: PurchaseOrderView): ShownLine[] {
  const grouped = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 });
  return order.lines.map(line => ({
    item: line.item ?? '',
    description: line.description ?? '',
    quantity: line.quantity ?? '',
    rate: line.quantity === null ? '' : (line.rate ?? '').replace(/\.00$/, ''),
    amount: grouped.format(Number(line.amount)),
  }));
}

async function tellsTheWholeWay({ record }: Person, order: PurchaseOrderView): Promise<void> {
  await expect(record.timeline.getByRole('listitem')).toContainText([
    /QuickBooks id written to Procore by Connector/,
    new RegExp(`Created in QuickBooks by .*P\\.O\\. No\\. ${order.refNumber} · QuickBooks id ${order.txnId}`),
    /Handed to the Web Connector/,
    /Accepted by Priya Shah/,
    /Sent to ERP by Dana Ruiz/,
    /Read from Procore/,
  ]);
  await expect(record.timeline.locator('time').first()).toHaveText(/\d{4}, \d{1,2}:\d{2}/);
  await record.exchanged.locator('summary').first().click();
  await expect(record.exchanged).toContainText('<PurchaseOrderAddRq');
  await expect(record.exchanged).toContainText(`<RefNumber>${order.refNumber}</RefNumber>`);
  await expect(record.exchanged).toContainText(`<TxnID>${order.txnId}</TxnID>`);
}
