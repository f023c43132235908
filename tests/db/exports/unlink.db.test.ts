import { describe, expect, test } from 'vitest';
import { acceptExport, commentExport, sendExport, showExport, unlinkExport } from '@/lib/exports';
import { budgetAt, estimateOf, movedRows, nextPlace, syncedBudget } from '@/tests/support/budgets';
import { contractOf, nextAccepted, orderOf } from '@/tests/support/changes';
import type { Desk } from '@/tests/support/desk';
import { expectRefused } from '@/tests/support/outcome';
import { actionsOf, passMoment, ready, rowOf, storyOf, synced } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const others = sharedDeskBeside(ours);

async function unlinkAndRun(desk: Desk, id: string): Promise<readonly string[]> {
  await unlinkExport(desk.approver, { id });
  await passMoment(desk);
  return (await desk.runUpdate()).sent;
}

describe('unlink', () => {
  test('asks QuickBooks in the next run, and unlinks what it no longer has', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    const { number, txn_id: txnId } = await rowOf(desk, id);
    desk.quickBooks.bookkeeper.deletePurchaseOrder(number);
    await unlinkExport(desk.approver, { id });
    expect((await showExport(desk.approver, id)).presence).toEqual({ is: 'asked', text: '' });
    await passMoment(desk);
    const { sent } = await desk.runUpdate();
    expect(sent.some(xml => xml.includes(`<TxnID>${txnId}</TxnID>`))).toBe(true);
    expect(await rowOf(desk, id)).toMatchObject({
      state: 'unlinked',
      write_back: 'pending',
      warning: expect.stringMatching(/No longer in QuickBooks/),
    });
    expect((await storyOf(desk, id)).slice(-2)).toMatchObject([
      { action: 'unlink asked', actor_kind: 'person' },
      { action: 'unlinked', actor_kind: 'connector', reason: expect.stringContaining(number) },
    ]);
    expect((await showExport(desk.approver, id)).link).toBeNull();
  });

  test('leaves what is still there as it is, and says what to do; it may be asked again', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    const { number } = await rowOf(desk, id);
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await showExport(desk.approver, id)).presence).toEqual({
      is: 'there',
      text: `${number} is still in QuickBooks. Delete it there first, then unlink again.`,
    });
    desk.quickBooks.bookkeeper.deletePurchaseOrder(number);
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('unlinked');
  });

  test('what was unlinked goes to QuickBooks again once it is sent and accepted anew, under another mark', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    const { number } = await rowOf(desk, id);
    desk.quickBooks.bookkeeper.deletePurchaseOrder(number);
    await unlinkAndRun(desk, id);
    await sendExport(desk.sender, { id, consents: [] });
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    expect(await rowOf(desk, id)).toMatchObject({ state: 'synced', export_number: 2 });
    expect(desk.quickBooks.books.purchaseOrders().filter(one => one.refNumber === number)).toHaveLength(1);
  });

  test('a change order is there while its lines are, and is unlinked alone where they were taken off', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, { number: '001', amounts: ['100'] });
    await desk.runUpdate();
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('synced');
    const lines = orderOf(desk, contract).lines;
    desk.quickBooks.bookkeeper.removeLine(contract.refNumber, lines.length - 1);
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('unlinked');
    const [order] = await desk.test.owner<{ state: string }[]>`
      select state from exports where kind = 'commitment' and procore_id = ${contract.commitmentId}`;
    expect(order?.state).toBe('synced');
  });

  test('an order that is gone takes its change orders along', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const change = await nextAccepted(desk, contract, { number: '001', amounts: ['100'] });
    await desk.runUpdate();
    const [row] = await desk.test.owner<{ id: string }[]>`
      select id from exports where kind = 'commitment' and procore_id = ${contract.commitmentId}`;
    desk.quickBooks.bookkeeper.deletePurchaseOrder(contract.refNumber);
    await unlinkAndRun(desk, row?.id ?? '');
    expect([await desk.stateOf(row?.id ?? ''), await desk.stateOf(change)]).toEqual(['unlinked', 'unlinked']);
  });

  test.each([
    ['once it is written', false],
    ['once it was brought to the changes of its budget', true],
  ])('an estimate is there until it is deleted, %s', async (_when, isRenewed) => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    if (isRenewed) await syncedBudget(desk, budgetAt(place, { rows: movedRows('2500.0') }));
    const { txnId } = estimateOf(desk, place);
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await showExport(desk.approver, id)).presence).toMatchObject({ is: 'there' });
    desk.quickBooks.bookkeeper.estimates.delete(txnId);
    await unlinkAndRun(desk, id);
    expect(await desk.stateOf(id)).toBe('unlinked');
  });

  test('an answer that does not say leaves it linked, and says so', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    await unlinkExport(desk.approver, { id });
    await passMoment(desk);
    desk.quickBooks.moods.answerStatus({ code: 1, message: 'none', element: 'PurchaseOrderQuery' });
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await showExport(desk.approver, id)).presence).toMatchObject({
      is: 'not told',
      text: expect.stringMatching(/Nothing was unlinked/),
    });
    desk.quickBooks.moods.clear();
  });

  test('nor is a change order unlinked where QuickBooks shows nothing to whoever asks', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const id = await nextAccepted(desk, contract, { number: '001', amounts: ['100'] });
    await desk.runUpdate();
    await unlinkExport(desk.approver, { id });
    await passMoment(desk);
    desk.quickBooks.moods.answerStatus({ code: 1, message: 'none', element: 'PurchaseOrderQuery' });
    await desk.runUpdate();
    desk.quickBooks.moods.clear();
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await showExport(desk.approver, id)).presence).toMatchObject({ is: 'not told' });
  });

  test('is for approvers, for what is synced, and asked once at a time', async () => {
    const { desk } = ours;
    const id = await synced(desk);
    await expectRefused(desk.test, 'forbidden', () => unlinkExport(desk.sender, { id }));
    const early = await ready(desk);
    await expectRefused(desk.test, 'conflict', () => unlinkExport(desk.approver, { id: early }));
    await expectRefused(desk.test, 'not_found', () => unlinkExport(others.desk.approver, { id }));
    await unlinkExport(desk.approver, { id });
    await expectRefused(desk.test, 'conflict', () => unlinkExport(desk.approver, { id }));
    await passMoment(desk);
    await desk.runUpdate();
  });
});

