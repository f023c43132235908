import type { CompanyFile } from './company/company-file';
import { type Fields, filledText, groupOf } from './company/fields';
import type { ListName, OrderLine } from './company/records';

export interface LineView {
  readonly lineId: string;
  readonly kind: 'line' | 'group';
  /** FullNames as they read today; null where the line names none. */
  readonly item: string | null;
  readonly job: string | null;
  readonly description: string | null;
  readonly quantity: string | null;
  readonly rate: string | null;
  readonly amount: string | null;
  readonly isManuallyClosed: boolean;
  readonly lines: readonly LineView[];
}

/** Full name, as it reads today, of what a field refers to. */
export function referred(file: CompanyFile, list: ListName, reference: Fields | undefined): string | null {
  const record = reference && file.byId([list], filledText(reference, 'ListID') ?? '');
  return record ? file.fullName(record) : null;
}

export function lineView(file: CompanyFile, { lineId, kind, fields, lines }: OrderLine): LineView {
  const text = (name: string): string | null => filledText(fields, name) ?? null;
  return {
    lineId,
    kind,
    item: referred(file, 'item', groupOf(fields, kind === 'group' ? 'ItemGroupRef' : 'ItemRef')),
    job: referred(file, 'customer', groupOf(fields, 'CustomerRef')),
    description: text('Desc'),
    quantity: text('Quantity'),
    rate: text('Rate'),
    amount: text('Amount'),
    isManuallyClosed: text('IsManuallyClosed') === 'true',
    lines: lines.map(line => lineView(file, line)),
  };
}
