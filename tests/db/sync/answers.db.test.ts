import { afterEach, describe, expect, test } from 'vitest';
import { contractOf, nextAccepted, READ_FIRST } from '@/tests/support/changes';
import type { Desk } from '@/tests/support/desk';
import { changedTables, dumpOf } from '@/tests/support/dump';
import { nextWith, timesInBooks, WRITE, writeOf } from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { sharedDesk, sharedDeskBeside } from '@/tests/support/shared-desk';
import { type Answer, exchange, type Visit } from '@/tests/support/web-connector';

const HOUR = 60 * 60_000;
const ours = sharedDesk();
const others = sharedDeskBeside(ours);

const hresult = (code: string, message = 'QuickBooks said so'): Answer => ({
  response: '',
  hresult: code,
  message,
});
const answer = (response: string): Answer => ({ response, hresult: '', message: '' });

/** A visit with a set of writes in flight that QuickBooks has carried out, and its answer. */
async function carriedOut(desk: Desk): Promise<{ id: string; visit: Visit; xml: string; good: Answer }> {
  const id = await queued(desk);
  const visit = await desk.visit();
  const xml = await nextWith(visit, WRITE);
  return { id, visit, xml, good: await visit.ask(xml) };
}

/** The next run finds out; the order is in the books once and the export says so. */
async function endsWell(desk: Desk, id: string): Promise<void> {
  await desk.runUpdate();
  expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
}

async function expectUnchanged(desk: Desk, work: () => Promise<unknown>): Promise<unknown> {
  const before = await dumpOf(desk.test);
  const result = await work();
  expect(changedTables(before, await dumpOf(desk.test))).toEqual([]);
  return result;
}

afterEach(() => ours.desk.quickBooks.moods.clear());

