import type { Books } from '@/lib/mappings/books';
import type { NamedRecord } from '@/lib/mappings/list-books';
import type { Blocker, Fix, RuleId } from '../flow';
import { isSameName, ownName } from './list-names';

/** What the rules of the three lists have in common. Each kind of record has them under ids of its own. */
export interface ListSubject {
  /** For people: `company`. */
  readonly word: string;
  /** What it becomes: `vendor`. */
  readonly noun: string;
  readonly kind: 'project' | 'vendor' | 'cost_code';
  readonly procoreId: string;
}

function linkFix({ kind, procoreId, word, noun }: ListSubject): Fix {
  return { where: 'mappings', label: `Link the ${word} to the ${noun}`, kind, procoreId };
}

/** GEN-08: it is known which company file the record goes to. */
export function fileIsKnown(books: Books): Blocker[] {
  if (books.connection !== null) return [];
  return [
    {
      ruleId: 'GEN-08',
      severity: 'blocks',
      field: 'Company file',
      message: 'There is no company file that it could go to, or there are several and none is chosen.',
      fix: { where: 'settings', label: 'Choose the company file for cost codes, projects and companies' },
    },
  ];
}

/** GEN-09: it is not in QuickBooks already. */
export function isNotLinked(subject: ListSubject, books: Books): Blocker[] {
  if (books.lists.linkedTo === null) return [];
  return [
    {
      ruleId: 'GEN-09',
      severity: 'blocks',
      field: 'QuickBooks',
      message: `This ${subject.word} is linked to the ${subject.noun} “${books.lists.linkedTo}” already; there is nothing to send.`,
      fix: {
        where: 'mappings',
        label: 'Nothing to do; unlink it first if that is the wrong one',
        kind: subject.kind,
        procoreId: subject.procoreId,
      },
    },
  ];
}

interface NameGiven {
  readonly ruleId: RuleId;
  /** As Procore, or the accountant, calls it. */
  readonly wanted: string;
  /** As QuickBooks would. */
  readonly fitted: string;
  readonly most: number;
}

/** A name is there, and goes over as it is; what is cut or changed wants the sender's consent. */
export function nameFits({ ruleId, wanted, fitted, most }: NameGiven): Blocker[] {
  const at = { ruleId, field: 'Name' } as const;
  if (fitted === '') {
    const fix = { where: 'procore', label: 'Give it a name in Procore' } as const;
    return [{ ...at, severity: 'blocks', message: 'It has no name that QuickBooks could keep.', fix }];
  }
  if (fitted === wanted.trim()) return [];
  const why =
    wanted.length > most
      ? `“${wanted}” has ${wanted.length} characters; QuickBooks takes ${most}.`
      : `QuickBooks cannot keep “${wanted}” as it is.`;
  return [
    {
      ...at,
      severity: 'asks',
      message: `${why} It goes over as “${fitted}”.`,
      fix: { where: 'procore', label: 'Send it under this name, or have the accountant choose another' },
    },
  ];
}

const LIST_WORDS: Readonly<Record<NamedRecord['list'], string>> = {
  vendor: 'vendor',
  customer: 'customer',
  item: 'item',
};

/** What somebody else's record of that name is called: customers below another are jobs. */
function wordFor(record: NamedRecord): string {
  return record.qbType === 'Job' ? 'job' : LIST_WORDS[record.list];
}

interface NameTaken extends ListSubject {
  readonly ruleId: RuleId;
  /** Where the holder is inactive; the same unless it is given. */
  readonly inactiveRuleId?: RuleId;
  readonly name: string;
  /** Records that would stand in the way under the same name. */
  readonly rivals: readonly NamedRecord[];
}

/** Nobody has the name; where one of its own list does, that is the one to link to. */
export function nameIsFree(taken: NameTaken, list: NamedRecord['list']): Blocker[] {
  const holder = taken.rivals.find(one => isSameName(ownName(one.fullName), taken.name));
  if (holder) return [takenBy(holder, taken, holder.list === list)];
  const near = taken.rivals.find(one => one.list === list && one.isActive);
  if (!near) return [];
  return [
    {
      ruleId: taken.ruleId,
      severity: 'warns',
      field: 'Name',
      message: `QuickBooks has the ${wordFor(near)} “${near.fullName}”, which differs in a dot or a blank only.`,
      fix: linkFix(taken),
    },
  ];
}

function takenBy(holder: NamedRecord, taken: NameTaken, isOwnList: boolean): Blocker {
  const at = { ruleId: taken.ruleId, severity: 'blocks', field: 'Name' } as const;
  const named = `the ${wordFor(holder)} “${holder.fullName}”`;
  if (isOwnList && !holder.isActive)
    return {
      ...at,
      ruleId: taken.inactiveRuleId ?? taken.ruleId,
      message: `QuickBooks has ${named}, which is inactive.`,
      fix: { where: 'quickbooks', label: `Make it active in QuickBooks and link the ${taken.word} to it` },
    };
  if (isOwnList) return { ...at, message: `QuickBooks has ${named} already.`, fix: linkFix(taken) };
  return {
    ...at,
    message: `The name is taken by ${named}; QuickBooks keeps one list of names for vendors, customers, employees and others.`,
    fix: { where: 'quickbooks', label: 'Choose another name for it in QuickBooks, or change it in Procore' },
  };
}
