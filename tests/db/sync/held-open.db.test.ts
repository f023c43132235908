import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { acceptExport, awaitDecision } from '@/lib/exports';
import { type Desk, openDesk } from '@/tests/support/desk';
import { emptied, nextWith, WRITE } from '@/tests/support/outbox';
import { queued, sent } from '@/tests/support/paths';
import { exchange } from '@/tests/support/web-connector';

const SECOND = 1000;
const HOUR = 3_600_000;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

async function accept(id: string): Promise<void> {
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
}

describe('a run with nothing left to do', () => {
  test('is held open when somebody has just accepted, and carries the next one at once', async () => {
    const [first, second] = [await sent(desk), await sent(desk)];
    await accept(first);
    const visit = await desk.visit();
    expect(await visit.bring(await visit.ask(await nextWith(visit, WRITE)))).toBeLessThan(100);
    await emptied(visit);
    expect(await visit.lastError()).toBe('NoOp');
    desk.env.advance(5 * SECOND);
    await accept(second);
    await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
    expect([await desk.stateOf(first), await desk.stateOf(second)]).toEqual(['synced', 'synced']);
    await visit.close();
  });

  test('is let go when the moment is over, and after six rounds in any case', async () => {
    await accept(await sent(desk));
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
    await emptied(visit);
    for (let round = 1; round < 6; round += 1) {
      expect(await visit.lastError()).toBe('NoOp');
      expect(await visit.next()).toBe('');
    }
    expect(await visit.lastError()).toBe('NoOp');
    // Told of nothing, the Web Connector would show an error: one more look at the file ends the run well.
    const last = await visit.next();
    expect(last).toContain('CompanyQueryRq');
    expect(await visit.bring(await visit.ask(last))).toBe(100);
    expect(await visit.close()).toBe('OK: 1 done');
    await accept(await sent(desk));
    const later = await desk.visit();
    desk.env.advance(15 * SECOND);
    expect((await exchange(later)).progress.at(-1)).toBe(100);
  });

  test('has its rounds anew once work was handed out', async () => {
    await accept(await sent(desk));
    const visit = await desk.visit();
    for (let lap = 0; lap < 2; lap += 1) {
      await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
      await emptied(visit);
      for (let round = 1; round < 6; round += 1) {
        expect(await visit.lastError()).toBe('NoOp');
        expect(await visit.next()).toBe('');
      }
      await accept(await sent(desk));
    }
    await visit.close();
  });

  test('ends at once when nobody is about to do anything', async () => {
    await queued(desk);
    const { progress, closing } = await desk.runUpdate();
    expect([progress.at(-1), closing]).toEqual([100, expect.stringMatching(/^OK: \d+ done$/)]);
  });

  test('is held open while somebody who may decide looks at a record', async () => {
    await queued(desk);
    const visit = await desk.visit();
    const write = await nextWith(visit, WRITE);
    await awaitDecision(desk.approver);
    await visit.bring(await visit.ask(write));
    await emptied(visit);
    expect(await visit.lastError()).toBe('NoOp');
    await visit.close();
  });

  test('is held open for a try that falls due within half a minute, and makes it', async () => {
    const id = await queued(desk);
    const visit = await desk.visit();
    desk.quickBooks.moods.answerStatus({ code: 3175, element: 'PurchaseOrderAdd' });
    await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
    await emptied(visit);
    expect(await visit.lastError()).toBe('Nothing to do.');
    desk.env.advance(35 * SECOND);
    expect([await visit.next(), await visit.lastError()]).toEqual(['', 'NoOp']);
    desk.env.advance(25 * SECOND);
    await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
    expect(await desk.stateOf(id)).toBe('synced');
    await visit.close();
  });

  test('keeps a second Web Connector out meanwhile, and is taken over once its lease is over', async () => {
    await accept(await sent(desk));
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
    await visit.next();
    expect((await desk.authenticate()).status).toBe('busy');
    desk.env.advance(2 * HOUR);
    expect((await desk.authenticate()).status).toBe('');
    expect(await visit.next()).toBe('');
    expect(await visit.lastError()).toBe('This session has ended. Run the update again.');
  });
});

describe('what is expected', () => {
  test('is written down at most once in a few seconds, however often it is said', async () => {
    const until = async () =>
      (
        await desk.test.owner`select expect_work_until, xmin from connections where id = ${desk.connectionId}`
      )[0];
    await awaitDecision(desk.approver);
    const first = await until();
    desk.env.advance(4 * SECOND);
    await awaitDecision(desk.approver);
    expect(await until()).toEqual(first);
    desk.env.advance(SECOND);
    await awaitDecision(desk.approver);
    expect((await until())?.['expect_work_until']).toEqual(new Date(desk.env.now().getTime() + 15 * SECOND));
  });
});
