import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Wire, type WireFault } from '@/tests/simulators/web-connector';
import { acceptedOrders, expectSyncedOnce } from './kit/orders';
import type { RecordItem } from './kit/records';
import { sharedStand } from './kit/shared-stand';

// A session that died holds its company file for no longer than a second.
const shared = sharedStand({ QBWC_IDLE_LEASE_S: '1', QBWC_IN_FLIGHT_LEASE_S: '1' });

async function acceptedOrder(): Promise<RecordItem> {
  const [order] = await acceptedOrders(shared.stand, 1);
  if (order === undefined) throw new RangeError('nothing was accepted');
  return order;
}

const countInBooks = (): number => shared.stand.quickBooks.books.purchaseOrders().length;

/** The exchange that writes: what was exported before is read back in the first of a session. */
const WRITE = 2;

beforeAll(async () => expectSyncedOnce(shared.stand, await acceptedOrder()));

afterEach(() => shared.stand.quickBooks.moods.clear());

describe('an order is written once though the app is killed', () => {
  test.each([
    ['after it was handed out, before it left', 'send-request.committed', 0],
    ['with the answer of QuickBooks read, before it was kept', 'receive-response.parsed', 1],
    ['with the answer kept, before it was acknowledged', 'receive-response.committed', 1],
  ])('%s', async (_name, point, written) => {
    const order = await acceptedOrder();
    const before = countInBooks();
    const app = await shared.stand.restart({
      FAULT_POINTS: `${point}=kill@${WRITE}`,
      ALLOW_FAULT_POINTS: '1',
    });
    expect((await shared.stand.update()).outcome).toBe('cut');
    expect(await app.exited).toBeNull();
    expect(countInBooks()).toBe(before + written);
    await shared.stand.restart();
    await expectSyncedOnce(shared.stand, order);
  });
});

const FAULTS: readonly (WireFault & { readonly name: string })[] = [
  { name: 'what was handed out is lost', kind: 'cut-after-sending', method: 'sendRequestXML' },
  { name: 'the asking is repeated', kind: 'deliver-twice', method: 'sendRequestXML' },
  { name: 'the Web Connector dies with the answer', kind: 'kill-before', method: 'receiveResponseXML' },
  { name: 'the answer is cut on its way', kind: 'cut-while-sending', method: 'receiveResponseXML' },
  { name: 'the acknowledgement is lost', kind: 'cut-after-sending', method: 'receiveResponseXML' },
  { name: 'the answer is repeated', kind: 'deliver-twice', method: 'receiveResponseXML' },
  { name: 'the answer comes a session late', kind: 'late', method: 'receiveResponseXML' },
];

describe('an order is written once though on the wire', () => {
  test.each(FAULTS)('$name', async ({ name: _name, ...fault }) => {
    const order = await acceptedOrder();
    const wire = new Wire({ faults: [{ ...fault, occurrence: WRITE }] });
    await shared.stand.update({ wire });
    await shared.stand.update({ wire });
    await expectSyncedOnce(shared.stand, order);
  });
});

describe('an order is written once though QuickBooks', () => {
  const LOST = { hresult: '0x80040402', element: 'PurchaseOrderAdd' } as const;

  test('fails before it wrote anything', async () => {
    const order = await acceptedOrder();
    shared.stand.quickBooks.moods.failProcessing({ ...LOST, when: 'before' });
    await shared.stand.update();
    await expectSyncedOnce(shared.stand, order);
  });

  test('fails after it wrote it, and keeps no answer', async () => {
    const order = await acceptedOrder();
    shared.stand.quickBooks.moods.forgetAnswers();
    shared.stand.quickBooks.moods.failProcessing({ ...LOST, when: 'after' });
    await shared.stand.update();
    await expectSyncedOnce(shared.stand, order);
  });

  test('answers with half a document', async () => {
    const order = await acceptedOrder();
    shared.stand.quickBooks.moods.spoilAnswers('cut-short', { element: 'PurchaseOrderAdd' });
    await shared.stand.update();
    await expectSyncedOnce(shared.stand, order);
  });
});
