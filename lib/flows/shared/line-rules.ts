import type { Books } from '@/lib/mappings/books';
import type { CommitmentLine } from '@/lib/procore';
import type { Blocker, RuleId } from '../flow';
import { comesFirst, entryOf, isUsable } from './links';
import { type CodedLine, costCodeName, itemOf, standardIdOf } from './order-lines';

const UNIT_CHARS = 6;

/** Lines under a rule, which each kind of record has by an id of its own. */
interface Judged<Line> {
  readonly ruleId: RuleId;
  readonly lines: readonly Line[];
}

/** A line that people know by a name of its own, or by its place. */
type NamedLine = CodedLine & { readonly field?: string };

/** There are lines, and each has a cost code with a usable item. */
export function linesAreCoded({ ruleId, lines }: Judged<NamedLine>, books: Books): Blocker[] {
  if (lines.length === 0) {
    const fix = { where: 'procore', label: 'Add lines to the schedule of values' } as const;
    const message = 'The schedule of values has no lines.';
    return [{ ruleId, severity: 'blocks', field: 'Schedule of values', message, fix }];
  }
  return lines.flatMap((line, index) => {
    const field = line.field ?? `Line ${index + 1}`;
    return lineIsCoded(line, field, books).map(one => ({ field, ...one, ruleId }));
  });
}

type Complaint = Pick<Blocker, 'severity' | 'message' | 'fix'>;

/** What is wrong with the cost code of one line, or the item it is linked to. */
export function lineIsCoded(line: CodedLine, field: string, books: Books): Complaint[] {
  const code = costCodeName(line);
  if (code === '') {
    const fix = { where: 'procore', label: 'Choose a cost code for the line in Procore' } as const;
    return [{ severity: 'blocks', message: `“${line.description || field}” has no cost code.`, fix }];
  }
  const link = itemOf(line, books);
  const procoreId = standardIdOf(line, books);
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
    return [{ severity: 'blocks', message, fix }];
  }
  if (link.toCome !== undefined) return comesFirst(link, { ruleId: 'COM-03', field, fix });
  if (!isUsable(link)) {
    const message = `The QuickBooks item “${link.name}” ${link.isGone ? 'was deleted or merged' : 'is inactive'}.`;
    return [{ severity: 'blocks', message, fix }];
  }
  if (link.isTwoSided === false) {
    const message = `The QuickBooks item “${link.name}” has one account for buying and selling, so its cost lands there.`;
    const mend = { where: 'quickbooks', label: 'Give the item an expense account' } as const;
    return [{ severity: 'warns', message, fix: mend }];
  }
  return [];
}

/** Units that are sent are short enough, or have a QuickBooks unit. */
export function unitsFit({ ruleId, lines }: Judged<CommitmentLine>, books: Books): Blocker[] {
  if (!books.settings.sendUnits) return [];
  return lines.flatMap((line, index): Blocker[] => {
    if (
      line.uom === null ||
      line.uom.length <= UNIT_CHARS ||
      entryOf(books.settings.units, line.uom) !== null
    )
      return [];
    const message = `The unit “${line.uom}” is longer than ${UNIT_CHARS} characters and has no QuickBooks unit.`;
    const fix = { where: 'settings', label: 'Give the unit a QuickBooks unit' } as const;
    return [{ ruleId, severity: 'blocks', field: `Line ${index + 1}`, message, fix }];
  });
}
