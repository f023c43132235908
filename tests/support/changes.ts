import { acceptExport, sendExport } from '@/lib/exports';
import type { ChangeOrder } from '@/lib/procore';
import { nextChangeOrder } from '@/tests/factories/change-order';
import { commitmentLine, nextCommitment } from '@/tests/factories/commitment';
import type { PurchaseOrderView } from '@/tests/simulators/quickbooks';
import { type Desk, ITEM_NAME } from './desk';
import { passMoment, synced } from './paths';

/** Of a message set that adds lines to an order. */
export const CHANGE = 'PurchaseOrderModRq';
/** Of one that reads the order first. */
export const READ_FIRST = '<TxnID>';

/** A commitment that is in QuickBooks, and its order there. */
export interface Contract {
  readonly commitmentId: string;
  readonly refNumber: string;
}

export async function contractOf(desk: Desk): Promise<Contract> {
  const lines = [
    commitmentLine({ description: 'Footings', amount: '96000.0' }),
    commitmentLine({ description: 'Slab on grade', amount: '61500.0' }),
  ];
  const { id, number } = nextCommitment();
  await synced(desk, { id, number, lines, grandTotal: '157500.0' });
  return { commitmentId: id, refNumber: number };
}

/** A change order of the contract that is accepted and waits for the Web Connector. */
export async function acceptedChange(desk: Desk, changeOrder: ChangeOrder): Promise<string> {
  const [id = ''] = await desk.stageChanges(changeOrder);
  await sendExport(desk.sender, { id, consents: [] });
  await acceptExport(desk.approver, { id, hash: await desk.hashOf(desk.approver, id) });
  await passMoment(desk);
  return id;
}

export function nextAccepted(
  desk: Desk,
  { commitmentId }: Contract,
  change: { number: string; amounts: readonly string[] },
): Promise<string> {
  return acceptedChange(desk, nextChangeOrder(commitmentId, change.number, change.amounts));
}

export function orderOf(desk: Desk, { refNumber }: Contract): PurchaseOrderView {
  const found = desk.quickBooks.books.purchaseOrders().find(order => order.refNumber === refNumber);
  if (!found) throw new RangeError(`the books have no order ${refNumber}`);
  return found;
}

/** What the lines of the order say, in their order. */
export function textsOf(desk: Desk, contract: Contract): (string | null)[] {
  return orderOf(desk, contract).lines.map(line => line.description);
}

/** What somebody adds to the order by hand. */
export function addByHand(desk: Desk, { refNumber }: Contract, description: string): void {
  desk.quickBooks.bookkeeper.addLine(refNumber, { item: ITEM_NAME, description, amount: '7.00', job: null });
}
