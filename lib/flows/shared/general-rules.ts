import { type Cents, isWholeCents, MAX_CENTS, parseMoney, readableMoney, sumMoney } from '@/lib/core/money';
import type { Books } from '@/lib/mappings/books';
import { normaliseText, statusMeaning } from '@/lib/qbxml';
import type { Blocker, Fix } from '../flow';
import { comesFirst, linkOf } from './links';

/** GEN-01: the record's project is connected to a job of a company file. */
export function projectIsLinked(projectId: string, books: Books): Blocker[] {
  const link = linkOf(books, 'project', projectId);
  const fix = {
    where: 'mappings',
    label: 'Link the project to a job',
    kind: 'project',
    procoreId: projectId,
  } as const;
  if (link === null || books.connection === null) {
    const message = 'This project is not linked to a QuickBooks job yet.';
    return [{ ruleId: 'GEN-01', severity: 'blocks', field: 'Project', message, fix }];
  }
  if (link.toCome !== undefined) return comesFirst(link, { ruleId: 'GEN-01', field: 'Project', fix });
  if (link.isGone || !link.isActive) {
    const state = link.isGone ? 'was deleted or merged' : 'is inactive';
    const message = `The QuickBooks job “${link.name}” of this project ${state}.`;
    return [{ ruleId: 'GEN-01', severity: 'blocks', field: 'Project', message, fix }];
  }
  return [];
}

/** GEN-02: text holds only what QuickBooks can keep; the sender may agree to what stands in. */
export function textFits(texts: Readonly<Record<string, string>>): Blocker[] {
  return Object.entries(texts).flatMap(([field, text]): Blocker[] => {
    const { replaced } = normaliseText(text);
    if (replaced.length === 0) return [];
    const changes = replaced.map(one => `${one.from} becomes ${one.to}`).join(', ');
    return [
      {
        ruleId: 'GEN-02',
        severity: 'asks',
        field,
        message: `QuickBooks cannot hold some characters of “${field}”: ${changes}.`,
        fix: { where: 'procore', label: 'Change the text in Procore, or send it with these replacements' },
      },
    ];
  });
}

/** GEN-03: money has at most two decimals. */
export function amountsAreWhole(amounts: readonly string[], fix: Fix): Blocker[] {
  const odd = amounts.filter(amount => !isWholeCents(amount));
  if (odd.length === 0) return [];
  const message = `These amounts have more than two decimals: ${odd.slice(0, 5).join(', ')}.`;
  return [{ ruleId: 'GEN-03', severity: 'blocks', field: 'Amount', message, fix }];
}

/** GEN-03: money has at most two decimals, and the lines add up to the header. */
export function moneyAddsUp(statedTotal: string, amounts: readonly string[]): Blocker[] {
  const fix = { where: 'procore', label: 'Correct the schedule of values in Procore' } as const;
  const odd = amountsAreWhole([statedTotal, ...amounts], fix);
  if (odd.length > 0) return odd;
  const total = parseMoney(statedTotal);
  const sum: Cents = sumMoney(amounts.map(parseMoney));
  if ([total, sum].some(cents => cents > MAX_CENTS || cents < -MAX_CENTS)) {
    const message = 'The total is larger than QuickBooks can hold.';
    return [{ ruleId: 'GEN-03', severity: 'blocks', field: 'Amount', message, fix }];
  }
  if (total === sum) return [];
  const message = `The total is ${readableMoney(total)}, but the lines add up to ${readableMoney(sum)}.`;
  return [{ ruleId: 'GEN-03', severity: 'blocks', field: 'Amount', message, fix }];
}

/** GEN-04: no other integration owns the record. Ours is the mark that our own link carries, or carried. */
export function originIsFree(originId: string | null, ownIds: readonly string[]): Blocker[] {
  if (originId === null || ownIds.includes(originId)) return [];
  return [
    {
      ruleId: 'GEN-04',
      severity: 'blocks',
      field: 'Origin',
      message: `Another integration owns this record (its mark is “${originId}”).`,
      fix: { where: 'procore', label: 'Unlink the record in the other integration first' },
    },
  ];
}

/** GEN-05: the books are open on the transaction's day. */
export function periodIsOpen(day: string, books: Books): Blocker[] {
  const closed = books.connection?.closingDate ?? null;
  if (closed === null || day > closed) return [];
  return [
    {
      ruleId: 'GEN-05',
      severity: 'blocks',
      field: 'Date',
      message: `The books are closed up to ${closed}; this record is dated ${day}.`,
      fix: {
        where: 'procore',
        label: 'Choose a later date, or have the controller open the period in QuickBooks',
      },
    },
  ];
}

/** GEN-07: the connector, and the QuickBooks user it works as, may write. */
export function rightsSuffice(books: Books): Blocker[] {
  const code = books.connection?.missingRight ?? null;
  if (code === null) return [];
  const { cause, remedy } = statusMeaning(code);
  const label = `${remedy.replace(/(, then retry)?\.$/, '')}; the next run of the Web Connector tries again`;
  return [
    {
      ruleId: 'GEN-07',
      severity: 'blocks',
      field: 'QuickBooks',
      message: cause,
      fix: { where: 'quickbooks', label },
    },
  ];
}

/** GEN-06: QuickBooks has purchase orders switched on. */
export function purchaseOrdersAreOn(books: Books): Blocker[] {
  if (books.connection?.arePurchaseOrdersOn !== false) return [];
  const message = 'Purchase orders are switched off in QuickBooks.';
  const fix = {
    where: 'quickbooks',
    label: 'Switch on “Inventory and purchase orders are active” under Preferences',
  } as const;
  return [{ ruleId: 'GEN-06', severity: 'blocks', field: 'QuickBooks', message, fix }];
}
