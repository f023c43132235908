import { z } from 'zod';
import { ProcoreError } from '../errors';
import { plainText } from '../plain-text';
import { decimal, idText, momentText, words, wordsOrNull } from '../read';
import type { ProcoreSession } from '../session';
import { inOrder, lineFields, lineOf } from './lines';

/** With markups where Procore gives it; the lines of older change orders have only quantity times unit cost. */
const line = z
  .looseObject({ ...lineFields, total_amount: wordsOrNull, extended_amount: wordsOrNull })
  .transform((row, context) => {
    const given = row.total_amount ?? row.extended_amount;
    const amount = decimal.safeParse(given);
    if (!amount.success || given === null)
      context.addIssue({ code: 'custom', message: 'has no amount that can be read' });
    return lineOf(row, amount.data ?? '0');
  });

const changeOrder = z
  .looseObject({
    id: idText,
    contract_id: idText,
    type: words,
    number: words,
    revision: z.string().nullish(),
    title: words,
    status: words,
    description: words,
    created_at: momentText,
    updated_at: momentText,
    deleted_at: momentText,
    grand_total: decimal,
    origin_id: wordsOrNull,
    origin_code: wordsOrNull,
    currency_configuration: z.looseObject({ currency_iso_code: wordsOrNull }).nullish(),
    line_items: z.array(line),
  })
  .transform(one => ({
    id: one.id,
    commitmentId: one.contract_id,
    number: one.number.trim(),
    revision: Number.parseInt(one.revision ?? '0', 10) || 0,
    title: one.title.trim(),
    /** Lower case: `approved`, `pending`, `void`. */
    status: one.status.toLowerCase(),
    description: plainText(one.description),
    createdAt: one.created_at,
    updatedAt: one.updated_at,
    deletedAt: one.deleted_at,
    grandTotal: one.grand_total,
    originId: one.origin_id,
    originCode: one.origin_code,
    currency: one.currency_configuration?.currency_iso_code ?? null,
    lines: inOrder(one.line_items),
    isOwners: one.type === 'PrimeContractChangeOrder',
  }));

/** A commitment change order with its lines: what Procore calls a change order package, whatever the number of tiers. */
export type ChangeOrder = Omit<z.output<typeof changeOrder>, 'isOwners'> & {
  readonly projectId: string;
  /** The company the commitment is with. */
  readonly vendorName: string;
};

export interface ChangeOrderKey {
  readonly projectId: string;
  readonly id: string;
  /** A package names its contract, but not whom it is with. */
  readonly vendorName: string;
}

/** One change order, whole. @throws ProcoreError 404 when it is gone, may not be seen, or changes what the owner pays. */
export async function showChangeOrder(session: ProcoreSession, key: ChangeOrderKey): Promise<ChangeOrder> {
  const { isOwners, ...found } = await session.get(
    changeOrder,
    `/rest/v1.0/change_order_packages/${key.id}`,
    { project_id: key.projectId },
  );
  if (isOwners)
    throw new ProcoreError(404, [{ field: null, text: 'No change order of a commitment' }], {
      isRetryable: false,
    });
  return { ...found, projectId: key.projectId, vendorName: key.vendorName };
}
