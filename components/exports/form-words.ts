import type { ExportKind } from '@/lib/core/kinds';

interface FormWords {
  /** What a record of the kind is in QuickBooks. */
  readonly form: string;
  /** How QuickBooks labels its number. */
  readonly number: string;
}

const ORDER: FormWords = { form: 'purchase order', number: 'P.O. No.' };

/** QuickBooks' words for what a kind becomes. */
export function formWords(kind: ExportKind): FormWords {
  return kind === 'budget' ? { form: 'estimate', number: 'Estimate No.' } : ORDER;
}
