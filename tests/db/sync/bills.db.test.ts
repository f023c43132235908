import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { sendExport, showExport } from '@/lib/exports';
import { due, invoiceItem, nextInvoice } from '@/tests/factories/invoice';
import {
  acceptedInvoice,
  billsOf,
  invoiceOf,
  lineIdsOf,
  RETAINAGE_ITEM,
  setUpBills,
  stageInvoices,
} from '@/tests/support/bills';
import { type Contract, contractOf, nextAccepted, orderOf } from '@/tests/support/changes';
import { ITEM_NAME, JOB_NAME, VENDOR_NAME } from '@/tests/support/desk';
import { ASK, LOOKUP } from '@/tests/support/outbox';
import { actionsOf, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const HOUR = 3_600_000;
const ADD = 'BillAdd';

beforeAll(() => setUpBills(ours.desk));
afterEach(() => ours.desk.quickBooks.moods.clear());

describe('an invoice', () => {
  test('waits for its commitment and says so; once that is there it becomes a bill to the cent and the line', async () => {
    const { desk } = ours;
    const early = nextInvoice('598134327199999');
    const [waiting = ''] = await stageInvoices(desk, early);
    expect((await rowOf(desk, waiting)).blockers.map(one => one.ruleId)).toEqual(['INV-02']);
    await expect(sendExport(desk.sender, { id: waiting, consents: [] })).rejects.toThrow(/waits for it/);
    const contract = await contractOf(desk);
    const change = await nextAccepted(desk, contract, { number: '001', amounts: ['8400'] });
    await desk.runUpdate();
    const [first = '', second = ''] = await lineIdsOf(desk, contract);
    const [added] = await desk.test.owner<{ id: string }[]>`
      select snapshot->'lines'->0->>'id' as id from exports where id = ${change}`;
    const invoice = nextInvoice(contract.commitmentId, {
      ...due('63600.15'),
      items: [
        invoiceItem({
          lineId: first,
          work: '60000.10',
          stored: '2000.05',
          held: '6000.00',
          description: 'Footings',
        }),
        invoiceItem({ position: 2, lineId: second, description: 'Slab on grade', released: '200.00' }),
        invoiceItem({
          position: 3,
          itemType: 'change_order_item',
          lineId: added?.id ?? '',
          work: '8400.00',
          held: '1000.00',
          description: 'Part 1 of 001',
        }),
      ],
    });
    const id = await acceptedInvoice(desk, invoice);
    const { accepted } = await showExport(desk.approver, id);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    const [bill] = billsOf(desk, invoice);
    expect(bill).toMatchObject({
      vendor: VENDOR_NAME,
      date: '2026-03-31',
      total: '63600.15',
      memo: `Procore invoice ${invoice.number} of ${contract.refNumber}, 2026-03-01 to 2026-03-31`,
    });
    const told = bill?.lines.map(line => [line.item, line.description, line.amount, line.job, line.bills]);
    expect(told).toEqual([
      [ITEM_NAME, 'Footings', '62000.15', JOB_NAME, 'Footings'],
      [ITEM_NAME, 'Part 1 of 001', '8400.00', JOB_NAME, 'CCO 001: Part 1 of 001'],
      [RETAINAGE_ITEM, `Retainage held on invoice ${invoice.invoiceNumber}`, '-7000.00', JOB_NAME, null],
      [RETAINAGE_ITEM, `Retainage released on invoice ${invoice.invoiceNumber}`, '200.00', JOB_NAME, null],
    ]);
    // What was shown is what went.
    expect(accepted?.lines.map(line => [line.item, line.description, line.amount])).toEqual(
      told?.map(line => line.slice(0, 3)),
    );
    expect(accepted?.total).toBe(bill?.total);
    expect(await rowOf(desk, id)).toMatchObject({
      txn_id: bill?.txnId,
      ref_number: invoice.invoiceNumber,
      warning: null,
      write_back: 'pending',
    });
  });

  test('bills its order until that is received whole; what comes later is entered without a link, and says so', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const [first = '', second = ''] = await lineIdsOf(desk, contract);
    const all = nextInvoice(contract.commitmentId, {
      ...due('157500.00'),
      items: [
        invoiceItem({ lineId: first, work: '96000.00' }),
        invoiceItem({ position: 2, lineId: second, work: '61500.00' }),
      ],
    });
    await acceptedInvoice(desk, all);
    await desk.runUpdate();
    expect(orderOf(desk, contract).isFullyReceived).toBe(true);
    // QuickBooks did not count the order as changed, so that our copy still shows it open.
    const late = nextInvoice(contract.commitmentId, {
      ...due('10.00'),
      items: [invoiceItem({ lineId: first, work: '10.00', workBefore: '96000.00' })],
    });
    const id = await acceptedInvoice(desk, late);
    expect((await showExport(desk.approver, id)).blockers.map(one => one.ruleId)).toEqual(['INV-11']);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(billsOf(desk, late)[0]?.lines[0]).toMatchObject({ item: ITEM_NAME, amount: '10.00', bills: null });
  });

  test('of a number that the vendor has a bill with already is not sent, whoever entered it', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const invoice = await invoiceOf(desk, contract, { work: '1.00' });
    const line = { item: ITEM_NAME, description: 'by hand', amount: '1.00', job: null };
    const { bills } = desk.quickBooks.bookkeeper;
    bills.add({ vendor: 'North Shore Supply', refNumber: invoice.invoiceNumber, lines: [line] });
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    const [id = ''] = await stageInvoices(desk, invoice);
    expect((await rowOf(desk, id)).blockers).toEqual([]);
    bills.add({ vendor: VENDOR_NAME, refNumber: invoice.invoiceNumber, lines: [line] });
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    await expect(sendExport(desk.sender, { id, consents: [] })).rejects.toThrow(
      new RegExp(`Keel Concrete LLC has a bill of .* with number ${invoice.invoiceNumber}`),
    );
  });

  test('of the number of another one on its way is not sent, unless that is of another vendor', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const invoice = await invoiceOf(desk, contract, { work: '1.00' });
    await acceptedInvoice(desk, invoice);
    const twin = await invoiceOf(desk, contract, {
      work: '2.00',
      patch: { invoiceNumber: invoice.invoiceNumber.toLowerCase() },
    });
    const [id = ''] = await stageInvoices(desk, twin);
    expect((await rowOf(desk, id)).blockers.map(one => one.ruleId)).toEqual(['INV-05']);
    await desk.runUpdate();
  });
});

