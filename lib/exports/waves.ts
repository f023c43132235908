import { EXPORT_KINDS, type ExportKind } from '@/lib/core/kinds';
import type { BooksNeed } from '@/lib/mappings/books';
import { matchName } from '@/lib/mappings/names';

/** A record, and what it wants to know of the books. */
export interface Tied {
  readonly kind: ExportKind;
  readonly procoreId: string;
  readonly number: string;
  readonly need: BooksNeed;
}

/** What the acceptance of a record changes for others. */
function told({ kind, procoreId, number, need }: Tied): string[] {
  return [`${kind} ${procoreId}`, ...(kind === 'cost_code' ? [`code ${number}`] : []), ...claimed(need)];
}

/** What it is judged by. */
function heard({ need }: Tied): string[] {
  return [
    ...need.links.map(link => `${link.kind} ${link.procoreId}`),
    ...need.costCodeFullCodes.map(code => `code ${code}`),
    ...(need.lists?.divisionId ? [`cost_code ${need.lists.divisionId}`] : []),
    ...claimed(need),
  ];
}

/** What only one record may have, or only one after the other. */
function claimed({ orderNumbers, changesOf, bills }: BooksNeed): string[] {
  return [
    ...orderNumbers.map(one => `number ${matchName(one)}`),
    ...(changesOf === null ? [] : [`changes of ${changesOf}`]),
    ...(bills?.numbers ?? []).map(one => `bill ${matchName(one)} of ${bills?.vendorId}`),
  ];
}

function place({ kind, need }: Tied): number {
  const isBelow = need.lists !== undefined && need.lists.divisionId !== null;
  return 2 * EXPORT_KINDS.indexOf(kind) + (isBelow ? 1 : 0);
}

/**
 * Records that are accepted in one go, in the order in which they may be: whatever an acceptance tells of comes before
 * what is judged by it, in a wave of its own. Records that have nothing to do with each other share one, so that nearly
 * always there is only one.
 */
export function wavesOf<T>(records: readonly T[], tiesOf: (record: T) => Tied): T[][] {
  const tied = records.map(record => ({ record, ties: tiesOf(record) }));
  tied.sort((left, right) => place(left.ties) - place(right.ties));
  const toldIn = new Map<string, number>();
  const waves: T[][] = [];
  for (const { record, ties } of tied) {
    const wave = Math.max(0, ...heard(ties).map(word => (toldIn.get(word) ?? -1) + 1));
    for (const word of told(ties)) toldIn.set(word, Math.max(wave, toldIn.get(word) ?? 0));
    const together = waves[wave];
    if (together) together.push(record);
    else waves.push([record]);
  }
  return waves;
}
