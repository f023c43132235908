import type { Books } from '@/lib/mappings/books';
import type { Commitment } from '@/lib/procore';
import type { Blocker } from '../flow';
import {
  moneyAddsUp,
  originIsFree,
  periodIsOpen,
  projectIsLinked,
  purchaseOrdersAreOn,
  rightsSuffice,
  textFits,
} from '../shared/general-rules';
import { linesAreCoded, unitsFit } from '../shared/line-rules';
import { comesFirst, entryOf, linkOf, usable } from '../shared/links';
import { orderDate, orderNumber, REF_NUMBER_CHARS, WORD, writtenTexts } from './reading';

const TITLE_CHARS = 255;
const SENDABLE_STATUSES = new Set(['Approved', 'Complete']);

/** Every rule the commitment fails, all at once. */
export function checkCommitment(commitment: Commitment, books: Books): Blocker[] {
  return [
    ...projectIsLinked(commitment.projectId, books),
    ...statusIsFinal(commitment),
    ...vendorIsLinked(commitment, books),
    ...linesAreCoded({ ruleId: 'COM-03', lines: commitment.lines }, books),
    ...numberFits(commitment, books),
    ...titleFits(commitment),
    ...unitsFit({ ruleId: 'COM-06', lines: commitment.lines }, books),
    ...textFits(writtenTexts(commitment, books)),
    ...moneyAddsUp(
      commitment.grandTotal,
      commitment.lines.map(line => line.amount),
    ),
    ...originIsFree(commitment.originId, ownIds(commitment, books)),
    ...periodIsOpen(orderDate(commitment), books),
    ...purchaseOrdersAreOn(books),
    ...rightsSuffice(books),
  ];
}

function ownIds(commitment: Commitment, books: Books): readonly string[] {
  const link = linkOf(books, 'commitment', commitment.id);
  return link === null ? books.formerIds : [link.qbId, ...books.formerIds];
}

function statusIsFinal(commitment: Commitment): Blocker[] {
  if (SENDABLE_STATUSES.has(commitment.status)) return [];
  const message = `The ${WORD[commitment.kind]} is “${commitment.status || 'without status'}”; it must be Approved or Complete.`;
  return [
    {
      ruleId: 'COM-01',
      severity: 'blocks',
      field: 'Status',
      message,
      fix: { where: 'procore', label: 'Approve it in Procore' },
    },
  ];
}

function vendorIsLinked(commitment: Commitment, books: Books): Blocker[] {
  const vendor = commitment.vendor;
  if (vendor === null) {
    const fix = { where: 'procore', label: 'Choose the contract company in Procore' } as const;
    return [
      {
        ruleId: 'COM-02',
        severity: 'blocks',
        field: 'Contract company',
        message: 'No contract company is chosen.',
        fix,
      },
    ];
  }
  const link = linkOf(books, 'vendor', vendor.id);
  if (link?.toCome === undefined && usable(link)) return [];
  const fix = {
    where: 'mappings',
    label: 'Link the company to a vendor',
    kind: 'vendor',
    procoreId: vendor.id,
  } as const;
  if (link?.toCome !== undefined)
    return comesFirst(link, { ruleId: 'COM-02', field: 'Contract company', fix });
  const message =
    link === null
      ? `${vendor.name} is not linked to a QuickBooks vendor yet.`
      : `The QuickBooks vendor “${link.name}” ${link.isGone ? 'was deleted or merged' : 'is inactive'}.`;
  return [{ ruleId: 'COM-02', severity: 'blocks', field: 'Contract company', message, fix }];
}

function numberFits(commitment: Commitment, books: Books): Blocker[] {
  const number = orderNumber(commitment, books);
  const blocker = (message: string, fix: Blocker['fix']): Blocker[] => [
    { ruleId: 'COM-04', severity: 'blocks', field: 'Number', message, fix },
  ];
  if (number === '')
    return blocker('The commitment has no number.', {
      where: 'procore',
      label: 'Give it a number in Procore',
    });
  if (number.length > REF_NUMBER_CHARS) {
    const message = `“${number}” has ${number.length} characters; a QuickBooks order number takes ${REF_NUMBER_CHARS}.`;
    return blocker(message, {
      where: 'settings',
      label: 'Shorten it in Procore, or keep the end of long numbers under Settings',
    });
  }
  const holder = entryOf(books.orderNumbers, number);
  if (holder === null) return [];
  return blocker(`QuickBooks number ${number} is taken by ${holder.description}.`, {
    where: 'procore',
    label: 'Change the number in Procore',
  });
}

function titleFits(commitment: Commitment): Blocker[] {
  if (commitment.title.length <= TITLE_CHARS) return [];
  const message = `The title has ${commitment.title.length} characters; at most ${TITLE_CHARS} go over.`;
  return [
    {
      ruleId: 'COM-05',
      severity: 'blocks',
      field: 'Title',
      message,
      fix: { where: 'procore', label: 'Shorten the title' },
    },
  ];
}
