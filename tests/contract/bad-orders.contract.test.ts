import { afterEach, describe, expect, test } from 'vitest';
import { acceptedOrders } from './kit/orders';
import { type RecordItem, shown } from './kit/records';
import { sharedStand } from './kit/shared-stand';

const shared = sharedStand();

afterEach(() => shared.stand.quickBooks.moods.clear());

const ALWAYS = 100;

/** What QuickBooks says to one order, every time. */
type Mood = (label: string) => void;

const status =
  (code: number, message: string): Mood =>
  label =>
    shared.stand.quickBooks.moods.answerStatus({
      code,
      message,
      element: 'PurchaseOrderAdd',
      label,
      times: ALWAYS,
    });

const refusedWhole: Mood = label =>
  shared.stand.quickBooks.moods.failProcessing({
    hresult: '0x80040400',
    when: 'before',
    element: 'PurchaseOrderAdd',
    label,
    times: ALWAYS,
  });

const CASES: readonly (readonly [name: string, mood: Mood, raw: RegExp])[] = [
  [
    'names what QuickBooks does not know (3140)',
    status(3140, 'There is an invalid reference.'),
    /invalid reference/,
  ],
  ['has a name that is taken (3100)', status(3100, 'The name is already in use.'), /already in use/],
  ['is out of date (3200)', status(3200, 'The provided edit sequence is out-of-date.'), /out-of-date/],
  ['makes QuickBooks refuse the whole set (0x80040400)', refusedWhole, /error when parsing/],
];

async function shownNow(orders: readonly RecordItem[]): Promise<readonly RecordItem[]> {
  const approver = await shared.stand.person('approver');
  return await Promise.all(orders.map(({ id }) => shown(approver, id)));
}

describe('of several orders, one alone fails and says why', () => {
  test.each(CASES)('that %s', async (_name, mood, raw) => {
    const orders = await acceptedOrders(shared.stand, 4);
    const [bad] = orders.slice(1);
    mood((await shownNow(bad ? [bad] : []))[0]?.refNumber ?? '');
    const report = await shared.stand.update();
    expect(report.outcome).toBe('done');
    expect(report.lastMessage).toMatch(/1 needs attention/);
    const [first, failed, ...others] = await shownNow(orders);
    expect([first, ...others].map(order => order?.state)).toEqual(['synced', 'synced', 'synced']);
    expect(failed?.state).toBe('failed');
    expect(failed?.error?.raw).toMatch(raw);
    expect(failed?.error?.cause).not.toBe('');
    expect(failed?.error?.remedy).not.toBe('');
    const numbers = shared.stand.quickBooks.books.purchaseOrders().map(order => order.refNumber);
    for (const order of [first, ...others])
      expect(numbers.filter(one => one === order?.refNumber)).toHaveLength(1);
    expect(numbers).not.toContain(failed?.refNumber);
    expect(await shared.stand.brokenPromises()).toEqual([]);
  });
});
