import { afterEach, describe, expect, test } from 'vitest';
import { acceptExport, rejectExport, retryExport, sendExport, showExport } from '@/lib/exports';
import { budgetChange, budgetLine, otherLine } from '@/tests/factories/budget';
import { PROJECT_ID } from '@/tests/factories/commitment';
import {
  acceptedBudget,
  budgetAt,
  budgetSender,
  changesBecome,
  ESTIMATE_ADD,
  ESTIMATE_MOD,
  estimateOf,
  estimatesOf,
  movedRows,
  nextPlace,
  type Place,
  sendBudget,
  stageBudget,
  syncedBudget,
} from '@/tests/support/budgets';
import { ITEM_NAME } from '@/tests/support/desk';
import { writeOf } from '@/tests/support/outbox';
import { outcomeOf } from '@/tests/support/outcome';
import { actionsOf, passMoment, rowOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();

afterEach(() => ours.desk.quickBooks.moods.clear());

const linesOf = (place: Place) =>
  estimateOf(ours.desk, place).lines.map(line => [line.description, line.amount] as const);

/** When the lists are read again, and the preferences told. */
async function anHourLater(): Promise<void> {
  ours.desk.env.advance(61 * 60_000);
  await ours.desk.runUpdate();
}

const LABOR = 'Cast-in-Place Concrete, Labor';
const MATERIALS = 'Cast-in-Place Concrete, Materials';

async function linksOf(place: Place) {
  return await ours.desk.test.owner<{ qb_id: string; lines: unknown[]; ended_at: Date | null }[]>`
    select qb_id, lines, ended_at from links where kind = 'budget' and procore_id = ${place.projectId}
    order by created_at, ended_at`;
}

describe('an accepted budget', () => {
  test('becomes the estimate of its job, to the line and to the cent', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await acceptedBudget(desk, budgetAt(place));
    const { sent } = await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    const estimate = estimateOf(desk, place);
    expect(estimate).toMatchObject({ total: '186200.50', job: place.job, isActive: true });
    expect(linesOf(place)).toEqual([
      [LABOR, '182000.00'],
      [MATERIALS, '4200.50'],
    ]);
    expect(estimate.lines.map(line => line.item)).toEqual([ITEM_NAME, ITEM_NAME]);
    expect(sent.filter(xml => xml.includes(ESTIMATE_ADD))).toHaveLength(1);
    expect(await rowOf(desk, id)).toMatchObject({
      txn_id: estimate.txnId,
      ref_number: estimate.refNumber,
      warning: null,
      // Nothing of a budget can carry a mark in Procore.
      write_back: 'none',
    });
    expect(await linksOf(place)).toMatchObject([
      {
        qb_id: estimate.txnId,
        lines: estimate.lines.map(line => ({ txnLineId: line.lineId, amount: line.amount, part: 0 })),
      },
    ]);
  });

  test('that is not locked cannot be sent, and neither can one while estimates are off', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await stageBudget(desk, budgetAt(place, { isLocked: false, rows: [] }));
    expect(await desk.stateOf(id)).toBe('not_sendable');
    expect(await outcomeOf(sendBudget(desk, id, place.projectId))).toBe('blocked');
    desk.quickBooks.bookkeeper.estimates.use(false);
    await anHourLater();
    await stageBudget(desk, budgetAt(place));
    const { blockers } = await showExport(desk.approver, id);
    expect(blockers.map(one => one.ruleId)).toEqual(['BUD-02']);
    desk.quickBooks.bookkeeper.estimates.use(true);
    await anHourLater();
    await stageBudget(desk, budgetAt(place));
    expect(await desk.stateOf(id)).toBe('ready_to_send');
  });

  test('of a job that has an active estimate is stopped, also when it is seen only as it leaves', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await acceptedBudget(desk, budgetAt(place));
    const lines = [{ item: ITEM_NAME, description: 'By hand', amount: '1.00' }];
    desk.quickBooks.bookkeeper.estimates.add({ job: place.job, refNumber: 'H-77', lines });
    desk.env.advance(6 * 60_000);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('failed');
    expect((await rowOf(desk, id)).error).toMatchObject({
      code: 'BUD-04',
      cause: expect.stringContaining('H-77'),
    });
    desk.quickBooks.bookkeeper.estimates.setActive('H-77', false);
    await anHourLater();
    await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });
});

