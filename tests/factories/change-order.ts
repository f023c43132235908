import type { ChangeOrder, CommitmentLine } from '@/lib/procore';
import { PROJECT_ID } from './commitment';

let lineId = 90_000;

export function changeOrderLine(patch: Partial<CommitmentLine> = {}): CommitmentLine {
  lineId += 1;
  return {
    id: String(lineId),
    position: 1,
    description: 'Deeper footings, grid C',
    amount: '8400.0',
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    originId: null,
    // Procore names no standard code on the lines of a change order.
    costCode: { id: '9101010', standardId: null, fullCode: '03-300', name: 'Cast-in-Place Concrete' },
    costType: 'C',
    wbsCode: { flatCode: '03-300.C', description: 'Cast-in-Place Concrete' },
    ...patch,
  };
}

export const COMMITMENT_ID = '598134327001501';

/** A change order of the commitment of `commitment()` that passes every rule once that is in QuickBooks. */
export function changeOrder(patch: Partial<ChangeOrder> = {}): ChangeOrder {
  return {
    id: '88120',
    projectId: PROJECT_ID,
    commitmentId: COMMITMENT_ID,
    vendorName: 'Keel Concrete LLC',
    number: '001',
    revision: 0,
    title: 'Deeper footings',
    status: 'approved',
    description: 'Per RFI 12',
    createdAt: '2026-03-05T10:00:00.000Z',
    updatedAt: '2026-03-06T10:00:00.000Z',
    deletedAt: null,
    grandTotal: '8400.0',
    originId: null,
    originCode: null,
    currency: 'USD',
    lines: [changeOrderLine()],
    ...patch,
  };
}

let count = 0;

/** The next change order of a commitment, with a line for each amount. */
export function nextChangeOrder(
  commitmentId: string,
  number: string,
  amounts: readonly string[],
): ChangeOrder {
  count += 1;
  const lines = amounts.map((amount, index) =>
    changeOrderLine({ position: index + 1, description: `Part ${index + 1} of ${number}`, amount }),
  );
  const total = amounts.reduce((sum, amount) => sum + BigInt(amount), 0n);
  return changeOrder({ id: String(70_000 + count), commitmentId, number, grandTotal: `${total}.0`, lines });
}
