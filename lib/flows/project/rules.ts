import type { Books } from '@/lib/mappings/books';
import type { NamedRecord } from '@/lib/mappings/list-books';
import type { Blocker } from '../flow';
import { addressTexts, fittedAddress } from '../shared/address';
import { originIsFree, rightsSuffice, textFits } from '../shared/general-rules';
import { PERSON_NAME_CHARS } from '../shared/list-names';
import { fileIsKnown, isNotLinked, type ListSubject, nameFits, nameIsFree } from '../shared/list-rules';
import { jobName, nameWanted, type ProjectRecord, parentOf, whyUnfit } from './reading';

/** Every rule the project fails, all at once. */
export function checkProject(project: ProjectRecord, books: Books): Blocker[] {
  const subject: ListSubject = { word: 'project', noun: 'job', kind: 'project', procoreId: project.id };
  const name = jobName(project, books);
  return [
    ...fileIsKnown(books),
    ...isNotLinked(subject, books),
    ...nameFits({
      ruleId: 'PRJ-01',
      wanted: nameWanted(project, books),
      fitted: name,
      most: PERSON_NAME_CHARS,
    }),
    ...addressIsPlain(project),
    ...isActive(project),
    ...customerIsChosen(books),
    ...nameIsFree({ ...subject, ruleId: 'PRJ-04', name, rivals: rivals(books) }, 'customer'),
    ...addressGoesIn(project, books),
    ...textFits({ ...addressTexts(project), Number: project.number }),
    ...originIsFree(project.originId, books.formerIds),
    ...rightsSuffice(books),
  ];
}

/** Jobs of the same customer; for customers, every name on the top level, vendors included. */
function rivals(books: Books): NamedRecord[] {
  const parent = parentOf(books);
  if (parent.is === 'missing') return [];
  if (parent.is === 'none')
    return books.lists.named.filter(one => one.list !== 'item' && one.parentId === null);
  return books.lists.named.filter(one => one.list === 'customer' && one.parentId === parent.customer.qbId);
}

/** Procore's own connector refuses commas; said for companies that change over. */
function addressIsPlain(project: ProjectRecord): Blocker[] {
  if (!project.address.includes(',')) return [];
  return [
    {
      ruleId: 'PRJ-02',
      severity: 'warns',
      field: 'Address',
      message: 'The address has a comma. It goes over as it is.',
      fix: { where: 'procore', label: 'Nothing to do; Procore’s own connector would refuse it' },
    },
  ];
}

function isActive(project: ProjectRecord): Blocker[] {
  if (project.isActive) return [];
  return [
    {
      ruleId: 'PRJ-03',
      severity: 'blocks',
      field: 'Status',
      message: 'The project is inactive in Procore.',
      fix: { where: 'procore', label: 'Make the project active in Procore' },
    },
  ];
}

/** The sender need not know the customer: a missing one is only said, and stops the acceptance. */
function customerIsChosen(books: Books): Blocker[] {
  const parent = parentOf(books);
  if (parent.is === 'none') return [];
  const why = parent.is === 'missing' ? parent.message : whyUnfit(parent.customer);
  if (why === null) return [];
  return [
    {
      ruleId: 'PRJ-03',
      severity: books.lists.choices.customer === undefined ? 'warns' : 'blocks',
      field: 'Customer',
      message: why,
      fix: {
        where: 'quickbooks',
        label: 'Choose the customer beside the preview; one that is not in QuickBooks yet is made there',
      },
    },
  ];
}

function addressGoesIn(project: ProjectRecord, books: Books): Blocker[] {
  if (!fittedAddress(project, books).isCut) return [];
  return [
    {
      ruleId: 'PRJ-05',
      severity: 'warns',
      field: 'Address',
      message: 'The address is longer than QuickBooks’ lines; its end is left out.',
      fix: { where: 'procore', label: 'Shorten the address in Procore' },
    },
  ];
}
