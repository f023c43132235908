import type { Commitment, CommitmentLine } from '@/lib/procore';
import { RIVERSIDE_ID } from '@/tests/simulators/world';

let lineId = 70_000;

export const PROJECT_ID = String(RIVERSIDE_ID);
export const VENDOR_ID = '598134326300871';
export const COST_CODE_ID = '9001010';

export function commitmentLine(patch: Partial<CommitmentLine> = {}): CommitmentLine {
  lineId += 1;
  return {
    id: String(lineId),
    position: 1,
    description: 'Footings and foundation walls',
    amount: '96000.0',
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    originId: null,
    costCode: { id: '9101010', standardId: COST_CODE_ID, fullCode: '03-300', name: 'Cast-in-Place Concrete' },
    costType: 'C',
    wbsCode: { flatCode: '03-300.C', description: 'Cast-in-Place Concrete' },
    ...patch,
  };
}

/** A commitment that passes every rule in the company of `tests/support/desk.ts`. */
export function commitment(patch: Partial<Commitment> = {}): Commitment {
  return {
    id: '598134327001501',
    kind: 'subcontract',
    projectId: PROJECT_ID,
    number: 'SC-017-001',
    title: 'Concrete package',
    status: 'Approved',
    description: 'Footings, slabs & walls',
    accountingMethod: 'amount',
    contractDate: '2026-03-02',
    createdAt: '2026-02-20T10:00:00.000Z',
    updatedAt: '2026-03-01T10:00:00.000Z',
    deletedAt: null,
    grandTotal: '96000.0',
    vendor: { id: VENDOR_ID, name: 'Keel Concrete LLC' },
    originId: null,
    originCode: null,
    currency: 'USD',
    lines: [commitmentLine()],
    ...patch,
  };
}

let count = 0;

/** The next commitment of a project: an id and a number that no other one has. */
export function nextCommitment(patch: Partial<Commitment> = {}): Commitment {
  count += 1;
  return commitment({
    id: String(598_134_327_100_000 + count),
    number: `SC-T-${String(count).padStart(4, '0')}`,
    title: `Package ${count}`,
    ...patch,
  });
}
