import type { Books } from '@/lib/mappings/books';
import type { Commitment, CommitmentLine } from '@/lib/procore';
import type { Blocker } from '../flow';
import {
  moneyAddsUp,
  originIsFree,
  periodIsOpen,
  projectIsLinked,
  rightsSuffice,
  textFits,
} from '../shared/general-rules';
import { entryOf, isUsable, linkOf, usable } from '../shared/links';
import {
  costCodeName,
  itemOf,
  orderDate,
  orderNumber,
  REF_NUMBER_CHARS,
  WORD,
  writtenTexts,
} from './reading';

const TITLE_CHARS = 255;
const UNIT_CHARS = 6;
const SENDABLE_STATUSES = new Set(['Approved', 'Complete']);

/** Every rule the commitment fails, all at once. */
export function checkCommitment(commitment: Commitment, books: Books): Blocker[] {
  return [
    ...projectIsLinked(commitment.projectId, books),
    ...statusIsFinal(commitment),
    ...vendorIsLinked(commitment, books),
    ...linesAreCoded(commitment, books),
    ...numberFits(commitment, books),
    ...titleFits(commitment),
    ...unitsFit(commitment, books),
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
  if (usable(link)) return [];
  const fix = {
    where: 'mappings',
    label: 'Link the company to a vendor',
    kind: 'vendor',
    procoreId: vendor.id,
  } as const;
  const message =
    link === null
      ? `${vendor.name} is not linked to a QuickBooks vendor yet.`
      : `The QuickBooks vendor “${link.name}” ${link.isGone ? 'was deleted or merged' : 'is inactive'}.`;
  return [{ ruleId: 'COM-02', severity: 'blocks', field: 'Contract company', message, fix }];
}

function linesAreCoded(commitment: Commitment, books: Books): Blocker[] {
  if (commitment.lines.length === 0) {
    const fix = { where: 'procore', label: 'Add lines to the schedule of values' } as const;
    return [
      {
        ruleId: 'COM-03',
        severity: 'blocks',
        field: 'Schedule of values',
        message: 'The schedule of values has no lines.',
        fix,
      },
    ];
  }
  return commitment.lines.flatMap((line, index) => lineIsCoded(line, index, books));
}

function lineIsCoded(line: CommitmentLine, index: number, books: Books): Blocker[] {
  const field = `Line ${index + 1}`;
  const code = costCodeName(line);
  if (code === '') {
    const fix = { where: 'procore', label: 'Choose a cost code for the line in Procore' } as const;
    return [
      {
        ruleId: 'COM-03',
        severity: 'blocks',
        field,
        message: `“${line.description || field}” has no cost code.`,
        fix,
      },
    ];
  }
  const link = itemOf(line, books);
  const procoreId = line.costCode?.standardId ?? entryOf(books.costCodes, code);
  const fix = {
    where: 'mappings',
    label: 'Link the cost code to an item',
    kind: 'cost_code',
    procoreId,
  } as const;
  if (link === null) {
    const message =
      procoreId === null
        ? `Cost code ${code} is not on the company's standard list.`
        : `Cost code ${code} is not linked to a QuickBooks item yet.`;
    return [{ ruleId: 'COM-03', severity: 'blocks', field, message, fix }];
  }
  if (!isUsable(link)) {
    const message = `The QuickBooks item “${link.name}” ${link.isGone ? 'was deleted or merged' : 'is inactive'}.`;
    return [{ ruleId: 'COM-03', severity: 'blocks', field, message, fix }];
  }
  if (link.isTwoSided === false) {
    const message = `The QuickBooks item “${link.name}” has one account for buying and selling, so its cost lands there.`;
    return [
      {
        ruleId: 'COM-03',
        severity: 'warns',
        field,
        message,
        fix: { where: 'quickbooks', label: 'Give the item an expense account' },
      },
    ];
  }
  return [];
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
  const holder = entryOf(books.orderNumbers, number.toLowerCase());
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

function unitsFit(commitment: Commitment, books: Books): Blocker[] {
  if (!books.settings.sendUnits) return [];
  return commitment.lines.flatMap((line, index): Blocker[] => {
    if (
      line.uom === null ||
      line.uom.length <= UNIT_CHARS ||
      entryOf(books.settings.units, line.uom) !== null
    )
      return [];
    const message = `The unit “${line.uom}” is longer than ${UNIT_CHARS} characters and has no QuickBooks unit.`;
    return [
      {
        ruleId: 'COM-06',
        severity: 'blocks',
        field: `Line ${index + 1}`,
        message,
        fix: { where: 'settings', label: 'Give the unit a QuickBooks unit' },
      },
    ];
  });
}

function purchaseOrdersAreOn(books: Books): Blocker[] {
  if (books.connection?.arePurchaseOrdersOn !== false) return [];
  const message = 'Purchase orders are switched off in QuickBooks.';
  const fix = {
    where: 'quickbooks',
    label: 'Switch on “Inventory and purchase orders are active” under Preferences',
  } as const;
  return [{ ruleId: 'GEN-06', severity: 'blocks', field: 'QuickBooks', message, fix }];
}
