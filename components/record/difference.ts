import type { Preview } from '@/lib/flows/preview';

/** One thing that is not as it was shown. */
export interface Difference {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

function lineText(line: Preview['lines'][number] | undefined): string {
  if (!line) return '—';
  const measure =
    line.quantity === null ? '' : ` · ${line.quantity}${line.rate === null ? '' : ` × ${line.rate}`}`;
  return `${line.item} · ${line.description}${measure} · ${line.amount}`;
}

/** What changed between the proposal that was on the screen and the one there is now. Empty for equal ones. */
export function differences(before: Preview, after: Preview): Difference[] {
  const labels = [...new Set([...before.header, ...after.header].map(field => field.label))];
  const textOf = (preview: Preview, label: string): string =>
    preview.header.find(field => field.label === label)?.value ?? '—';
  const header = labels.map(label => ({
    label,
    before: textOf(before, label),
    after: textOf(after, label),
  }));
  const lines = Array.from({ length: Math.max(before.lines.length, after.lines.length) }, (_, index) => ({
    label: `Line ${index + 1}`,
    before: lineText(before.lines[index]),
    after: lineText(after.lines[index]),
  }));
  const total = { label: 'Total', before: before.total, after: after.total };
  return [...header, ...lines, total].filter(one => one.before !== one.after);
}
