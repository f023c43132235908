import type { CompanyFile } from '../company/company-file';
import { type Fields, filledText, groupOf, textsOf } from '../company/fields';
import type { ListName, ListRecord, PurchaseOrder } from '../company/records';
import { StatusError } from '../errors';
import { isTrue } from '../value-types';
import type { Handler } from './execution';
import { asked, isDayWithin, isInRange, isMatch, isWithin, pick } from './filters';
import { orderRet } from './order-ret';
import { answerQuery, type Selection } from './paging';
import { featureIsOff } from './references';

type Test = (order: PurchaseOrder) => boolean;

const refNumberOf = ({ fields }: PurchaseOrder): string => filledText(fields, 'RefNumber') ?? '';
const ENTITIES: readonly ListName[] = ['vendor', 'customer', 'otherName'];

/** Orders of these numbers; unlike ids, a number may stand on several. None of them found is "no match". */
function byNumber(orders: readonly PurchaseOrder[], wanted: readonly string[], isCaseSensitive: boolean) {
  const plain = (text: string): string => (isCaseSensitive ? text : text.toLowerCase());
  const numbers = wanted.map(plain);
  const found = orders.filter(order => numbers.includes(plain(refNumberOf(order))));
  const missing = wanted.filter(number => !found.some(order => plain(refNumberOf(order)) === plain(number)));
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
  return order => wanted.has(filledText(groupOf(order.fields, 'VendorRef') ?? {}, 'ListID') ?? '');
}

/** Every order stands in the one account that QuickBooks keeps for orders. */
function accountTest(file: CompanyFile, fields: Fields): Test {
  const filter = groupOf(fields, 'AccountFilter');
  if (!filter) return () => true;
  const accounts = filterRecords(file, ['account'], filter);
  const isOrders = accounts.some(one => filledText(one.fields, 'SpecialAccountType') === 'PurchaseOrders');
  return () => isOrders;
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
  return order => isInDays(filledText(order.fields, 'TxnDate') ?? '');
}

function numberTest(fields: Fields): Test {
  const [match, range] = [groupOf(fields, 'RefNumberFilter'), groupOf(fields, 'RefNumberRangeFilter')];
  if (match) {
    const matches = isMatch(match, 'RefNumber');
    return order => matches(refNumberOf(order));
  }
  if (!range) return () => true;
  const isIn = isInRange(range, 'FromRefNumber', 'ToRefNumber');
  return order => isIn(refNumberOf(order));
}

function select(file: CompanyFile, fields: Fields): Selection<PurchaseOrder> {
  const orders = file.orders();
  const ids = asked(fields, 'TxnID');
  if (ids) return pick({ wanted: ids, find: id => file.state.orders[id] });
  const numbers = asked(fields, 'RefNumber');
  if (numbers) return byNumber(orders, numbers, false);
  const exact = asked(fields, 'RefNumberCaseSensitive');
  if (exact) return byNumber(orders, exact, true);
  if (groupOf(fields, 'CurrencyFilter')) throw featureIsOff();
  const tests = [
    dateTest(file, fields),
    numberTest(fields),
    entityTest(file, fields),
    accountTest(file, fields),
  ];
  return { found: orders.filter(order => tests.every(test => test(order))), missing: [] };
}

export const queryPurchaseOrders: Handler = execution => {
  const { file } = execution;
  return answerQuery<PurchaseOrder>(execution, {
    select: fields => select(file, fields),
    idOf: ({ txnId }) => txnId,
    byId: id => file.state.orders[id],
    ret: (order, fields) => orderRet(file, order, isTrue(filledText(fields, 'IncludeLineItems') ?? 'false')),
  });
};