async function lostBill(contract: Contract): Promise<{ id: string; number: string }> {
  const { desk } = ours;
  const invoice = await invoiceOf(desk, contract, { work: '100.00', held: '10.00' });
  const id = await acceptedInvoice(desk, invoice);
  desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: ADD });
  await desk.runUpdate();
  expect(await desk.stateOf(id)).toBe('outcome_unknown');
  return { id, number: invoice.invoiceNumber };
}

describe('a bill whose answer was lost', () => {
  test('is found by its mark, and there once', async () => {
    const { desk } = ours;
    const { id, number } = await lostBill(await contractOf(desk));
    desk.quickBooks.moods.loseStoredAnswers();
    const run = await desk.runUpdate();
    expect(run.sent.map(xml => [ASK, LOOKUP].find(text => xml.includes(text)) ?? 'other')).toContain(ASK);
    expect(await desk.stateOf(id)).toBe('synced');
    expect(billsOf(desk, { invoiceNumber: number })).toHaveLength(1);
    expect((await actionsOf(desk, id)).at(-1)).toBe('found in QuickBooks');
    const [link] = await desk.test.owner<{ lines: unknown[] }[]>`
      select lines from links where kind = 'invoice' and qb_id = ${(await rowOf(desk, id)).txn_id}`;
    expect(link?.lines).toHaveLength(1);
  });

  test('and that QuickBooks never saw is sent once more, and there once', async () => {
    const { desk } = ours;
    const invoice = await invoiceOf(desk, await contractOf(desk), { work: '100.00' });
    const id = await acceptedInvoice(desk, invoice);
    desk.quickBooks.moods.failProcessing({ hresult: '0x8004040D', when: 'before', element: ADD });
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(billsOf(desk, invoice)).toHaveLength(1);
  });

  test('and that somebody deleted meanwhile goes to a person, never in again', async () => {
    const { desk } = ours;
    const { id, number } = await lostBill(await contractOf(desk));
    desk.quickBooks.moods.loseStoredAnswers();
    desk.quickBooks.bookkeeper.bills.delete(number);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('needs_attention');
    expect((await rowOf(desk, id)).error).toMatchObject({ code: 'RECOVERY-deleted' });
    expect(billsOf(desk, { invoiceNumber: number })).toEqual([]);
  });

  test('and in whose place somebody entered one of that number goes to a person', async () => {
    const { desk } = ours;
    const invoice = await invoiceOf(desk, await contractOf(desk), { work: '100.00' });
    const id = await acceptedInvoice(desk, invoice);
    desk.quickBooks.moods.failProcessing({ hresult: '0x8004040D', when: 'before', element: ADD });
    await desk.runUpdate();
    const line = { item: ITEM_NAME, description: 'by hand', amount: '100.00', job: null };
    desk.quickBooks.bookkeeper.bills.add({
      vendor: VENDOR_NAME,
      refNumber: invoice.invoiceNumber,
      lines: [line],
    });
    await desk.runUpdate();
    expect((await rowOf(desk, id)).error).toMatchObject({ code: 'RECOVERY-foreign' });
    expect(billsOf(desk, invoice)).toHaveLength(1);
  });
});

