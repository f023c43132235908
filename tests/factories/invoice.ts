import type { Invoice, InvoiceItem } from '@/lib/procore';
import { commitment, PROJECT_ID, VENDOR_ID } from './commitment';

let itemId = 17_920_000;

/** What an invoice's item bills; all in decimals as Procore writes them. */
export interface Claim {
  readonly lineId?: string | null;
  readonly itemType?: string;
  readonly description?: string;
  readonly work?: string;
  readonly workBefore?: string;
  readonly quantity?: string;
  readonly stored?: string;
  readonly storedBefore?: string;
  readonly moved?: string;
  readonly held?: string;
  readonly released?: string;
  readonly flatCode?: string | null;
  readonly position?: number;
}

/** An item as Procore tells it, its gross and net left for its columns to tell. */
export function invoiceItem(claim: Claim = {}, patch: Partial<InvoiceItem> = {}): InvoiceItem {
  itemId += 1;
  const { flatCode = '03-300.C' } = claim;
  return {
    id: String(itemId),
    itemType: claim.itemType ?? 'contract_item',
    lineId: claim.lineId === undefined ? '70011' : claim.lineId,
    costCodeId: '9101010',
    position: claim.position ?? 1,
    description: claim.description ?? 'Footings and foundation walls',
    uom: null,
    scheduled: { value: '96000.00', quantity: '0.0', unitPrice: '0.0000' },
    work: {
      thisPeriod: claim.work ?? '0.00',
      quantity: claim.quantity ?? '0.0',
      before: claim.workBefore ?? '0.00',
    },
    stored: {
      now: claim.stored ?? '0.00',
      before: claim.storedBefore ?? '0.00',
      moved: claim.moved ?? '0.00',
    },
    workRetainage: {
      retained: claim.held ?? '0.00',
      released: claim.released ?? '0.00',
      percent: '10',
      before: '0.00',
    },
    storedRetainage: { held: '0.00', added: '0.00', released: '0.00', moved: '0.00' },
    completedAndStored: '0.00',
    gross: null,
    net: null,
    taxes: [],
    budgetCode:
      flatCode === null ? null : { id: '77120031', flatCode, description: 'Cast-in-Place Concrete' },
    ...patch,
  };
}

export const SUMMARY: NonNullable<Invoice['summary']> = {
  paymentDue: '19206.50',
  completedAndStored: '21340.56',
  retainage: '2134.06',
  workRetainage: '2134.06',
  storedRetainage: '0.00',
  earnedLessRetainage: '19206.50',
  previousPayments: '0.00',
  tax: '0.00',
  contractSum: '182500.00',
};

/** Of a summary, what is due and its tax. */
export function due(paymentDue: string, tax = '0.00'): Pick<Invoice, 'summary'> {
  return { summary: { ...SUMMARY, paymentDue, tax } };
}

export const INVOICE_ID = '1300221';

/** An invoice of the commitment of `commitment()` that passes every rule once that is in QuickBooks. */
export function invoice(patch: Partial<Invoice> = {}): Invoice {
  const { id: commitmentId, title } = commitment();
  return {
    id: INVOICE_ID,
    projectId: PROJECT_ID,
    commitmentId,
    commitmentKind: 'subcontract',
    commitmentTitle: title,
    number: 1,
    invoiceNumber: 'KC-1042',
    invoiceType: 'progress_and_retainage_release',
    status: 'approved',
    erpStatus: null,
    isFinal: false,
    billingDate: '2026-03-31',
    periodStart: '2026-03-01',
    periodEnd: '2026-03-31',
    paymentDate: null,
    submittedOn: '2026-03-30',
    billingPeriodId: '55010',
    previousId: null,
    vendor: { id: VENDOR_ID, name: 'Keel Concrete LLC' },
    percentComplete: '11.69',
    originId: null,
    originData: null,
    createdAt: '2026-03-29T10:00:00Z',
    updatedAt: '2026-04-01T09:30:00Z',
    currency: 'USD',
    summary: SUMMARY,
    items: [invoiceItem({ work: '21340.56', held: '2134.06' }, { gross: '21340.56', net: '19206.50' })],
    ...patch,
  };
}

let count = 0;

/** The next invoice of a commitment: an id and a number that no other one has. */
export function nextInvoice(commitmentId: string, patch: Partial<Invoice> = {}): Invoice {
  count += 1;
  return invoice({
    id: String(1_400_000 + count),
    commitmentId,
    number: count,
    invoiceNumber: `KC-T-${count}`,
    ...patch,
  });
}
