import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { allowEdition, confirmCompanyFile, pauseConnection, resumeConnection } from '@/lib/connections';
import { QuickBooks } from '@/tests/simulators/quickbooks';
import { makeWorld } from '@/tests/simulators/world';
import { type Desk, openDesk } from '@/tests/support/desk';
import { timesInBooks, WRITE } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { type Run, runUpdate } from '@/tests/support/web-connector';

let desk: Desk;

/** How much the connector had written before the test. */
let written = 0;

beforeAll(async () => {
  desk = await openDesk();
});
beforeEach(() => {
  written = entries();
});
afterEach(() => {
  desk.quickBooks.moods.openRightFile();
  desk.quickBooks.moods.clear();
});
afterAll(() => desk.close());

const entries = (): number =>
  desk.quickBooks.books.journal.filter(entry => entry.by === 'application').length;

const OTHER = { path: 'C:\\Books\\Other.QBW', companyName: 'Other Builders' };
const FOREIGN_ID = '{11111111-2222-4333-8444-555555555555}';

const hasWritten = (run: Run): boolean => run.sent.some(xml => xml.includes(WRITE));

async function row(): Promise<Record<string, unknown> | undefined> {
  return (await desk.test.owner`select * from connections where id = ${desk.connectionId}`)[0];
}

/** Nothing was written, the reason was told and is shown, and the order waits as it was. */
async function expectRefused(id: string, run: Run, reason: RegExp): Promise<void> {
  expect(hasWritten(run)).toBe(false);
  expect(run.lastError).toMatch(reason);
  expect(await row()).toMatchObject({ last_error_text: expect.stringMatching(reason) });
  expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['queued', 0]);
  expect(entries()).toBe(written);
}

/** The right file again: the order goes over, once. */
async function expectGoesOver(id: string): Promise<void> {
  desk.quickBooks.moods.openRightFile();
  desk.quickBooks.moods.clear();
  await desk.runUpdate();
  expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
}

