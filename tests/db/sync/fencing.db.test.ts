import { afterEach, describe, expect, test } from 'vitest';
import type { Desk } from '@/tests/support/desk';
import {
  ASK,
  isDeletionsRead,
  keyIn,
  LOOKUP,
  nextWith,
  timesInBooks,
  WRITE,
  workOf,
} from '@/tests/support/outbox';
import { queued } from '@/tests/support/paths';
import { sharedDesk } from '@/tests/support/shared-desk';
import type { Visit } from '@/tests/support/web-connector';

const ours = sharedDesk();
const LEASE_MS = 60 * 60_000;

afterEach(() => ours.desk.quickBooks.moods.clear());

interface Asleep {
  readonly id: string;
  readonly visit: Visit;
  /** What the PC took and has not handed to QuickBooks. */
  readonly xml: string;
}

/** A PC that takes an order and falls asleep before it hands it over; its lease ends. */
async function asleep(desk: Desk): Promise<Asleep> {
  const id = await queued(desk);
  const visit = await desk.visit();
  const xml = await nextWith(visit, WRITE);
  desk.env.advance(LEASE_MS);
  return { id, visit, xml };
}

const kindsOf = (sent: readonly string[]): string[] =>
  workOf(sent)
    .filter(xml => !isDeletionsRead(xml))
    .map(xml => [ASK, LOOKUP, WRITE].find(text => xml.includes(text)) ?? 'read')
    .filter(kind => kind !== 'read');

describe('a PC that wakes up and hands over an order long after another PC proved it absent', () => {
  test('finds its id taken: QuickBooks refuses it, and the order is in the books once', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await asleep(desk);
    const run = await desk.runUpdate();
    expect(kindsOf(run.sent)).toEqual([ASK, LOOKUP, WRITE]);
    const look = run.sent.find(one => one.includes(LOOKUP) && one.includes('newMessageSetID')) ?? '';
    expect(keyIn(look)).toBe(keyIn(xml));
    const late = await visit.ask(xml);
    expect(late.response).toContain('messageSetStatusCode="9001"');
    expect(await visit.bring(late)).toBe(-1);
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('and after the set was settled and others were cleared, still', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await asleep(desk);
    await desk.runUpdate();
    for (let run = 0; run < 2; run += 1) {
      await queued(desk);
      desk.env.advance(60_000);
      await desk.runUpdate();
    }
    expect((await visit.ask(xml)).response).toContain('9001');
    expect(await timesInBooks(desk, id)).toBe(1);
  });

  test('between the question and the look has written it: the look says nothing, the next one finds it', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await asleep(desk);
    const other = await desk.visit();
    await other.bring(await other.ask(await nextWith(other, ASK)));
    const look = await other.next();
    await visit.ask(xml);
    expect((await other.ask(look)).response).toContain('9001');
    await other.bring(await other.ask(look));
    const plain = await nextWith(other, LOOKUP);
    expect(plain).not.toContain('newMessageSetID');
    await other.bring(await other.ask(plain));
    await other.close();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('while the look itself was lost, finds the id taken all the same', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await asleep(desk);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x80040402',
      when: 'after',
      element: 'PurchaseOrderQuery',
      label: /<RefNumber>([^<]*)/.exec(xml)?.[1] ?? '',
    });
    const cut = await desk.runUpdate();
    expect([cut.progress.at(-1), await desk.stateOf(id)]).toEqual([-1, 'outcome_unknown']);
    const run = await desk.runUpdate();
    // Under its id first, which is taken; then without; then the order itself.
    expect(kindsOf(run.sent)).toEqual([LOOKUP, LOOKUP, WRITE]);
    expect((await visit.ask(xml)).response).toContain('9001');
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });

  test('after a refusal was brought a second time, in place of the look’s answer, finds the id taken all the same', async () => {
    const { desk } = ours;
    const { id, visit, xml } = await asleep(desk);
    const other = await desk.visit();
    await nextWith(other, ASK);
    const refusal = { response: '', hresult: '0x80040400', message: 'QuickBooks found an error.' };
    await other.bring(refusal);
    expect(await other.next()).toContain(LOOKUP);
    await other.bring(refusal);
    const look = await nextWith(other, LOOKUP);
    expect(keyIn(look)).toBe(keyIn(xml));
    await other.bring(await other.ask(look));
    await other.close();
    await desk.runUpdate();
    expect((await visit.ask(xml)).response).toContain('9001');
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});

describe('a look under the lost set’s own id', () => {
  test.each([
    ['9001', '<QBXML><QBXMLMsgsRs newMessageSetID="KEY" messageSetStatusCode="9001"/></QBXML>'],
    ['9004', '<QBXML><QBXMLMsgsRs newMessageSetID="KEY" messageSetStatusCode="9004"/></QBXML>'],
    ['9005 beside what it saw', ''],
    [
      'the answer to something else',
      '<QBXML><QBXMLMsgsRs newMessageSetID="KEY" messageSetStatusCode="0"><PurchaseOrderAddRs requestID="old/1" statusCode="3175" statusSeverity="Error" statusMessage="in use"/></QBXMLMsgsRs></QBXML>',
    ],
  ])('that is answered %s proves nothing: it is looked again without the id', async (_, answer) => {
    const { desk } = ours;
    const id = await queued(desk);
    desk.quickBooks.moods.failProcessing({
      hresult: '0x8004040D',
      when: 'before',
      element: 'PurchaseOrderAdd',
    });
    await desk.runUpdate();
    const visit = await desk.visit();
    await visit.bring(await visit.ask(await nextWith(visit, ASK)));
    const fenced = await nextWith(visit, LOOKUP);
    const { response: looked } = await visit.ask(fenced);
    const response =
      answer === ''
        ? looked.replace('messageSetStatusCode="0"', 'messageSetStatusCode="9005"')
        : answer.replace('KEY', keyIn(fenced));
    expect(await visit.bring({ response, hresult: '', message: '' })).toBeGreaterThan(0);
    expect(await desk.stateOf(id)).toBe('outcome_unknown');
    const plain = await visit.next();
    expect([plain.includes(LOOKUP), plain.includes('newMessageSetID')]).toEqual([true, false]);
    await visit.bring(await visit.ask(plain));
    await visit.close();
    expect(await desk.stateOf(id)).toBe('queued');
    await desk.runUpdate();
    expect([await desk.stateOf(id), await timesInBooks(desk, id)]).toEqual(['synced', 1]);
  });
});
