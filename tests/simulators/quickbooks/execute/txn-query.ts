import type { CompanyFile } from '../company/company-file';
import { type Fields, filledText, groupOf, textsOf } from '../company/fields';
import type { ListName, ListRecord } from '../company/records';
import { StatusError } from '../errors';
import { asked, isDayWithin, isInRange, isMatch, isWithin, pick } from './filters';
import type { Selection } from './paging';
import { featureIsOff } from './references';

/** What a query needs to know of a transaction of any kind. */
export interface Txn {
  readonly txnId: string;
  readonly modifiedAt: number;
  readonly fields: Fields;
}

/** The transactions of one kind. */
export interface TxnKind<T extends Txn> {
  readonly all: (file: CompanyFile) => readonly T[];
  readonly byId: (file: CompanyFile, txnId: string) => T | undefined;
  /** The account each of them stands in, where QuickBooks keeps one account for all. */
  readonly specialAccount: string;
  /** What else this kind is asked by. */
  readonly tests: (fields: Fields) => readonly ((txn: T) => boolean)[];
}

type Test = (txn: Txn) => boolean;

const refNumberOf = ({ fields }: Txn): string => filledText(fields, 'RefNumber') ?? '';
const ENTITIES: readonly ListName[] = ['vendor', 'customer', 'otherName'];

/** Transactions of these numbers; unlike ids, a number may stand on several. None of them found is "no match". */
function byNumber<T extends Txn>(txns: readonly T[], wanted: readonly string[], isCaseSensitive: boolean) {
  const plain = (text: string): string => (isCaseSensitive ? text : text.toLowerCase());
  const numbers = wanted.map(plain);
  const found = txns.filter(txn => numbers.includes(plain(refNumberOf(txn))));
  const missing = wanted.filter(number => !found.some(txn => plain(refNumberOf(txn)) === plain(number)));
  return { found, missing: found.length === 0 ? [] : missing };
}

/** The records a filter names; one that is not there ends the query. */
function filterRecords(file: CompanyFile, lists: readonly ListName[], filter: Fields): readonly ListRecord[] {
  const ids = [...textsOf(filter, 'ListID'), ...textsOf(filter, 'ListIDWithChildren')];
  const names = [...textsOf(filter, 'FullName'), ...textsOf(filter, 'FullNameWithChildren')];
  const asked = [
    ...ids.map(id => ({ name: id, record: file.byId(lists, id) })),
    ...names.map(name => ({ name, record: file.byFullName(lists, name) })),
  ];
  return asked.map(({ name, record }) => {
    if (record) return record;
    throw new StatusError(3140, `There is an invalid reference to QuickBooks object "${name}" in the query.`);
  });
}

function entityTest(file: CompanyFile, fields: Fields): Test {
  const filter = groupOf(fields, 'EntityFilter');
  if (!filter) return () => true;
  const wanted = new Set(filterRecords(file, ENTITIES, filter).map(({ listId }) => listId));
  return ({ fields: held }) => {
    const entity = groupOf(held, 'VendorRef') ?? groupOf(held, 'CustomerRef') ?? {};
    return wanted.has(filledText(entity, 'ListID') ?? '');
  };
}

function accountTest(file: CompanyFile, fields: Fields, specialAccount: string): Test {
  const filter = groupOf(fields, 'AccountFilter');
  if (!filter) return () => true;
  const accounts = filterRecords(file, ['account'], filter);
  const isTheirs = accounts.some(one => filledText(one.fields, 'SpecialAccountType') === specialAccount);
  return () => isTheirs;
}

/** Days a macro stands for, as far as this QuickBooks knows macros. */
function macroDays(file: CompanyFile, macro: string): Fields {
  const today = file.time.day(file.now());
  const year = today.slice(0, 4);
  const spans: Readonly<Record<string, readonly [string, string]>> = {
    All: ['0001-01-01', '9999-12-31'],
    Today: [today, today],
    ThisMonth: [`${today.slice(0, 7)}-01`, `${today.slice(0, 7)}-31`],
    ThisMonthToDate: [`${today.slice(0, 7)}-01`, today],
    ThisCalendarYear: [`${year}-01-01`, `${year}-12-31`],
    ThisCalendarYearToDate: [`${year}-01-01`, today],
  };
  const span = spans[macro];
  if (!span) throw new StatusError(1030, `The macro ${macro} is not supported here.`);
  return { FromTxnDate: [span[0]], ToTxnDate: [span[1]] };
}

function dateTest(file: CompanyFile, fields: Fields): Test {
  const modifiedRange = groupOf(fields, 'ModifiedDateRangeFilter');
  if (modifiedRange) {
    const span = { from: 'FromModifiedDate', to: 'ToModifiedDate' };
    const isInSpan = isWithin(modifiedRange, span, file.time);
    return ({ modifiedAt }) => isInSpan(modifiedAt);
  }
  const range = groupOf(fields, 'TxnDateRangeFilter');
  if (!range) return () => true;
  const macro = filledText(range, 'DateMacro');
  const days = macro === undefined ? range : macroDays(file, macro);
  const isInDays = isDayWithin(days, { from: 'FromTxnDate', to: 'ToTxnDate' });
  return txn => isInDays(filledText(txn.fields, 'TxnDate') ?? '');
}

function numberTest(fields: Fields): Test {
  const [match, range] = [groupOf(fields, 'RefNumberFilter'), groupOf(fields, 'RefNumberRangeFilter')];
  if (match) {
    const matches = isMatch(match, 'RefNumber');
    return txn => matches(refNumberOf(txn));
  }
  if (!range) return () => true;
  const isIn = isInRange(range, 'FromRefNumber', 'ToRefNumber');
  return txn => isIn(refNumberOf(txn));
}

/** Transactions of a kind by ids, by numbers, or by filters. */
export function selectTxns<T extends Txn>(file: CompanyFile, fields: Fields, kind: TxnKind<T>): Selection<T> {
  const txns = kind.all(file);
  const ids = asked(fields, 'TxnID');
  if (ids) return pick({ wanted: ids, find: id => kind.byId(file, id) });
  const numbers = asked(fields, 'RefNumber');
  if (numbers) return byNumber(txns, numbers, false);
  const exact = asked(fields, 'RefNumberCaseSensitive');
  if (exact) return byNumber(txns, exact, true);
  if (groupOf(fields, 'CurrencyFilter')) throw featureIsOff();
  const tests: readonly ((txn: T) => boolean)[] = [
    dateTest(file, fields),
    numberTest(fields),
    entityTest(file, fields),
    accountTest(file, fields, kind.specialAccount),
    ...kind.tests(fields),
  ];
  return { found: txns.filter(txn => tests.every(test => test(txn))), missing: [] };
}
