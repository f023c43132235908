import { Invalid } from '@/lib/core/errors';
import type { ExportKind } from '@/lib/core/kinds';
import { historyFrame } from '@/lib/history';
import { type ExportState, moveExports } from '@/lib/lifecycle';
import { type ListChoices, listChoices } from '@/lib/mappings/list-books';
import { type Ctx, inCompany, requireApproval } from '@/lib/tenancy';
import { expectMoved, expectState, lockExport } from './load';
import { restageExport } from './stage';

/** States in which it is not decided yet what leaves. */
const OPEN: readonly ExportState[] = [
  'not_sendable',
  'ready_to_send',
  'awaiting_approval',
  'retrieved',
  'rejected',
  'failed',
  'needs_attention',
];

/** What can be chosen for records of a kind. */
const CHOICES: Readonly<Partial<Record<ExportKind, readonly (keyof ListChoices)[]>>> = {
  cost_code: ['name', 'itemType', 'incomeAccount', 'expenseAccount'],
  project: ['name', 'customer'],
  vendor: ['name'],
};

export interface ChooseInput {
  readonly id: string;
  /** All that is chosen: what is left out is as the settings have it. */
  readonly choices: unknown;
}

/**
 * Keeps what the accountant decided for one record: the customer of a job, the accounts of an item, another name. What
 * was on screens before no longer fits, so that nobody accepts it by mistake.
 * @throws Invalid, Conflict once it is decided, Forbidden, NotFound
 */
export async function chooseForExport(ctx: Ctx, input: ChooseInput): Promise<void> {
  await inCompany(ctx, async tx => {
    const row = await lockExport(ctx, tx, input.id);
    requireApproval(ctx.rights, row.kind, 'export');
    await expectState(tx, row, OPEN);
    const choices = readFor(row.kind, input.choices);
    const moved = await moveExports(tx, historyFrame(ctx), [
      {
        exportId: row.id,
        from: [row.state],
        to: row.state,
        action: 'chosen',
        patch: { choices },
        said: { before: row.choices, choices },
      },
    ]);
    expectMoved(moved, row);
    await restageExport(ctx, tx, row);
  });
}

/** @throws Invalid for what cannot be chosen for this kind */
function readFor(kind: ExportKind, given: unknown): ListChoices {
  const read = listChoices.safeParse(given);
  const allowed = CHOICES[kind] ?? [];
  const foreign = Object.keys(read.data ?? {}).find(key => !allowed.some(one => one === key));
  if (read.success && foreign === undefined) return read.data;
  const what = foreign ?? read.error?.issues[0]?.path.join('.') ?? '';
  throw new Invalid(`This cannot be chosen here: ${what}.`, { remedy: 'Load the page again.' });
}