describe('an answer that came before', () => {
  test('gives the same progress again and changes nothing, any number of times', async () => {
    const { desk } = ours;
    const { id, visit, good } = await carriedOut(desk);
    const progress = await visit.bring(good);
    for (let round = 0; round < 3; round += 1)
      expect(await expectUnchanged(desk, () => visit.bring(good))).toBe(progress);
    await visit.close();
    await endsWell(desk, id);
  });

  test('brought several times at once is settled once, and each is told the same', async () => {
    const { desk } = ours;
    for (let round = 0; round < 4; round += 1) {
      const { id, visit, good } = await carriedOut(desk);
      const told = await Promise.all([1, 2, 3, 4].map(() => visit.bring(good)));
      expect(new Set(told).size).toBe(1);
      await visit.close();
      const [row] = await desk.test.owner`select count(*)::int as count from history
        where object_id = ${id} and action = 'synced'`;
      expect([row?.['count'], await timesInBooks(desk, id)]).toEqual([1, 1]);
    }
  });

  test('comes while the next set is in flight: that one stays in flight and is settled by its own answer', async () => {
    const { desk } = ours;
    const first = await carriedOut(desk);
    const second = await queued(desk);
    await first.visit.bring(first.good);
    const xml = await nextWith(first.visit, WRITE);
    await expectUnchanged(desk, () => first.visit.bring(first.good));
    expect(await writeOf(desk, second)).toMatchObject({ state: 'sent' });
    expect(await first.visit.bring(await first.visit.ask(xml))).toBeGreaterThan(0);
    await first.visit.close();
    for (const id of [first.id, second])
      expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});

describe('0x80040400, which names no request', () => {
  test('delivered twice, the second time while the next set is in flight, lets nothing of that one be sent again', async () => {
    const { desk } = ours;
    const ids = [await queued(desk), await queued(desk)];
    const visit = await desk.visit();
    await nextWith(visit, WRITE);
    await visit.bring(hresult('0x80040400'));
    const half = await visit.ask(await nextWith(visit, WRITE));
    await visit.bring(hresult('0x80040400'));
    const written = ids[0] ?? '';
    expect([await desk.stateOf(written), await timesInBooks(desk, written)]).toEqual(['outcome_unknown', 1]);
    await visit.bring(half);
    await visit.close();
    for (const id of ids) await endsWell(desk, id);
  });

  test('delivered twice, the second time while an order is read to be changed, does not fail the change', async () => {
    const { desk } = ours;
    const contract = await contractOf(desk);
    const refused = await queued(desk);
    const change = await nextAccepted(desk, contract, { number: '001', amounts: ['8400'] });
    const visit = await desk.visit();
    await nextWith(visit, WRITE);
    await visit.bring(hresult('0x80040400'));
    expect(await visit.next()).toContain(READ_FIRST);
    await visit.bring(hresult('0x80040400'));
    await visit.close();
    expect([await desk.stateOf(refused), await desk.stateOf(change)]).toEqual(['failed', 'queued']);
    desk.env.advance(HOUR);
    await desk.runUpdate();
    expect(await desk.stateOf(change)).toBe('synced');
  });
});

describe('an answer that is not of this session’s set', () => {
  test('for other requests, or for none, is turned away and changes nothing', async () => {
    const { desk } = ours;
    const { id, visit, good } = await carriedOut(desk);
    const strange = [
      good.response.replaceAll(/requestID="[^"]*"/g, 'requestID="1"'),
      good.response.replaceAll(/requestID="([^"]*)"/g, 'requestID="$1-other"'),
      good.response.replaceAll(/ requestID="[^"]*"/g, ''),
    ];
    for (const response of strange)
      expect(await expectUnchanged(desk, () => visit.bring(answer(response)))).toBe(-1);
    expect(await visit.bring(good)).toBeGreaterThan(0);
    await visit.close();
    await endsWell(desk, id);
  });

  test('before anything was handed out is turned away and changes nothing', async () => {
    const { desk } = ours;
    const { visit: first, good, id } = await carriedOut(desk);
    await first.bring(good);
    await first.close();
    await queued(desk);
    const visit = await desk.visit();
    expect(await expectUnchanged(desk, () => visit.bring(good))).toBe(-1);
    for (const early of [answer(''), hresult('0x80040402'), answer('<QBXML><QBXMLMsgsRs/></QBXML>')])
      expect(await expectUnchanged(desk, () => visit.bring(early))).toBe(-1);
    await exchange(visit);
    await endsWell(desk, id);
  });

  test('of another company’s session is turned away there, whatever it says, and changes nothing', async () => {
    const { desk } = ours;
    const mine = await carriedOut(desk);
    const theirs = await carriedOut(others.desk);
    expect(await expectUnchanged(desk, () => theirs.visit.bring(mine.good))).toBe(-1);
    expect(await theirs.visit.bring(theirs.good)).toBeGreaterThan(0);
    expect(await mine.visit.bring(mine.good)).toBeGreaterThan(0);
    await Promise.all([mine.visit.close(), theirs.visit.close()]);
    await endsWell(desk, mine.id);
    await endsWell(others.desk, theirs.id);
  });

  test('that comes late, after its session was closed, is turned away; the order is found instead', async () => {
    const { desk } = ours;
    const { id, visit, good } = await carriedOut(desk);
    await visit.close();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    expect(await expectUnchanged(desk, () => visit.bring(good))).toBe(-1);
    await endsWell(desk, id);
  });

  test('that comes late, when the next set was asked for instead, settles nothing twice', async () => {
    const { desk } = ours;
    const { id, visit, good } = await carriedOut(desk);
    await visit.next();
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    await visit.bring(good);
    await visit.bring(good);
    await visit.close();
    await endsWell(desk, id);
  });
});

const SPOILERS = ['cut-short', 'not-xml', 'empty', 'dtd'] as const;

const MALFORMED: readonly [what: string, spoil: (good: string) => string][] = [
  ['HTML of a proxy', () => '<html><body>502 Bad Gateway</body></html>'],
  ['two documents', good => good + good],
  ['a set of a point of sale', good => good.replaceAll('QBXML', 'QBPOSXML')],
  ['no status', good => good.replace(/ statusCode="0"/, '')],
  ['a status that is no number', good => good.replace(/statusCode="0"/, 'statusCode="zero"')],
  ['no responses', () => '<?xml version="1.0"?><QBXML><QBXMLMsgsRs></QBXMLMsgsRs></QBXML>'],
  ['no TxnID', good => good.replaceAll(/<TxnID>[^<]*<\/TxnID>/g, '')],
  ['no EditSequence', good => good.replaceAll(/<EditSequence>[^<]*<\/EditSequence>/g, '')],
];

describe('an answer that proves nothing', () => {
  test.each(SPOILERS)(
    '(%s) leaves the outcome unknown, and the order is in the books once',
    async spoiler => {
      const { desk } = ours;
      const id = await queued(desk);
      desk.quickBooks.moods.spoilAnswers(spoiler, { element: 'PurchaseOrderAdd' });
      const visit = await desk.visit();
      await visit.bring(await visit.ask(await nextWith(visit, WRITE)));
      expect([await desk.stateOf(id), (await writeOf(desk, id)).state]).toEqual([
        'outcome_unknown',
        'unknown',
      ]);
      await visit.close();
      await endsWell(desk, id);
    },
  );

  test.each(MALFORMED)(
    '(%s) leaves the outcome unknown, and the order is in the books once',
    async (_, spoil) => {
      const { desk } = ours;
      const { id, visit, good } = await carriedOut(desk);
      await visit.bring(answer(spoil(good.response)));
      expect(await desk.stateOf(id)).toBe('outcome_unknown');
      await visit.close();
      await endsWell(desk, id);
    },
  );

  test.each(['0x80040402', '0x8004040D', '0x80040414', '0x80010105', '-2147220478', 'E_FAIL'])(
    '(%s instead of an answer) leaves the outcome unknown, ends the run with the reason, and the order is in the books once',
    async code => {
      const { desk } = ours;
      const { id, visit } = await carriedOut(desk);
      expect(await visit.bring(hresult(code))).toBe(-1);
      expect(await visit.lastError()).toMatch(/QuickBooks/);
      expect(await desk.stateOf(id)).toBe('outcome_unknown');
      await visit.close();
      await endsWell(desk, id);
    },
  );

  test('(for some of the set only) settles those and leaves the rest unknown', async () => {
    const { desk } = ours;
    const [answered, left] = [await queued(desk), await queued(desk)];
    const visit = await desk.visit();
    const good = await visit.ask(await nextWith(visit, WRITE));
    const second = good.response.lastIndexOf('<PurchaseOrderAddRs');
    const cut = good.response.slice(0, second) + good.response.slice(good.response.indexOf('</QBXMLMsgsRs>'));
    await visit.bring(answer(cut));
    expect([await desk.stateOf(answered), await desk.stateOf(left)]).toEqual(['synced', 'outcome_unknown']);
    await visit.close();
    await endsWell(desk, left);
    await endsWell(desk, answered);
  });

  test('(told twice over) settles each write once', async () => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.spoilAnswers('doubled', { element: 'PurchaseOrderAdd' });
    await desk.runUpdate();
    await endsWell(desk, id);
  });
});

describe('an answer of a newer QuickBooks', () => {
  test.each(['unknown-elements', 'other-order'] as const)('(%s) is read all the same', async spoiler => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.spoilAnswers(spoiler, { element: 'PurchaseOrderAdd' });
    await desk.runUpdate();
    expect(await desk.stateOf(id)).toBe('synced');
  });
});
