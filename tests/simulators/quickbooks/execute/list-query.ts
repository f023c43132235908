import type { Ret } from '../answers';
import type { CompanyFile } from '../company/company-file';
import { type Fields, fieldsFrom, filledText, groupOf, textsOf } from '../company/fields';
import { toCents } from '../company/money';
import type { ListName, ListRecord } from '../company/records';
import { StatusError } from '../errors';
import type { Handler } from './execution';
import { asked, compareTexts, isInRange, isMatch, isWithin, pick } from './filters';
import { answerQuery, type Selection } from './paging';
import { featureIsOff, named } from './references';

/** Item types in the order ItemQuery answers them; every other list has one kind only. */
const KINDS = [
  'ItemService',
  'ItemNonInventory',
  'ItemOtherCharge',
  'ItemInventory',
  'ItemSubtotal',
  'ItemDiscount',
  'ItemGroup',
];

const ADDRESS_BLOCKS: Readonly<Record<string, string>> = {
  VendorAddress: 'VendorAddressBlock',
  BillAddress: 'BillAddressBlock',
  ShipAddress: 'ShipAddressBlock',
  Address: 'AddressBlock',
};

/** An address as the lines that would be printed, five at most. */
export function withAddressBlocks(fields: Fields): Fields {
  const blocks = Object.entries(ADDRESS_BLOCKS).map(([name, block]) => {
    const address = groupOf(fields, name);
    if (!address) return {};
    const place = [
      [filledText(address, 'City'), filledText(address, 'State')].filter(Boolean).join(', '),
      filledText(address, 'PostalCode'),
    ];
    const lines = ['Addr1', 'Addr2', 'Addr3', 'Addr4', 'Addr5'].map(line => filledText(address, line));
    const printed = [...lines, place.filter(Boolean).join(' ')].filter(Boolean).slice(0, 5);
    return { [block]: [fieldsFrom(Object.fromEntries(printed.map((text, at) => [`Addr${at + 1}`, text])))] };
  });
  return Object.assign({}, fields, ...blocks);
}

/** The record as an answer shows it. */
export function listRet(file: CompanyFile, record: ListRecord): Ret {
  const parent = record.parentId === null ? undefined : file.byId([record.list], record.parentId);
  const parentRef = parent && fieldsFrom({ ListID: parent.listId, FullName: file.fullName(parent) });
  const fields = {
    ...fieldsFrom({
      ListID: record.listId,
      TimeCreated: file.time.moment(record.createdAt),
      TimeModified: file.time.moment(record.modifiedAt),
      EditSequence: String(record.editSequence),
      Name: record.name,
      FullName: file.fullName(record),
      IsActive: String(record.isActive),
      ParentRef: parentRef,
      Sublevel: String(file.lineage(record).length - 1),
    }),
    ...withAddressBlocks(named(file, record.fields)),
  };
  return { name: `${record.kind}Ret`, fields };
}

function compareRecords(file: CompanyFile): (a: ListRecord, b: ListRecord) => number {
  const path = (record: ListRecord): string =>
    file
      .lineage(record)
      .map(({ name }) => name.toLowerCase())
      .join('\u0001');
  return (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compareTexts(path(a), path(b));
}

function balanceFilter(filter: Fields): (record: ListRecord) => boolean {
  const limit = toCents(filledText(filter, 'Amount') ?? '0');
  const operator = filledText(filter, 'Operator');
  return ({ fields }) => {
    const balance = toCents(filledText(fields, 'TotalBalance') ?? filledText(fields, 'Balance') ?? '0');
    if (balance === limit) return operator?.endsWith('Equal') ?? false;
    return balance < limit === (operator?.startsWith('LessThan') ?? false) && operator !== 'Equal';
  };
}

function refuseUnavailable(fields: Fields): void {
  if (groupOf(fields, 'CurrencyFilter')) throw featureIsOff();
  const filter = groupOf(fields, 'ClassFilter');
  if (!filter) return;
  const [name = ''] = Object.keys(filter).flatMap(key => textsOf(filter, key));
  throw new StatusError(3140, `There is an invalid reference to QuickBooks Class "${name}" in the query.`);
}

function filtered(file: CompanyFile, all: readonly ListRecord[], fields: Fields): readonly ListRecord[] {
  refuseUnavailable(fields);
  const status = filledText(fields, 'ActiveStatus') ?? 'ActiveOnly';
  const span = { from: 'FromModifiedDate', to: 'ToModifiedDate' };
  const isInSpan = isWithin(fields, span, file.time);
  const [match, range] = [groupOf(fields, 'NameFilter'), groupOf(fields, 'NameRangeFilter')];
  const [balance, types] = [groupOf(fields, 'TotalBalanceFilter'), textsOf(fields, 'AccountType')];
  const tests: ((record: ListRecord) => boolean)[] = [
    record => status === 'All' || record.isActive === (status === 'ActiveOnly'),
    record => isInSpan(record.modifiedAt),
    record => types.length === 0 || types.includes(filledText(record.fields, 'AccountType') ?? ''),
  ];
  const onName = match && isMatch(match, 'Name');
  if (onName) tests.push(record => onName(file.fullName(record)));
  const inRange = range && isInRange(range, 'FromName', 'ToName');
  if (inRange) tests.push(record => inRange(file.fullName(record)));
  if (balance) tests.push(balanceFilter(balance));
  return all.filter(record => tests.every(test => test(record)));
}

function select(file: CompanyFile, lists: readonly ListName[], fields: Fields): Selection<ListRecord> {
  const ids = asked(fields, 'ListID');
  if (ids) return pick({ wanted: ids, find: id => file.byId(lists, id) });
  const names = asked(fields, 'FullName');
  if (names) return pick({ wanted: names, find: name => file.byFullName(lists, name) });
  const sorted = [...file.records(lists)].sort(compareRecords(file));
  return { found: filtered(file, sorted, fields), missing: [] };
}

/** Any list query: by ids, by names, or by filters, in the order of the list on screen. */
export const listQuery =
  (...lists: readonly ListName[]): Handler =>
  execution => {
    const { file } = execution;
    return answerQuery<ListRecord>(execution, {
      select: fields => select(file, lists, fields),
      idOf: ({ listId }) => listId,
      byId: id => file.byId(lists, id),
      ret: record => listRet(file, record),
    });
  };

/** Without class tracking there is nothing to ask for. */
export const queryClasses: Handler = execution => {
  if (!execution.file.state.preferences.isUsingClassTracking) throw featureIsOff();
  return listQuery('class')(execution);
};
