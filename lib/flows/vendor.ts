import type { Books, BooksNeed } from '@/lib/mappings/books';
import {
  fitText,
  type Messages,
  oneLine,
  type QbRequest,
  qbRequest,
  type RequestOf,
  recordsOf,
} from '@/lib/qbxml';
import type { AddingFlow, Blocker, Summary } from './flow';
import type { Preview } from './preview';
import { addressText, addressTexts, fittedAddress, type PostalAddress } from './shared/address';
import { originIsFree, rightsSuffice, textFits } from './shared/general-rules';
import { judgeList, type ListSide, listReadBack, lookUpList, settleListAdd } from './shared/list-answers';
import { fittedName, PERSON_NAME_CHARS } from './shared/list-names';
import { fileIsKnown, isNotLinked, type ListSubject, nameFits, nameIsFree } from './shared/list-rules';
import { plain } from './shared/order-lines';

/** A company of Procore's directory, as it is sent. */
export interface CompanyRecord extends PostalAddress {
  readonly id: string;
  readonly name: string;
  readonly legalName: string;
  readonly isActive: boolean;
  readonly phone: string;
  readonly fax: string;
  readonly email: string;
  readonly originId: string | null;
}

type VendorBody = RequestOf<Messages['VendorAdd']>['VendorAdd'];

/** QuickBooks' limits. */
const PHONE_CHARS = 21;
const EMAIL_CHARS = 1023;

const vendors: ListSide = {
  list: 'vendor',
  noun: 'vendor',
  query: (filter, IncludeRetElement) => qbRequest('VendorQuery', { ...filter, IncludeRetElement }),
  found: response =>
    (response.message === 'VendorAdd'
      ? recordsOf(response, 'VendorAdd', 'VendorRet')
      : recordsOf(response, 'VendorQuery', 'VendorRet')
    ).map(ret => ({ qbType: 'Vendor', ret })),
  deletedAs: ['Vendor'],
};

/** Companies of Procore's directory become vendors, never customers. */
export const vendorFlow: AddingFlow<CompanyRecord> = {
  kind: 'vendor',
  summary,
  content: ({ originId: _id, ...content }) => content,
  needs,
  check,
  build,
  preview,
  settle: response => settleListAdd(vendors, response),
  originData: exportNumber => JSON.stringify({ v: 1, list: 'Vendor', exportNumber }),
  lookup: (request, sentAt) => lookUpList(vendors, vendorIn(request), sentAt),
  judge: (request, responses) => judgeList(vendors, vendorIn(request), responses),
  readBack: listReadBack(vendors),
};

function vendorIn(request: QbRequest): VendorBody {
  return (request as QbRequest<'VendorAdd'>).body.VendorAdd;
}

function summary(company: CompanyRecord): Summary {
  return {
    procoreId: company.id,
    projectId: null,
    number: '',
    title: company.name,
    vendorName: company.name,
    amount: 0n,
    status: company.isActive ? 'Active' : 'Inactive',
  };
}

function needs(company: CompanyRecord): BooksNeed {
  return {
    projectId: null,
    links: [{ kind: 'vendor', procoreId: company.id }],
    costCodeFullCodes: [],
    orderNumbers: [],
    changesOf: null,
    lists: { names: [fittedName(company.name, PERSON_NAME_CHARS)], divisionId: null },
  };
}

function nameWanted(company: CompanyRecord, books: Books): string {
  return books.lists.choices.name ?? company.name;
}

function nameOf(company: CompanyRecord, books: Books): string {
  return fittedName(nameWanted(company, books), PERSON_NAME_CHARS);
}

/** Names on the top level, of vendors and customers alike: they may not be equal. */
function rivals(books: Books) {
  return books.lists.named.filter(one => one.list !== 'item' && one.parentId === null);
}