describe('a comment', () => {
  test('stands in the timeline of its record, for everybody who may see it, and changes nothing else', async () => {
    const { desk } = ours;
    const id = await ready(desk);
    const before = await rowOf(desk, id);
    await commentExport(desk.sender, { id, comment: ' Waiting for the signed copy ' });
    expect(await rowOf(desk, id)).toEqual(before);
    const { timeline } = await showExport(desk.viewer, id);
    expect(timeline[0]).toMatchObject({
      action: 'commented',
      who: 'sender',
      reason: 'Waiting for the signed copy',
    });
    expect(await actionsOf(desk, id)).toEqual(['read from Procore', 'commented']);
  });

  test('needs words, a record that the person may see, and something to do with it', async () => {
    const { desk } = ours;
    const id = await ready(desk);
    await expectRefused(desk.test, 'invalid', () => commentExport(desk.sender, { id, comment: ' ' }));
    await expectRefused(desk.test, 'invalid', () =>
      commentExport(desk.sender, { id, comment: 'x'.repeat(2001) }),
    );
    await expectRefused(desk.test, 'forbidden', () => commentExport(desk.viewer, { id, comment: 'Hello' }));
    const blind = { ...desk.viewer, rights: { ...desk.viewer.rights, projects: new Map() } };
    await expectRefused(desk.test, 'not_found', () => commentExport(blind, { id, comment: 'Hello' }));
    await expectRefused(desk.test, 'not_found', () =>
      commentExport(others.desk.sender, { id, comment: 'Hello' }),
    );
  });
});
