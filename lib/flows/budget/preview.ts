import { formatMoney, parseMoney, readableMoney, sumMoney } from '@/lib/core/money';
import type { BookLink, Books } from '@/lib/mappings/books';
import { normaliseText, oneLine } from '@/lib/qbxml';
import type { Preview, PreviewLine } from '../preview';
import type { Plan, PlannedLine } from './plan';
import { writtenTexts } from './reading';
import type { Budget } from './record';
import type { EstimateBody } from './request';

function lineShown(line: PlannedLine, job: string): PreviewLine {
  return {
    item: line.itemName,
    description: line.text,
    quantity: '1',
    rate: formatMoney(line.amount),
    amount: formatMoney(line.amount),
    job,
  };
}

const amountsOf = (plan: Plan): bigint => sumMoney(plan.lines.map(line => line.amount));

export function previewOfNew(
  budget: Budget,
  { plan, head, job }: { plan: Plan; head: Omit<EstimateBody, 'Lines'>; job: BookLink },
): Preview {
  return {
    form: 'Estimate',
    header: [
      { label: 'Customer:Job', value: job.name },
      { label: 'Estimate No.', value: head.RefNumber ?? '' },
      { label: 'Memo', value: head.Memo ?? '' },
    ],
    lines: plan.lines.map(line => lineShown(line, job.name)),
    total: formatMoney(amountsOf(plan)),
    notes: ['QuickBooks dates the estimate on the day it is written.', ...replacements(budget)],
  };
}

/** What is changed on an estimate that is there, against what QuickBooks was last seen to have. */
export function previewOfChange(
  budget: Budget,
  books: Books,
  { plan, link, job }: { plan: Plan; link: BookLink; job: BookLink },
): Preview {
  const now = books.estimates.copy?.total ?? null;
  const step = sumMoney(plan.lines.map(line => line.amount - (line.before ?? 0n)));
  const after = now === null ? null : formatMoney(parseMoney(now) + step);
  return {
    form: 'Estimate, brought up to date',
    header: [
      { label: 'Customer:Job', value: job.name },
      { label: 'Estimate No.', value: link.name },
      { label: 'Estimate total now', value: now ?? 'not read yet' },
      { label: 'Change', value: formatMoney(step) },
      { label: 'Estimate total with these changes', value: after ?? 'not known yet' },
    ],
    lines: plan.lines.map(line => ({
      ...lineShown(line, job.name),
      before: line.before === null ? null : formatMoney(line.before),
    })),
    total: after ?? formatMoney(amountsOf(plan)),
    notes: [
      'Lines that are not shown stay on the estimate as they are.',
      ...madeByHand(books, plan),
      ...replacements(budget),
    ],
  };
}

const MOST_TOLD = 10;

/** What people did to the estimate since the last export, as far as it was read. */
function madeByHand({ estimates: { left, copy } }: Books, plan: Plan): string[] {
  if (copy === null) return [];
  const own = new Map(left.map(line => [line.txnLineId, line]));
  const there = new Map(copy.lines.map(line => [line.id, line]));
  const set = new Map(plan.lines.map(line => [line.txnLineId, line]));
  const removed = left.filter(line => !there.has(line.txnLineId)).length;
  const added = copy.lines.filter(line => !own.has(line.id));
  const edited = copy.lines.flatMap(line => {
    const before = own.get(line.id);
    if (!before || line.amount === null || parseMoney(before.amount) === parseMoney(line.amount)) return [];
    const change = set.get(line.id);
    const becomes = change ? `now becomes ${readableMoney(change.amount)}` : 'stays so';
    const [was, is] = [before.amount, line.amount].map(amount => readableMoney(parseMoney(amount)));
    return [`“${oneLine(line.text)}” was changed in QuickBooks from ${was} to ${is}, and ${becomes}.`];
  });
  return [
    ...edited.slice(0, MOST_TOLD),
    ...(added.length === 0 ? [] : [`${counted(added.length)} made in QuickBooks by hand; it stays.`]),
    ...(removed === 0 ? [] : [`${counted(removed)} taken off in QuickBooks by hand.`]),
  ];
}

const counted = (count: number): string => (count === 1 ? '1 line was' : `${count} lines were`);

function replacements(budget: Budget): string[] {
  const replaced = Object.values(writtenTexts(budget)).flatMap(text => normaliseText(text).replaced);
  return [...new Map(replaced.map(change => [change.from, change])).values()].map(
    one => `“${one.from}” becomes “${one.to}”.`,
  );
}
