import type { ExportKind } from '@/lib/core/kinds';
import { EXPORT_KIND_WORDS } from '@/lib/core/kinds';
import { parseMoney } from '@/lib/core/money';
import type { ExportFlow, Summary } from '@/lib/flows/flow';
import type { Invoice } from '@/lib/procore';

/** What staging has to know of a kind. A flow knows it; kinds without one are told of here. */
export type RecordForm<Snapshot = unknown> = Pick<
  ExportFlow<Snapshot>,
  'summary' | 'content' | 'needs' | 'check'
>;

function uncarried<Snapshot extends { projectId: string }>(
  kind: ExportKind,
  form: Pick<RecordForm<Snapshot>, 'summary' | 'content'>,
): RecordForm {
  return {
    ...form,
    needs: ({ projectId }: Snapshot) => ({
      projectId,
      links: [{ kind: 'project', procoreId: projectId }],
      costCodeFullCodes: [],
      orderNumbers: [],
      changesOf: null,
    }),
    check: () => [
      {
        ruleId: 'GEN-00',
        severity: 'blocks',
        field: 'Kind',
        message: `This version carries no ${EXPORT_KIND_WORDS[kind].many} to QuickBooks.`,
        fix: { where: 'settings', label: 'Nothing is to be done' },
      },
    ],
  } as RecordForm;
}

function invoiceSummary(invoice: Invoice): Summary {
  return {
    procoreId: invoice.id,
    projectId: invoice.projectId,
    number: invoice.invoiceNumber === '' ? String(invoice.number) : invoice.invoiceNumber,
    title: invoice.commitmentTitle,
    vendorName: invoice.vendor?.name ?? '',
    amount: parseMoney(invoice.summary?.paymentDue ?? '0'),
    status: invoice.status,
  };
}

/**
 * What other systems, or its payment, write on an invoice is no change of it; nor is what it shows of its commitment, which
 * moves without it.
 */
function invoiceContent(invoice: Invoice): unknown {
  const { originId: _id, originData: _data, updatedAt: _at, erpStatus: _erp, ...rest } = invoice;
  const { paymentDate: _paid, commitmentTitle: _title, percentComplete: _percent, ...content } = rest;
  const { contractSum: _sum, ...summary } = invoice.summary ?? { contractSum: null };
  return {
    ...content,
    vendor: invoice.vendor?.id ?? null,
    summary: invoice.summary === null ? null : summary,
    items: invoice.items.map(({ scheduled: _scheduled, ...item }) => item),
  };
}

/** Kinds that are staged, so that their flows find them read, and that nothing offers to send until then. */
export const UNCARRIED: Partial<Record<ExportKind, RecordForm>> = {
  invoice: uncarried('invoice', { summary: invoiceSummary, content: invoiceContent }),
};
