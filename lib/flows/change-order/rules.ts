import type { Books } from '@/lib/mappings/books';
import type { ChangeOrder } from '@/lib/procore';
import type { Blocker } from '../flow';
import {
  moneyAddsUp,
  originIsFree,
  periodIsOpen,
  projectIsLinked,
  purchaseOrdersAreOn,
  textFits,
} from '../shared/general-rules';
import { linesAreCoded, unitsFit } from '../shared/line-rules';
import { linkOf } from '../shared/links';
import { lineTexts } from '../shared/order-lines';

/** What Procore's own connector could carry; QuickBooks takes more. */
const USUAL_NUMBER_CHARS = 12;
const USUAL_TITLE_CHARS = 30;

/** Every rule the change order fails, all at once. */
export function checkChangeOrder(changeOrder: ChangeOrder, books: Books): Blocker[] {
  const { lines } = changeOrder;
  const order = linkOf(books, 'commitment', changeOrder.commitmentId)?.order ?? null;
  return [
    ...projectIsLinked(changeOrder.projectId, books),
    ...orderIsOpen(changeOrder, books),
    ...statusIsFinal(changeOrder),
    ...numberIsUsable(changeOrder),
    ...titleIsUsual(changeOrder),
    ...othersAreSettled(books),
    ...linesAreCoded({ ruleId: 'CCO-04', lines }, books),
    ...unitsFit({ ruleId: 'CCO-05', lines }, books),
    ...textFits(writtenTexts(changeOrder, books)),
    ...moneyAddsUp(
      changeOrder.grandTotal,
      lines.map(line => line.amount),
    ),
    ...originIsFree(changeOrder.originId, linkOf(books, 'change_order', changeOrder.id)?.qbId ?? null),
    ...(order?.date ? periodIsOpen(order.date, books) : []),
    ...purchaseOrdersAreOn(books),
  ];
}

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(changeOrder: ChangeOrder, books: Books): Record<string, string> {
  const isTitleWritten = changeOrder.lines.some(line => !line.description && !line.costCode?.name);
  return {
    Number: changeOrder.number,
    ...(isTitleWritten ? { Title: changeOrder.title } : {}),
    ...lineTexts(changeOrder.lines, books),
  };
}

/** CCO-01: the commitment is in QuickBooks, and its order takes lines. */
function orderIsOpen(changeOrder: ChangeOrder, books: Books): Blocker[] {
  const link = linkOf(books, 'commitment', changeOrder.commitmentId);
  const blocker = (message: string, fix: Blocker['fix']): Blocker[] => [
    { ruleId: 'CCO-01', severity: 'blocks', field: 'Commitment', message, fix },
  ];
  if (link === null)
    return blocker('The commitment of this change order is not in QuickBooks yet.', {
      where: 'procore',
      label: 'Send the commitment first',
    });
  if (link.isGone)
    return blocker(`Purchase order ${link.name} was deleted in QuickBooks.`, {
      where: 'quickbooks',
      label: 'Find out who deleted it, and export the commitment again',
    });
  if (!link.isActive)
    return blocker(`Purchase order ${link.name} is closed or fully received in QuickBooks.`, {
      where: 'quickbooks',
      label: 'Open the order again in QuickBooks',
    });
  return [];
}

/** CCO-02: it is approved. */
function statusIsFinal({ status }: ChangeOrder): Blocker[] {
  if (status === 'approved') return [];
  const message = `The change order is “${status === '' ? 'without status' : status.replaceAll('_', ' ')}”; it must be approved.`;
  const fix = { where: 'procore', label: 'Approve it in Procore' } as const;
  return [{ ruleId: 'CCO-02', severity: 'blocks', field: 'Status', message, fix }];
}

/** CCO-02: its number marks its lines in QuickBooks. */
function numberIsUsable({ number }: ChangeOrder): Blocker[] {
  const fix = { where: 'procore', label: 'Change the number in Procore' } as const;
  if (number === '') {
    const message = 'The change order has no number, by which its lines would be known in QuickBooks.';
    return [{ ruleId: 'CCO-02', severity: 'blocks', field: 'Number', message, fix }];
  }
  if (number.length <= USUAL_NUMBER_CHARS) return [];
  const message = `The number has ${number.length} characters and begins every line; ${USUAL_NUMBER_CHARS} are usual.`;
  return [{ ruleId: 'CCO-02', severity: 'warns', field: 'Number', message, fix }];
}

function titleIsUsual({ title }: ChangeOrder): Blocker[] {
  if (title.length <= USUAL_TITLE_CHARS) return [];
  const message = `The title has ${title.length} characters; ${USUAL_TITLE_CHARS} are usual.`;
  const fix = { where: 'procore', label: 'Shorten the title' } as const;
  return [{ ruleId: 'CCO-02', severity: 'warns', field: 'Title', message, fix }];
}

/** CCO-03: changes of one order follow each other, and none follows one that a person has to look at. */
function othersAreSettled(books: Books): Blocker[] {
  return books.pendingChanges.map(({ number, isStuck }): Blocker => {
    const base = { ruleId: 'CCO-03', field: 'Commitment' } as const;
    if (!isStuck) {
      const message = `Change order ${number} of this commitment is on its way to QuickBooks; this one follows it.`;
      const fix = { where: 'connection', label: 'See when QuickBooks was last reached' } as const;
      return { ...base, severity: 'warns', message, fix };
    }
    const message = `Change order ${number} of this commitment needs attention first.`;
    const fix = {
      where: 'quickbooks',
      label: `Look at change order ${number}, and retry or reject it`,
    } as const;
    return { ...base, severity: 'blocks', message, fix };
  });
}
