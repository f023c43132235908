import { agg, bool, choice, datetime, guid, id, int, many, must, oneOf, ref, since, str } from '../fields';
import { message } from '../message';
import { dataExtFields, dataExtType } from './blocks/data-ext';
import { ErrorRecovery } from './blocks/error-recovery';
import { includeRetElement } from './blocks/keys';
import { ENTERED_TXN_TYPES } from './blocks/txn-types';

/** Custom fields, which people see, and private ones, which belong to one program. A definition comes first. */

const LIST_TYPES = ['Account', 'Customer', 'Employee', 'Item', 'OtherName', 'Vendor'] as const;

const owner = guid('OwnerID');
const name = must(str('DataExtName', 31));
const value = must(str('DataExtValue'));

/** What the value hangs on: a record of a list, a transaction or one of its lines, or the company. */
const places = [
  [must(oneOf('ListDataExtType', ...LIST_TYPES)), must(ref('ListObjRef', 159))],
  [must(oneOf('TxnDataExtType', ...ENTERED_TXN_TYPES)), must(id('TxnID')), since(3, 0, id('TxnLineID'))],
  [must(oneOf('OtherDataExtType', 'Company'))],
] as const;

const place = must(choice(...places));

export const DataExtAdd = message({
  name: 'DataExtAdd',
  effect: 'add',
  since: [2, 0],
  request: [must(agg('DataExtAdd', [must(owner), name, place, value]))],
  rets: { DataExtRet: dataExtFields, ErrorRecovery },
});

export const DataExtMod = message({
  name: 'DataExtMod',
  effect: 'mod',
  since: [2, 0],
  request: [must(agg('DataExtMod', [must(owner), name, place, value]))],
  rets: { DataExtRet: dataExtFields, ErrorRecovery },
});

export const DataExtDel = message({
  name: 'DataExtDel',
  effect: 'delete',
  since: [2, 0],
  request: [must(agg('DataExtDel', [must(owner), name, place]))],
  rets: {
    DataExtDelRet: [must(owner), name, choice(...places), datetime('TimeDeleted')],
    ErrorRecovery,
  },
});

const assignedTo = many(oneOf('AssignToObject', ...LIST_TYPES, ...ENTERED_TXN_TYPES, 'Company'));

const DataExtDefRet = [
  owner,
  since(11, 0, must(int('DataExtID'))),
  name,
  dataExtType,
  assignedTo,
  since(11, 0, must(bool('DataExtListRequire'))),
  since(11, 0, must(bool('DataExtTxnRequire'))),
  since(11, 0, must(str('DataExtFormatString'))),
] as const;

export const DataExtDefAdd = message({
  name: 'DataExtDefAdd',
  effect: 'add',
  since: [2, 0],
  request: [
    must(
      agg('DataExtDefAdd', [
        must(owner),
        name,
        dataExtType,
        assignedTo,
        since(12, 0, bool('DataExtListRequire')),
        since(12, 0, bool('DataExtTxnRequire')),
        since(12, 0, str('DataExtFormatString')),
      ]),
    ),
    includeRetElement,
  ],
  rets: { DataExtDefRet, ErrorRecovery },
});

export const DataExtDefQuery = message({
  name: 'DataExtDefQuery',
  since: [2, 0],
  request: [choice([many(owner)], [assignedTo]), includeRetElement],
  rets: { DataExtDefRet },
});