describe('an estimate whose answer was lost', () => {
  test.each([
    ['made', 'after', '0x80040402'],
    ['not made', 'before', '0x8004040D'],
  ] as const)('and that was %s is there once after the next run', async (_was, when, hresult) => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await acceptedBudget(desk, budgetAt(place));
    desk.quickBooks.moods.failProcessing({ hresult, when, element: 'EstimateAdd' });
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    desk.quickBooks.moods.clear();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(estimateOf(desk, place).total).toBe('186200.50');
    expect((await linksOf(place)).map(link => link.lines.length)).toEqual([2]);
  });

  test('and that somebody renumbered is found by its mark', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await acceptedBudget(desk, budgetAt(place));
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: 'EstimateAdd' });
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    desk.quickBooks.moods.clear();
    desk.quickBooks.bookkeeper.estimates.renumber(estimateOf(desk, place).txnId, '1042');
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect((await rowOf(desk, id)).ref_number).toBe('1042');
    expect(estimatesOf(desk, place)).toHaveLength(1);
  });

  test('and that somebody deleted goes to a person, and is not made again by itself', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await acceptedBudget(desk, budgetAt(place));
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: 'EstimateAdd' });
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    desk.quickBooks.moods.clear();
    desk.quickBooks.bookkeeper.estimates.delete(estimateOf(desk, place).txnId);
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('needs_attention');
    expect((await rowOf(desk, id)).error).toMatchObject({ code: 'RECOVERY-deleted' });
    expect(estimatesOf(desk, place)).toEqual([]);
  });
});

/** A budget that is in QuickBooks, changed in Procore since, sent again and accepted. */
async function acceptedAgain(place: Place, id: string, rows = movedRows('2500.0')): Promise<void> {
  const { desk } = ours;
  await stageBudget(desk, budgetAt(place, { rows }));
  expect((await rowOf(desk, id)).changed_after_sync).not.toBeNull();
  await sendBudget(desk, id, place.projectId);
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
}

const HAND = { item: ITEM_NAME, description: 'By hand', amount: '7.00' };

describe('a budget that changed after it went to QuickBooks', () => {
  test('says what differs, and can be sent again only then', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    expect((await showExport(desk.admin, id)).mayBeSentAgain).toBe(false);
    const sender = budgetSender(desk, place.projectId);
    expect(await outcomeOf(sendExport(sender, { id, consents: [] }))).toBe('conflict');
    await stageBudget(desk, budgetAt(place, { rows: movedRows('2500.0') }));
    const seen = await showExport(desk.admin, id);
    expect(seen).toMatchObject({ state: 'synced', mayBeSentAgain: true });
    expect(seen.differences).toEqual([
      { field: 'lines › 03-300, Labor › modifications', before: '0.00', after: '2500.00' },
    ]);
    await sendBudget(desk, id, place.projectId);
    const waiting = await showExport(desk.approver, id);
    expect(waiting.differences).toEqual(seen.differences);
    expect(waiting.proposal?.preview).toMatchObject({
      form: 'Estimate, brought up to date',
      lines: [{ description: `Budget change 1: ${LABOR}`, amount: '2500.00', before: null }],
    });
    await stageBudget(desk, budgetAt(place));
    expect((await showExport(desk.approver, id)).obstacle?.message).toMatch(/nothing to bring/);
  });

  test('is brought to the same estimate by lines of their own; lines made by hand survive', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    const { estimates } = desk.quickBooks.bookkeeper;
    const { txnId, refNumber } = estimateOf(desk, place);
    estimates.addLine(txnId, HAND);
    estimates.editLine(txnId, 1, { description: 'Renamed by hand' });
    const before = estimateOf(desk, place).lines;
    await acceptedAgain(place, id);
    const { sent } = await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(sent.filter(xml => xml.includes(ESTIMATE_MOD))).toHaveLength(1);
    const after = estimateOf(desk, place);
    expect(after.lines.slice(0, 3)).toEqual(before);
    expect(linesOf(place).slice(3)).toEqual([[`Budget change 1: ${LABOR}`, '2500.00']]);
    expect(after).toMatchObject({ txnId, refNumber, total: '188707.50' });
    expect(await rowOf(desk, id)).toMatchObject({ ref_number: refNumber, changed_after_sync: null });
    const links = await linksOf(place);
    expect(links.map(link => [link.qb_id, link.ended_at === null, link.lines.length])).toEqual([
      [txnId, false, 2],
      [txnId, true, 3],
    ]);
    // And once more, on what the first change left.
    await acceptedAgain(place, id, movedRows('2000.0'));
    await desk.runUpdate();
    expect(linesOf(place).slice(4)).toEqual([[`Budget change 2: ${LABOR}`, '-500.00']]);
  });

  test('or by revised amounts, with new budget lines below', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    const { txnId } = estimateOf(desk, place);
    desk.quickBooks.bookkeeper.estimates.addLine(txnId, HAND);
    await changesBecome(desk, 'revised_amounts');
    const added = otherLine({ id: '9', budgetCodeId: '99', costType: 'Other', originalAmount: '10.0' });
    const snapshot = budgetAt(place, { rows: [budgetLine(), added], changes: [budgetChange()] });
    await stageBudget(desk, snapshot);
    await sendBudget(desk, id, place.projectId);
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    await changesBecome(desk, 'added_lines');
    expect(await desk.stateOf(id)).toBe('synced');
    expect(linesOf(place)).toEqual([
      [LABOR, '186500.00'],
      // It is no longer in the budget.
      [MATERIALS, '0.00'],
      ['By hand', '7.00'],
      ['Budget change 1: Cast-in-Place Concrete, Other', '10.00'],
    ]);
    expect((await rowOf(desk, id)).warning).toBeNull();
  });

  test('twice in a row, before the lists are read again: a line that was just added is not missed', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    await anHourLater();
    await changesBecome(desk, 'revised_amounts');
    const added = otherLine({ id: '9', budgetCodeId: '99', costType: 'Other', originalAmount: '10.0' });
    await acceptedAgain(place, id, [budgetLine(), otherLine(), added]);
    await desk.runUpdate();
    const { editSequence, total } = estimateOf(desk, place);
    const [copy] = await desk.test.owner`
      select edit_sequence, fields->>'total' as total from qb_lists where qb_id = ${estimateOf(desk, place).txnId}`;
    expect(copy).toEqual({ edit_sequence: editSequence, total });
    await acceptedAgain(place, id, [budgetLine(), otherLine(), { ...added, originalAmount: '12.0' }]);
    await desk.runUpdate();
    await changesBecome(desk, 'added_lines');
    expect(await desk.stateOf(id)).toBe('synced');
    expect(linesOf(place)).toEqual([
      [LABOR, '182000.00'],
      [MATERIALS, '4200.50'],
      ['Budget change 1: Cast-in-Place Concrete, Other', '12.00'],
    ]);
  });

  test.each([
    ['made', 'after', '0x80040402'],
    ['not made', 'before', '0x8004040D'],
  ] as const)('is brought there once although the answer was lost: %s', async (_was, when, hresult) => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    await acceptedAgain(place, id);
    desk.quickBooks.moods.failProcessing({ hresult, when, element: 'EstimateMod' });
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    desk.quickBooks.moods.clear();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    await desk.runUpdate();
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(linesOf(place).slice(2)).toEqual([[`Budget change 1: ${LABOR}`, '2500.00']]);
  });

  test('is tried again on the estimate as it is when somebody saved it in between', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    await acceptedAgain(place, id);
    const { txnId } = estimateOf(desk, place);
    const visit = await desk.visit();
    let meddled = 0;
    for (let xml = await visit.next(); xml !== ''; xml = await visit.next()) {
      if (xml.includes(ESTIMATE_MOD) && meddled < 1) {
        meddled += 1;
        desk.quickBooks.bookkeeper.estimates.addLine(txnId, HAND);
      }
      await visit.bring(await visit.ask(xml));
    }
    await visit.close();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(linesOf(place).slice(2)).toEqual([
      ['By hand', '7.00'],
      [`Budget change 1: ${LABOR}`, '2500.00'],
    ]);
    expect((await writeOf(desk, id)).attempts).toBe(2);
  });

  test('and is rejected is still in QuickBooks, and can be sent again', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    await stageBudget(desk, budgetAt(place, { rows: movedRows('1.0') }));
    await sendBudget(desk, id, place.projectId);
    await rejectExport(desk.approver, { id, comment: 'Not this month' });
    expect(estimateOf(desk, place).total).toBe('186200.50');
    await sendBudget(desk, id, place.projectId);
    expect((await showExport(desk.approver, id)).proposal?.preview.form).toBe('Estimate, brought up to date');
  });
});