describe('another company file', () => {
  test('with another mark gets nothing but the look at its mark', async () => {
    const id = await queued(desk);
    desk.quickBooks.moods.openOtherFile({ ...OTHER, fileId: FOREIGN_ID });
    const run = await desk.runUpdate();
    expect(run.sent).toEqual([]);
    await expectRefused(id, run, /not the company file of this connection/);
    expect(run.closing).toMatch(/not the company file/);
    await expectGoesOver(id);
  });

  test('that got the mark by a copied .qwc is known by its name, until an administrator confirms it', async () => {
    const id = await queued(desk);
    desk.quickBooks.moods.openOtherFile({ ...OTHER, path: 'C:\\Books\\Unmarked.QBW', fileId: null });
    await expectRefused(id, await desk.runUpdate(), /“Other Builders”.*“Harbor & Pine/);
    await confirmCompanyFile(desk.admin, desk.connectionId);
    await expectGoesOver(id);
  });

  test('that shows no mark is asked once more, and then refused', async () => {
    const id = await queued(desk);
    desk.quickBooks.moods.hideFileId();
    const run = await desk.runUpdate();
    expect(run.sent.map(xml => xml.includes('CompanyQueryRq'))).toEqual([true]);
    await expectRefused(id, run, /does not carry this connection's mark/);
    await expectGoesOver(id);
  });

  test('opened in the middle of a run, between two sets, gets nothing', async () => {
    const ids: string[] = [];
    for (let place = 0; place < 21; place += 1) ids.push(await queued(desk));
    desk.quickBooks.moods.restartAfter({ element: 'PurchaseOrderAdd' });
    const run = await desk.runUpdate();
    expect(run.progress.at(-1)).toBe(-1);
    desk.quickBooks.moods.openOtherFile({ ...OTHER, fileId: FOREIGN_ID });
    expect(hasWritten(await desk.runUpdate())).toBe(false);
    await expectGoesOver(ids.at(-1) ?? '');
    for (const id of ids)
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});

describe('what the first call tells of the file', () => {
  test.each([
    'cut-short',
    'not-xml',
    'empty',
    'dtd',
    'decimal-commas',
    'unknown-elements',
    'other-order',
  ] as const)(
    '(%s) is asked about again where it cannot be read, and the right file is written to',
    async spoiler => {
      const id = await queued(desk);
      desk.quickBooks.moods.spoilHcp(spoiler);
      await desk.runUpdate();
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
    },
  );

  test.each(['cut-short', 'not-xml', 'empty'] as const)(
    '(%s) of another file lets nothing through',
    async spoiler => {
      const id = await queued(desk);
      desk.quickBooks.moods.openOtherFile({ ...OTHER, fileId: FOREIGN_ID });
      desk.quickBooks.moods.spoilHcp(spoiler);
      await expectRefused(id, await desk.runUpdate(), /not the company file/);
    },
  );

  test('and the second look is spoilt as well: nothing is written, and the next run goes on', async () => {
    const id = await queued(desk);
    for (const spoiler of ['cut-short', 'empty'] as const) {
      desk.quickBooks.moods.spoilHcp('not-xml');
      desk.quickBooks.moods.spoilAnswers(spoiler, { element: 'CompanyQuery' });
      expect(hasWritten(await desk.runUpdate())).toBe(false);
    }
    expect(await desk.stateOf(id)).toBe('queued');
    await expectGoesOver(id);
  });
});

describe('an edition that is not supported', () => {
  /** The same company file under another QuickBooks. */
  async function under(productName: string, majorVersion: string): Promise<Run> {
    const { books } = makeWorld(1);
    const quickBooks = await QuickBooks.open({
      books: { ...books, productName, majorVersion: Number(majorVersion) },
      seed: 1,
      clock: desk.env.now,
    });
    return await runUpdate({ ...desk, quickBooks });
  }

  test('gets nothing, with the reason, until an administrator allows it', async () => {
    const id = await queued(desk);
    const run = await under('QuickBooks Pro 2014', '24');
    await expectRefused(id, run, /2014/);
    await allowEdition(desk.admin, desk.connectionId, true);
    expect(hasWritten(await under('QuickBooks Pro 2014', '24'))).toBe(true);
    expect(await desk.stateOf(id)).toBe('synced');
    await allowEdition(desk.admin, desk.connectionId, false);
    desk.quickBooks.moods.loseStoredAnswers();
    expect((await under('QuickBooks Pro 2014', '24')).sent).toEqual([]);
  });
});

describe('a paused connection', () => {
  test('reads and writes nothing; resumed, it goes on', async () => {
    const id = await queued(desk);
    await pauseConnection(desk.admin, desk.connectionId, 'Year end');
    desk.env.advance(6 * 60_000);
    const run = await desk.runUpdate();
    expect([run.sent.length > 0, hasWritten(run), run.progress.at(-1)]).toEqual([true, false, 100]);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['queued', 0]);
    await resumeConnection(desk.admin, desk.connectionId);
    await expectGoesOver(id);
  });
});

describe('QuickBooks that cannot be reached', () => {
  test.each(['0x80040408', '0x80040414', '0x80040416', '0x8004040A'])(
    '(%s) ends the run quietly, keeps the queue, and says what to do',
    async hresult => {
      const id = await queued(desk);
      desk.quickBooks.moods.failSession(hresult, 3);
      for (let run = 1; run <= 3; run += 1) {
        await desk.runUpdate();
        expect(await row()).toMatchObject({
          connect_failures: run,
          last_error_text: expect.stringMatching(/QuickBooks/),
        });
      }
      expect(await desk.stateOf(id)).toBe('queued');
      await expectGoesOver(id);
      expect(await row()).toMatchObject({ connect_failures: 0, last_error_text: null });
    },
  );
});
