import { expect } from 'vitest';
import { accept, listed, type RecordItem, type Result, send, shown } from './records';
import type { Stand } from './stand';
import { until } from './until';

/** Orders that were just accepted and wait for the Web Connector; nothing else does. */
export async function acceptedOrders(stand: Stand, count: number): Promise<readonly RecordItem[]> {
  await stand.settle();
  const approver = await stand.person('approver');
  await sendMore(stand, count - (await listed(approver, 'ready_to_export')).length);
  const orders = (await listed(approver, 'ready_to_export')).slice(0, count);
  const results = (await accept(approver, orders)).json<readonly Result[]>();
  const isDone = orders.length === count && results.every(result => result.ok);
  if (!isDone) throw new Error(`Not accepted: ${JSON.stringify(results)}`);
  return orders;
}

/** As many more as are missing, of those nothing stands in the way of, are sent by the project manager. */
async function sendMore(stand: Stand, missing: number): Promise<void> {
  if (missing <= 0) return;
  const waiting = await listed(await stand.person('approver'), 'ready_to_send');
  const clear = waiting.filter(item => item.state === 'ready_to_send' && item.blockers.length === 0);
  const manager = await stand.person('manager');
  for (const item of clear.slice(0, missing)) await send(manager, [item]);
}

/** Whatever happened, the order ends in the books once and its export as synced, and every promise holds. */
export async function expectSyncedOnce(stand: Stand, { id }: RecordItem): Promise<void> {
  const approver = await stand.person('approver');
  const look = async (): Promise<RecordItem> => {
    await stand.update();
    return await shown(approver, id);
  };
  const { refNumber } = await until(look, order => order.state === 'synced');
  const orders = stand.quickBooks.books.purchaseOrders({ includeDeleted: true });
  expect(orders.filter(order => order.refNumber === refNumber)).toHaveLength(1);
  await stand.settle();
  expect(await stand.brokenPromises()).toEqual([]);
}