describe('an estimate that somebody deleted', () => {
  test('is noticed before anything is written, and its budget is given back to be exported anew', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    const first = estimateOf(desk, place);
    desk.quickBooks.bookkeeper.estimates.delete(first.txnId);
    await anHourLater();
    expect(await desk.stateOf(id)).toBe('unlinked');
    expect(await rowOf(desk, id)).toMatchObject({ write_back: 'none' });
    expect((await actionsOf(desk, id)).at(-1)).toBe('deleted in QuickBooks');
    await sendBudget(desk, id, place.projectId);
    await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(estimateOf(desk, place).txnId).not.toBe(first.txnId);
  });

  test('while a change for it waits is not made again by that change', async () => {
    const { desk } = ours;
    const place = await nextPlace(desk);
    const id = await syncedBudget(desk, budgetAt(place));
    await acceptedAgain(place, id);
    desk.quickBooks.bookkeeper.estimates.delete(estimateOf(desk, place).txnId);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('failed');
    expect((await rowOf(desk, id)).error).toMatchObject({ code: 'ESTIMATE-gone' });
    expect(estimatesOf(desk, place)).toEqual([]);
    await anHourLater();
    expect((await linksOf(place)).every(link => link.ended_at !== null)).toBe(true);
    await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await passMoment(desk);
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
    expect(estimateOf(desk, place).total).toBe('188700.50');
  });
});

test('what is only read of a budget is nobody’s to send who may not', async () => {
  const { desk } = ours;
  const place = await nextPlace(desk);
  const id = await stageBudget(desk, budgetAt(place));
  expect(await outcomeOf(sendExport(desk.sender, { id, consents: [] }))).not.toBe('done');
  expect(place.projectId).not.toBe(PROJECT_ID);
});
