import { agg, amt, choice, date, datetime, id, int, many, must, oneOf, since, str } from '../../fields';

/** Filters that queries of several kinds share. */

/** Needed by an iterator. Alone it cuts the answer off. */
export const maxReturned = int('MaxReturned', { min: 1 });

const matchCriterion = must(oneOf('MatchCriterion', 'StartsWith', 'Contains', 'EndsWith'));

export const nameFilter = choice(
  [must(agg('NameFilter', [matchCriterion, must(str('Name'))]))],
  [must(agg('NameRangeFilter', [str('FromName'), str('ToName')]))],
);

/** The two ways to filter by number, as branches of a choice. */
export const refNumberFilters = [
  [must(agg('RefNumberFilter', [matchCriterion, must(str('RefNumber'))]))],
  [must(agg('RefNumberRangeFilter', [str('FromRefNumber'), str('ToRefNumber')]))],
] as const;

/** Some records of a list, or one with all that stand below it, as branches of a choice. */
export const withChildren = [
  [must(many(id('ListID')))],
  [must(many(str('FullName')))],
  [must(id('ListIDWithChildren'))],
  [must(str('FullNameWithChildren'))],
] as const;

const fromVersion2 = [
  [since(2, 0, must(many(id('ListID'))))],
  [must(many(str('FullName')))],
  [since(2, 0, must(id('ListIDWithChildren')))],
  [must(str('FullNameWithChildren'))],
] as const;

export const classFilter = since(12, 0, agg('ClassFilter', [must(choice(...withChildren))]));
export const entityFilter = agg('EntityFilter', [must(choice(...fromVersion2))]);
export const accountFilter = agg('AccountFilter', [must(choice(...fromVersion2))]);

export const currencyFilter = since(
  8,
  0,
  agg('CurrencyFilter', [must(choice([must(many(id('ListID')))], [must(many(str('FullName', 64)))]))]),
);

export const totalBalanceFilter = agg('TotalBalanceFilter', [
  must(oneOf('Operator', 'LessThan', 'LessThanEqual', 'Equal', 'GreaterThan', 'GreaterThanEqual')),
  must(amt('Amount')),
]);

const dateMacro = must(
  oneOf(
    'DateMacro',
    'All',
    'Today',
    'ThisWeek',
    'ThisWeekToDate',
    'ThisMonth',
    'ThisMonthToDate',
    'ThisCalendarQuarter',
    'ThisCalendarQuarterToDate',
    'ThisFiscalQuarter',
    'ThisFiscalQuarterToDate',
    'ThisCalendarYear',
    'ThisCalendarYearToDate',
    'ThisFiscalYear',
    'ThisFiscalYearToDate',
    'Yesterday',
    'LastWeek',
    'LastWeekToDate',
    'LastMonth',
    'LastMonthToDate',
    'LastCalendarQuarter',
    'LastCalendarQuarterToDate',
    'LastFiscalQuarter',
    'LastFiscalQuarterToDate',
    'LastCalendarYear',
    'LastCalendarYearToDate',
    'LastFiscalYear',
    'LastFiscalYearToDate',
    'NextWeek',
    'NextFourWeeks',
    'NextMonth',
    'NextCalendarQuarter',
    'NextCalendarYear',
    'NextFiscalQuarter',
    'NextFiscalYear',
  ),
);

/** Days from and to, or a period by its name. */
export const txnDates = must(choice([date('FromTxnDate'), date('ToTxnDate')], [dateMacro]));

const modifiedRange = [datetime('FromModifiedDate'), datetime('ToModifiedDate')] as const;

/** Moments from and to, or a period by its name. */
export const modifiedTimes = must(choice(modifiedRange, [dateMacro]));

/** Transactions changed, or dated, within a time. */
export const txnPeriod = choice(
  [must(agg('ModifiedDateRangeFilter', modifiedRange))],
  [must(agg('TxnDateRangeFilter', [txnDates]))],
);
