import { describe, expect, test } from 'vitest';
import { retryExport } from '@/lib/exports';
import type { Desk } from '@/tests/support/desk';
import { numberOf, timesInBooks, WRITE, workOf, writeOf } from '@/tests/support/outbox';
import { queued, rowOf, storyOf } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';

const ours = sharedDesk();
const MINUTE = 60_000;
const ELEMENT = 'PurchaseOrderAdd';

/** QuickBooks answers the next write of this export with a status instead of running it. */
async function answers(desk: Desk, id: string, status: { code: number; times?: number }): Promise<void> {
  desk.quickBooks.moods.answerStatus({ ...status, element: ELEMENT, label: await numberOf(desk, id) });
}

const writesIn = (sent: readonly string[]): string[] => sent.filter(xml => xml.includes(WRITE));

describe('an answer that is good', () => {
  test('settles each write by its own id: number, TxnID, line ids, link, history and the write-back that is owed', async () => {
    const { desk } = ours;
    const ids = [await queued(desk), await queued(desk), await queued(desk)];
    desk.quickBooks.moods.spoilAnswers('other-order', { element: ELEMENT });
    const run = await desk.runUpdate();
    for (const id of ids) {
      const number = await numberOf(desk, id);
      const order = desk.quickBooks.books.purchaseOrders().find(one => one.refNumber === number);
      expect(await rowOf(desk, id)).toMatchObject({
        state: 'synced',
        txn_id: order?.txnId,
        ref_number: number,
        error: null,
        warning: null,
        write_back: 'pending',
      });
      const [link] = await desk.test.owner`
        select * from links where kind = 'commitment' and qb_id = ${order?.txnId ?? ''}`;
      expect(link).toMatchObject({ edit_sequence: order?.editSequence, made_by: 'export' });
      expect(link?.['lines'].map((line: { txnLineId: string }) => line.txnLineId)).toEqual(
        order?.lines.map(line => line.lineId),
      );
      expect((await storyOf(desk, id)).at(-1)).toMatchObject({
        action: 'synced',
        after: { state: 'synced', txnId: order?.txnId },
      });
    }
    expect(run.progress.at(-1)).toBe(100);
  });

  test.each([530, 550])('but for a warning (%i) is synced, once, and the warning is shown', async code => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.warn({ code, element: ELEMENT });
    await desk.runUpdate();
    const row = await rowOf(desk, id);
    expect([row.state, await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect(row.warning).toMatch(/\w/);
  });
});

/** A code, and the beginning of the one thing a person can do about it. */
const DEFINITE: readonly [code: number, remedy: RegExp][] = [
  [3140, /Open Mappings/],
  [3100, /Link to the record/],
  [3120, /Link it again/],
  [3171, /Choose a later date/],
  [3260, /Have an Admin/],
  [3250, /switch on/],
  [3070, /Shorten/],
  [2000, /Contact support/],
  [3999, /Read the details/],
];

describe('a definite refusal', () => {
  test.each(DEFINITE)('%i fails its own record alone, at once, with a remedy', async (code, remedy) => {
    const { desk } = ours;
    const [bad, good] = [await queued(desk), await queued(desk)];
    await answers(desk, bad, { code });
    const run = await desk.runUpdate();
    const row = await rowOf(desk, bad);
    expect([row.state, row.error?.code]).toEqual(['failed', `QB-${code}`]);
    expect(row.error?.remedy).toMatch(remedy);
    expect(row.error?.raw).toBe('The request could not be processed.');
    expect([await desk.stateOf(good), await timesInBooks(desk, bad)]).toEqual(['synced', 0]);
    expect((await storyOf(desk, bad)).at(-1)).toMatchObject({
      action: 'refused by QuickBooks',
      reason: row.error?.cause,
    });
    expect([writesIn(run.sent).length, run.closing]).toEqual([1, 'OK: 1 done, 1 needs attention']);
  });

  test('is never sent again by itself, and goes through when a person retries it', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    await answers(desk, id, { code: 3140 });
    await desk.runUpdate();
    for (let round = 0; round < 3; round += 1) {
      desk.env.advance(61 * MINUTE);
      const { sent } = await desk.runUpdate();
      expect(writesIn(sent)).toEqual([]);
    }
    await retryExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});

describe('a refusal that may pass', () => {
  test('3175: is sent again in a later run, with growing gaps, and once QuickBooks can it is there once', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    await answers(desk, id, { code: 3175, times: 3 });
    const first = await desk.runUpdate();
    expect([first.progress.at(-1), await desk.stateOf(id)]).toEqual([100, 'queued']);
    expect((await desk.runUpdate()).status).toBe('none');
    for (const minutes of [1, 2, 4]) {
      desk.env.advance(minutes * MINUTE - 1000);
      expect(writesIn((await desk.runUpdate()).sent)).toEqual([]);
      desk.env.advance(1000);
      expect(writesIn((await desk.runUpdate()).sent)).toHaveLength(1);
    }
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test.each([
    [3175, 5],
    [3180, 2],
    [1000, 2],
    [3200, 3],
    [3170, 2],
    [3231, 5],
  ])('%i is tried %i times and then fails with its reason', async (code, tries) => {
    const { desk } = ours;
    const id = await queued(desk);
    await answers(desk, id, { code, times: tries });
    const sent: string[] = [];
    for (let run = 0; run < 6; run += 1) {
      sent.push(...writesIn((await desk.runUpdate()).sent));
      desk.env.advance(31 * MINUTE);
    }
    expect(sent).toHaveLength(tries);
    expect(await rowOf(desk, id)).toMatchObject({ state: 'failed', error: { code: `QB-${code}` } });
    expect(await timesInBooks(desk, id)).toBe(0);
  });
});

describe('an answer without the record', () => {
  test.each([500, 510, 1])('(%i) settles nothing: the order is looked up and found once', async code => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.spoilAnswers(
      answer =>
        answer
          .replace(/statusCode="0"/, `statusCode="${code}"`)
          .replace(/<PurchaseOrderRet>[\s\S]*<\/PurchaseOrderRet>/, ''),
      { element: ELEMENT },
    );
    desk.quickBooks.moods.loseStoredAnswers();
    desk.quickBooks.moods.forgetAnswers();
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect((await storyOf(desk, id)).map(entry => entry.action).slice(-2)).toEqual([
      'answer lost',
      'found in QuickBooks',
    ]);
  });
});

describe('0x80040400, a set that was not understood', () => {
  test('is cut in two until the faulty one stands alone: it fails with the reason, all others are written once', async () => {
    const { desk } = ours;
    const ids: string[] = [];
    for (let place = 0; place < 5; place += 1) ids.push(await queued(desk));
    const bad = ids[3] ?? '';
    const label = await numberOf(desk, bad);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040400',
      when: 'before',
      element: ELEMENT,
      label,
      times: 9,
    });
    const run = await desk.runUpdate();
    desk.quickBooks.moods.clear();
    for (const id of ids.filter(one => one !== bad))
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    expect(await rowOf(desk, bad)).toMatchObject({ state: 'failed', error: { code: 'HR-0x80040400' } });
    expect([await timesInBooks(desk, bad), (await writeOf(desk, bad)).state]).toEqual([0, 'failed']);
    const [kept] = await desk.test.owner`
      select xml from message_sets where hresult = '0x80040400' and jsonb_array_length(members) = 1`;
    expect(kept?.['xml']).toContain(label);
    expect(run.progress.slice(0, -1).every(percent => percent < 100)).toBe(true);
  });
});

describe('progress', () => {
  test('stays under 100 while a write, a question or a list is left, and is 100 when nothing is', async () => {
    const { desk } = ours;
    for (let place = 0; place < 43; place += 1) await queued(desk);
    desk.quickBooks.moods.failProcessing({ hresult: '0x80040402', when: 'after', element: ELEMENT });
    const lost = await desk.runUpdate();
    expect(lost.progress.at(-1)).toBe(-1);
    desk.env.advance(6 * MINUTE);
    const { progress, sent } = await desk.runUpdate();
    expect(workOf(sent)).toHaveLength(5);
    expect(progress.at(-1)).toBe(100);
    expect(progress.slice(0, -1).filter(percent => percent >= 100)).toEqual([]);
    expect(progress).toEqual(progress.toSorted((left, right) => left - right));
    const [row] = await desk.test.owner`select count(*)::int as left from exports where state <> 'synced'
      and state <> 'failed'`;
    expect(row?.['left']).toBe(0);
  });
});
