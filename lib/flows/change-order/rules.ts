import type { Books } from '@/lib/mappings/books';
import type { ChangeOrder } from '@/lib/procore';
import { normaliseText } from '@/lib/qbxml';
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
import { isOriginOf, markOf } from './mark';

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
    ...numberIsUsable(changeOrder, books),
    ...titleIsUsual(changeOrder),
    ...othersAreSettled(books),
    ...linesAreCoded({ ruleId: 'CCO-04', lines }, books),
    ...unitsFit({ ruleId: 'CCO-05', lines }, books),
    ...textFits(writtenTexts(changeOrder, books)),
    ...moneyAddsUp(
      changeOrder.grandTotal,
      lines.map(line => line.amount),
    ),
    ...originIsFree(changeOrder.originId, ownIds(changeOrder, books)),
    ...(order?.date ? periodIsOpen(order.date, books) : []),
    ...purchaseOrdersAreOn(books),
  ];
}

/** The texts of the record that are written to QuickBooks, by the names people know them. */
export function writtenTexts(changeOrder: ChangeOrder, books: Books): Record<string, string> {
  const isTitleWritten = changeOrder.lines.some(line => !line.description && !line.costCode?.name);
  return {
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

/** CCO-02: its number marks its lines in QuickBooks, so it must be there, be kept as it is, and be no other's. */
function numberIsUsable(changeOrder: ChangeOrder, books: Books): Blocker[] {
  const { number } = changeOrder;
  const blocker = (message: string, severity: Blocker['severity'] = 'blocks'): Blocker[] => {
    const fix = { where: 'procore', label: 'Change the number in Procore' } as const;
    return [{ ruleId: 'CCO-02', severity, field: 'Number', message, fix }];
  };
  if (number === '')
    return blocker('The change order has no number, by which its lines would be known in QuickBooks.');
  if (normaliseText(number).replaced.length > 0)
    return blocker(
      `QuickBooks cannot hold some characters of “${number}”, by which the lines would be known.`,
    );
  const mark = markOf(changeOrder);
  if (books.otherChanges.some(other => markOf(other) === mark))
    return blocker(`Another change order of this commitment went to QuickBooks as “${mark}”.`);
  if (number.length <= USUAL_NUMBER_CHARS) return [];
  const message = `The number has ${number.length} characters and begins every line; ${USUAL_NUMBER_CHARS} are usual.`;
  return blocker(message, 'warns');
}

function titleIsUsual({ title }: ChangeOrder): Blocker[] {
  if (title.length <= USUAL_TITLE_CHARS) return [];
  const message = `The title has ${title.length} characters; ${USUAL_TITLE_CHARS} are usual.`;
  const fix = { where: 'procore', label: 'Shorten the title' } as const;
  return [{ ruleId: 'CCO-02', severity: 'warns', field: 'Title', message, fix }];
}

/** CCO-03: changes of one order follow each other, and none follows one that a person has to look at. */
function othersAreSettled(books: Books): Blocker[] {
  const base = { ruleId: 'CCO-03', field: 'Commitment' } as const;
  const stuck = books.otherChanges.filter(one => one.standing === 'stuck');
  const underWay = books.otherChanges.filter(one => one.standing === 'under way');
  return [
    ...stuck.map(({ number }): Blocker => {
      const message = `Change order ${number} of this commitment needs attention first.`;
      const label = `Look at change order ${number}, and retry or reject it`;
      return { ...base, severity: 'blocks', message, fix: { where: 'quickbooks', label } };
    }),
    ...underWay.map(({ number }): Blocker => {
      const message = `Change order ${number} of this commitment is on its way to QuickBooks; this one follows it.`;
      const label = 'See when QuickBooks was last reached';
      return { ...base, severity: 'warns', message, fix: { where: 'connection', label } };
    }),
  ];
}

function ownIds(changeOrder: ChangeOrder, books: Books): readonly string[] {
  const link = linkOf(books, 'change_order', changeOrder.id);
  const ids = link === null ? books.formerIds : [link.qbId, ...books.formerIds];
  const { originId } = changeOrder;
  return originId !== null && ids.some(id => isOriginOf(originId, id)) ? [...ids, originId] : ids;
}
