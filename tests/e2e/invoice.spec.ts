import type { BillView } from '@/tests/simulators/quickbooks';
import { RIVERSIDE_ID } from '@/tests/simulators/world';
import { DANA, expect, type Kit, type Made, type Person, PRIYA, test } from './kit';

/** A subcontract with retainage that is in QuickBooks already. */
async function contractInBoth(kit: Kit): Promise<Made> {
  const [made] = await kit.sent(1, { retainagePercent: '10.0' });
  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(made.number);
  await accepts(priya);
  await pollsOnce(kit);
  await expect(priya.record.state).toHaveText('Synced');
  await priya.page.context().close();
  return made;
}

function firstLineOf(kit: Kit, { id }: Made): number {
  const [line] = kit.stack.procore.records.commitment(id)?.lines ?? [];
  if (!line) throw new RangeError(`commitment ${id} has no lines`);
  return line.id;
}

async function accepts(approver: Person): Promise<void> {
  await expect(approver.record.proposal).toBeVisible();
  await approver.record.acceptButton.click();
  await expect(approver.record.state).toHaveText('Exporting');
}

async function pollsOnce(kit: Kit): Promise<void> {
  const report = await kit.stack.update();
  expect(report.outcome).toBe('done');
}

async function refreshes(dana: Person): Promise<void> {
  await dana.frame.getByRole('button', { name: 'Refresh from Procore' }).click();
}

function billIn(kit: Kit, number: string): BillView {
  const found = kit.stack.quickBooks.books.bills().filter(bill => bill.refNumber === number);
  expect(found, `bills ${number} in the company file`).toHaveLength(1);
  const [bill] = found;
  if (!bill) throw new RangeError(`no bill ${number}`);
  return bill;
}

test('an invoice becomes a bill against its order, with what was shown, to the cent and the line', async ({
  kit,
}) => {
  const contract = await contractInBoth(kit);
  const invoiceNumber = `INV-${contract.number}`;
  const invoiceId = kit.stack.procore.office.createInvoice({
    commitmentId: contract.id,
    invoiceNumber,
    status: 'approved',
    claims: [{ lineId: firstLineOf(kit, contract), completed: '5000.25' }],
  });
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.row(invoiceNumber)).toContainText('subcontractor invoice');
  await dana.exports.sends(invoiceNumber);

  const priya = await kit.person(PRIYA);
  await priya.opensCompany();
  await priya.inbox.opens(invoiceNumber);
  await expect(priya.record.procoreRecord).toContainText('Retainage held');
  await expect(priya.record.field('Ref. No.')).toHaveText(invoiceNumber);
  const shown = await priya.record.shownLines();
  await accepts(priya);
  await pollsOnce(kit);
  await expect(priya.record.state).toHaveText('Synced');
  await expect(priya.record.banner).toContainText(`In QuickBooks as bill ${invoiceNumber}`);

  const bill = billIn(kit, invoiceNumber);
  const grouped = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2 });
  expect(
    bill.lines.map(line => ({
      item: line.item ?? '',
      description: line.description ?? '',
      quantity: line.quantity ?? '',
      rate: '',
      amount: grouped.format(Number(line.amount)),
    })),
  ).toEqual(shown);
  expect(bill).toMatchObject({ vendor: 'Keel Concrete LLC', total: '4500.22' });
  expect(bill.lines.map(line => line.bills)).toEqual(['Footings', null]);
  await expect(priya.record.banner).toContainText('Procore carries its QuickBooks id.');
  expect(kit.stack.procore.records.invoice(invoiceId)?.originId).toBe(bill.txnId);
});

test('an invoice below nought is refused with the reason, and goes once it was put right', async ({
  kit,
}) => {
  const contract = await contractInBoth(kit);
  const invoiceNumber = `INV-${contract.number}`;
  const lineId = firstLineOf(kit, contract);
  const invoiceId = kit.stack.procore.office.createInvoice({
    commitmentId: contract.id,
    invoiceNumber,
    status: 'approved',
    claims: [{ lineId, completed: '-100.0' }],
  });
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.state(invoiceNumber)).toHaveText('Not ready');
  await expect(dana.exports.why(invoiceNumber)).toContainText(
    /Subcontractor invoices with negative values do not sync.*INV-04/,
  );
  kit.stack.procore.office.updateInvoice(invoiceId, { claims: [{ lineId, completed: '100.0' }] });
  await refreshes(dana);
  await expect(dana.exports.state(invoiceNumber)).toHaveText('Ready to Send');
  await dana.exports.sends(invoiceNumber);
});

test('an invoice waits for its commitment and says so', async ({ kit }) => {
  const made = kit.commitment();
  const invoiceNumber = `INV-${made.number}`;
  kit.stack.procore.office.createInvoice({
    commitmentId: made.id,
    invoiceNumber,
    status: 'approved',
    claims: [{ lineId: firstLineOf(kit, made), completed: '1.0' }],
  });
  const dana = await kit.person(DANA);
  await dana.opensProject(RIVERSIDE_ID);
  await expect(dana.exports.why(invoiceNumber)).toContainText(/waits for it.*INV-02/);
});