function check(company: CompanyRecord, books: Books): Blocker[] {
  const subject: ListSubject = { word: 'company', noun: 'vendor', kind: 'vendor', procoreId: company.id };
  const name = nameOf(company, books);
  return [
    ...fileIsKnown(books),
    ...isNotLinked(subject, books),
    ...nameFits({
      ruleId: 'VEN-01',
      wanted: nameWanted(company, books),
      fitted: name,
      most: PERSON_NAME_CHARS,
    }),
    ...nameIsFree(
      { ...subject, ruleId: 'VEN-01', inactiveRuleId: 'VEN-02', name, rivals: rivals(books) },
      'vendor',
    ),
    ...isActive(company),
    ...addressGoesIn(company, books),
    ...textFits({ ...addressTexts(company), 'Legal name': company.legalName }),
    ...originIsFree(company.originId, books.formerIds),
    ...rightsSuffice(books),
  ];
}

function isActive(company: CompanyRecord): Blocker[] {
  if (company.isActive) return [];
  return [
    {
      ruleId: 'VEN-02',
      severity: 'blocks',
      field: 'Status',
      message: 'The company is inactive in Procore’s directory.',
      fix: { where: 'procore', label: 'Make it active in Procore' },
    },
  ];
}

function addressGoesIn(company: CompanyRecord, books: Books): Blocker[] {
  if (!fittedAddress(company, books).isCut) return [];
  return [
    {
      ruleId: 'VEN-03',
      severity: 'warns',
      field: 'Address',
      message: 'The address is longer than QuickBooks’ lines; its end is left out.',
      fix: { where: 'procore', label: 'Shorten the address in Procore' },
    },
  ];
}

/** A way to reach somebody that is cut would lead nowhere: it goes over whole or not at all. */
function whole(text: string, max: number): string | null {
  const fitted = fitText(oneLine(plain(text)), max);
  return fitted.isCut || fitted.text === '' ? null : fitted.text;
}

function vendorFor(company: CompanyRecord, books: Books): VendorBody {
  const { address } = fittedAddress(company, books);
  const reach = {
    Phone: whole(company.phone, PHONE_CHARS),
    Fax: whole(company.fax, PHONE_CHARS),
    Email: whole(company.email, EMAIL_CHARS),
  };
  return {
    Name: nameOf(company, books),
    CompanyName: fittedName(company.legalName || company.name, PERSON_NAME_CHARS),
    ...(address === null ? {} : { VendorAddress: address }),
    ...Object.fromEntries(Object.entries(reach).filter(([, value]) => value !== null)),
    ExternalGUID: books.externalGuid,
  };
}

function build(company: CompanyRecord, books: Books): QbRequest<'VendorAdd'> {
  return qbRequest('VendorAdd', { VendorAdd: vendorFor(company, books) });
}

function preview(company: CompanyRecord, books: Books): Preview {
  const vendor = vendorFor(company, books);
  return {
    form: 'Vendor',
    header: [
      { label: 'Vendor name', value: vendor.Name },
      { label: 'Company name', value: vendor.CompanyName ?? '' },
      { label: 'Billed from', value: addressText(company, books) },
      { label: 'Main phone', value: vendor.Phone ?? '' },
      { label: 'Fax', value: vendor.Fax ?? '' },
      { label: 'Main email', value: vendor.Email ?? '' },
    ],
    lines: [],
    total: '',
    notes: notesOf(company, vendor),
  };
}

function notesOf(company: CompanyRecord, vendor: VendorBody): string[] {
  const notes: string[] = [];
  if (vendor.Name !== company.name) notes.push(`${company.name} goes over as ${vendor.Name}.`);
  const left = [
    ['phone number', company.phone, vendor.Phone],
    ['fax number', company.fax, vendor.Fax],
    ['e-mail address', company.email, vendor.Email],
  ] as const;
  for (const [what, given, sent] of left)
    if (oneLine(given) !== '' && sent === undefined)
      notes.push(`The ${what} is too long for QuickBooks and is left out.`);
  return notes;
}
