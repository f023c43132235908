import { type AnyField, bool, choice, datetime, id, many, must, oneOf, since, str } from '../../fields';
import {
  accountFilter,
  currencyFilter,
  entityFilter,
  maxReturned,
  nameFilter,
  refNumberFilters,
  txnPeriod,
} from './filters';

/** Records of a list by id, by name, or by what they are like. The three exclude each other. */
export const listQuery = <const Filters extends readonly AnyField[]>(...filters: Filters) =>
  choice(
    [must(many(id('ListID')))],
    [must(many(str('FullName')))],
    [
      maxReturned,
      oneOf('ActiveStatus', 'ActiveOnly', 'InactiveOnly', 'All'),
      datetime('FromModifiedDate'),
      datetime('ToModifiedDate'),
      nameFilter,
      ...filters,
    ],
  );

/** Transactions by id, by number, or by what they are like. The ways exclude each other. */
export const txnQuery = <const Filters extends readonly AnyField[]>(...filters: Filters) =>
  choice(
    [must(many(id('TxnID')))],
    [must(many(str('RefNumber')))],
    [since(4, 0, must(many(str('RefNumberCaseSensitive'))))],
    [
      maxReturned,
      txnPeriod,
      entityFilter,
      accountFilter,
      choice(...refNumberFilters),
      currencyFilter,
      ...filters,
    ],
  );

export const includeLineItems = bool('IncludeLineItems');
export const includeLinkedTxns = bool('IncludeLinkedTxns');
