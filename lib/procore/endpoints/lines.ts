import { z } from 'zod';
import { plainText } from '../plain-text';
import { decimal, idOrNull, idText, words, wordsOrNull } from '../read';

/** What the lines of contracts and of their change orders have in common. */
export const lineFields = {
  id: idText,
  position: z.string().nullish(),
  description: words,
  quantity: decimal,
  unit_cost: decimal,
  uom: wordsOrNull,
  origin_id: wordsOrNull,
  cost_code: z
    .looseObject({
      id: idText,
      full_code: words,
      code: words,
      name: words,
      standard_cost_code_id: idOrNull,
    })
    .nullish(),
  line_item_type: z.looseObject({ code: words, name: words }).nullish(),
  wbs_code: z.looseObject({ id: idText, flat_code: words, description: words }).nullish(),
} as const;

type LineRow = z.output<z.ZodObject<typeof lineFields>>;

/** @param amount What the line comes to; its field has another name on each kind of record. */
export function lineOf(row: LineRow, amount: string) {
  return {
    id: row.id,
    position: Number.parseInt(row.position ?? '0', 10) || 0,
    description: plainText(row.description),
    amount,
    quantity: row.quantity,
    unitCost: row.unit_cost,
    uom: row.uom,
    originId: row.origin_id,
    costCode: row.cost_code
      ? {
          id: row.cost_code.id,
          standardId: row.cost_code.standard_cost_code_id,
          fullCode: row.cost_code.full_code === '' ? row.cost_code.code : row.cost_code.full_code,
          name: row.cost_code.name,
        }
      : null,
    costType: row.line_item_type?.code ?? null,
    wbsCode: row.wbs_code
      ? { flatCode: row.wbs_code.flat_code, description: row.wbs_code.description }
      : null,
  };
}

/** A line of a schedule of values: of a commitment, or of a change order to one. */
export type CommitmentLine = ReturnType<typeof lineOf>;

/** In the order people see them. */
export function inOrder(lines: readonly CommitmentLine[]): CommitmentLine[] {
  return lines.toSorted(
    (left, right) => left.position - right.position || (BigInt(left.id) < BigInt(right.id) ? -1 : 1),
  );
}
