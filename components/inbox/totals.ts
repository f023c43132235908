import { EXPORT_KIND_WORDS, EXPORT_KINDS, type ExportKind } from '@/lib/core/kinds';
import { formatMoney, parseMoney, sumMoney } from '@/lib/core/money';
import type { ExportItem } from '@/lib/exports';

/** How many records of a kind, and what they come to. */
export interface KindTotal {
  readonly kind: ExportKind;
  readonly count: number;
  /** `2 commitments`. */
  readonly words: string;
  /** Null for kinds that have no amounts. */
  readonly total: string | null;
}

const WITHOUT_AMOUNTS: readonly ExportKind[] = ['cost_code', 'project', 'vendor'];

/** Counts and totals of each kind, in the order of the integration map. */
export function totalsOf(items: readonly Pick<ExportItem, 'kind' | 'amount'>[]): KindTotal[] {
  return EXPORT_KINDS.flatMap(kind => {
    const own = items.filter(item => item.kind === kind);
    if (own.length === 0) return [];
    const { one, many } = EXPORT_KIND_WORDS[kind];
    const total = WITHOUT_AMOUNTS.includes(kind)
      ? null
      : formatMoney(sumMoney(own.map(item => parseMoney(item.amount))));
    return [{ kind, count: own.length, words: `${own.length} ${own.length === 1 ? one : many}`, total }];
  });
}