describe('a bill in QuickBooks', () => {
  test('that somebody deletes ends its link and says so, and goes again only when it is accepted anew', async () => {
    const { desk } = ours;
    const invoice = await invoiceOf(desk, await contractOf(desk), { work: '100.00' });
    const id = await acceptedInvoice(desk, invoice);
    await desk.runUpdate();
    desk.quickBooks.bookkeeper.bills.delete(invoice.invoiceNumber);
    desk.env.advance(HOUR + 1);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('unlinked');
    expect((await actionsOf(desk, id)).at(-1)).toBe('deleted in QuickBooks');
    await desk.runUpdate();
    expect(billsOf(desk, invoice)).toEqual([]);
  });

  test('that was deleted a moment ago is not taken for a restored backup, and what waits is written', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const invoice = await invoiceOf(desk, contract, { work: '100.00' });
    const id = await acceptedInvoice(desk, invoice);
    await desk.runUpdate();
    desk.env.advance(60_000);
    desk.quickBooks.bookkeeper.bills.delete(invoice.invoiceNumber);
    const next = await invoiceOf(desk, contract, { work: '1.00' });
    const nextId = await acceptedInvoice(desk, next);
    await desk.runUpdate();
    expect([await desk.stateOf(id), await desk.stateOf(nextId)]).toEqual(['unlinked', 'synced']);
  });

  test('is read back with the orders before anything is written, and their deletions are asked once', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const invoice = await invoiceOf(desk, contract, { work: '100.00' });
    await acceptedInvoice(desk, invoice);
    await desk.runUpdate();
    desk.env.advance(8 * 24 * HOUR);
    await acceptedInvoice(desk, await invoiceOf(desk, contract, { work: '1.00' }));
    const { sent } = await desk.runUpdate();
    const [bill] = billsOf(desk, invoice);
    const readBack = sent.find(xml => xml.includes(`<TxnID>${bill?.txnId}</TxnID>`)) ?? '';
    expect(readBack).toContain('PurchaseOrderQueryRq');
    expect(readBack.match(/<TxnDeletedQueryRq/g)).toHaveLength(1);
    expect(sent.indexOf(readBack)).toBeLessThan(sent.findIndex(xml => xml.includes('<BillAddRq')));
  });
});
