import type { Books } from '@/lib/mappings/books';
import type { NamedRecord } from '@/lib/mappings/list-books';
import type { Blocker } from '../flow';
import { originIsFree, rightsSuffice, textFits } from '../shared/general-rules';
import { entryOf, isUsable } from '../shared/links';
import { ITEM_NAME_CHARS } from '../shared/list-names';
import { fileIsKnown, isNotLinked, type ListSubject, nameFits, nameIsFree } from '../shared/list-rules';
import { accountsOf, type CostCodeRecord, divisionOf, itemName, itemType, nameWanted } from './reading';

/** Procore's own limit for a code and its text. */
const CODE_AND_TEXT_CHARS = 96;

const TYPE_OF_ITEM = {
  service: 'ItemService',
  non_inventory: 'ItemNonInventory',
  other_charge: 'ItemOtherCharge',
} as const;

/** Every rule the cost code fails, all at once. */
export function checkCostCode(code: CostCodeRecord, books: Books): Blocker[] {
  const subject: ListSubject = { word: 'cost code', noun: 'item', kind: 'cost_code', procoreId: code.id };
  const name = itemName(code, books);
  return [
    ...fileIsKnown(books),
    ...isNotLinked(subject, books),
    ...nameFits({ ruleId: 'CC-02', wanted: nameWanted(code, books), fitted: name, most: ITEM_NAME_CHARS }),
    ...textIsShort(code),
    ...accountsFit(books),
    ...nameIsFree({ ...subject, ruleId: 'CC-05', name, rivals: rivals(code, books) }, 'item'),
    ...divisionIsThere(code, books),
    ...isOnTheList(code),
    ...textFits({ Description: code.name }),
    ...originIsFree(code.originId, books.formerIds),
    ...rightsSuffice(books),
  ];
}

/** Items of every type share their names, level by level. */
function rivals(code: CostCodeRecord, books: Books): NamedRecord[] {
  const division = divisionOf(code, books);
  if (division.is === 'under way' || division.is === 'missing') return [];
  const parentId = division.is === 'there' ? division.link.qbId : null;
  return books.lists.named.filter(one => one.list === 'item' && one.parentId === parentId);
}

function textIsShort(code: CostCodeRecord): Blocker[] {
  const length = `${code.fullCode}${code.name}`.length;
  if (length <= CODE_AND_TEXT_CHARS) return [];
  return [
    {
      ruleId: 'CC-03',
      severity: 'warns',
      field: 'Description',
      message: `Code and description have ${length} characters; Procore’s own connector takes ${CODE_AND_TEXT_CHARS}. They go over whole.`,
      fix: { where: 'procore', label: 'Nothing to do, or shorten the description' },
    },
  ];
}

const SIDES = [
  { side: 'income', field: 'Income account', types: ['Income', 'OtherIncome'] },
  { side: 'expense', field: 'Expense account', types: ['CostOfGoodsSold', 'Expense', 'OtherExpense'] },
] as const;

/** Both accounts are chosen, usable, and of a type that fits: job costs need one for each side. */
function accountsFit(books: Books): Blocker[] {
  const chosen = accountsOf(books);
  return SIDES.flatMap(({ side, field, types }): Blocker[] => {
    const id = chosen[side];
    const account = id === null ? null : entryOf(books.lists.accounts, id);
    const why = whyUnfit(account, { field, types });
    if (why === null) return [];
    const fix = {
      where: 'settings',
      label: `Choose the ${field.toLowerCase()} under Settings, or for this code`,
    } as const;
    return [{ ruleId: 'CC-04', severity: 'blocks', field, message: why, fix }];
  });
}

function whyUnfit(
  account: Books['lists']['accounts'][string] | null,
  { field, types }: { field: string; types: readonly string[] },
): string | null {
  if (account === null) return `No ${field.toLowerCase()} is chosen.`;
  if (account.isGone) return `The account “${account.name}” was deleted or merged in QuickBooks.`;
  if (!account.isActive) return `The account “${account.name}” is inactive in QuickBooks.`;
  return types.includes(account.type)
    ? null
    : `The account “${account.name}” is not an ${field.toLowerCase()}.`;
}

/** Divisions go first. One that is still to be accepted is only said, and stops the acceptance of what stands below. */
function divisionIsThere(code: CostCodeRecord, books: Books): Blocker[] {
  const division = divisionOf(code, books);
  const at = { ruleId: 'CC-06', field: 'Division' } as const;
  switch (division.is) {
    case 'none':
      return [];
    case 'under way':
      return [
        {
          ...at,
          severity: 'warns',
          message: `It waits for its division “${division.write.fullName}”, which is on its way.`,
          fix: { where: 'connection', label: 'Nothing to do; it follows by itself' },
        },
      ];
    case 'missing':
      return [
        {
          ...at,
          severity: 'warns',
          message: `Its division ${division.fullCode} is not in QuickBooks yet.`,
          fix: {
            where: 'mappings',
            label: 'Accept the division first, or link it to an item',
            kind: 'cost_code',
            procoreId: code.division?.id ?? null,
          },
        },
      ];
    case 'there':
      return divisionFits(code, books, division.link);
  }
}

function divisionFits(code: CostCodeRecord, books: Books, link: Books['links'][string]): Blocker[] {
  const type = TYPE_OF_ITEM[itemType(books)];
  const why = !isUsable(link)
    ? link.isGone
      ? 'was deleted or merged'
      : 'is inactive'
    : link.qbType === type
      ? null
      : 'is an item of another type, and QuickBooks wants both alike';
  if (why === null) return [];
  return [
    {
      ruleId: 'CC-06',
      severity: 'blocks',
      field: 'Division',
      message: `The QuickBooks item “${link.name}” of its division ${why}.`,
      fix: {
        where: 'mappings',
        label: 'Link the division to another item, or choose its type for this code',
        kind: 'cost_code',
        procoreId: code.division?.id ?? null,
      },
    },
  ];
}

function isOnTheList(code: CostCodeRecord): Blocker[] {
  if (code.isActive) return [];
  return [
    {
      ruleId: 'CC-07',
      severity: 'blocks',
      field: 'Cost code',
      message: 'The code is no longer on the company’s standard list.',
      fix: { where: 'procore', label: 'Put it on the standard list again, or archive it here' },
    },
  ];
}
