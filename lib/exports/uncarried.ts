import type { ExportKind } from '@/lib/core/kinds';
import { EXPORT_KIND_WORDS } from '@/lib/core/kinds';
import { parseMoney, sumMoney } from '@/lib/core/money';
import type { ExportFlow, Summary } from '@/lib/flows/flow';
import type { Budget } from './budget-record';

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

function budgetSummary({ projectId, isLocked, rows }: Budget): Summary {
  return {
    procoreId: projectId,
    projectId,
    number: '',
    title: 'Budget',
    vendorName: '',
    amount: sumMoney(rows.flatMap(row => [row.originalAmount, row.modifications].map(parseMoney))),
    status: isLocked ? 'locked' : 'unlocked',
  };
}

function budgetContent({ viewId: _view, modifications, changes, ...budget }: Budget): unknown {
  return {
    ...budget,
    modifications: modifications.map(({ originId: _id, updatedAt: _at, ...one }) => one),
    changes: changes.map(({ erpStatus: _erp, updatedAt: _at, ...one }) => one),
  };
}

/** Kinds that are staged, so that their flows find them read, and that nothing offers to send until then. */
export const UNCARRIED: Partial<Record<ExportKind, RecordForm>> = {
  budget: uncarried('budget', { summary: budgetSummary, content: budgetContent }),
};
