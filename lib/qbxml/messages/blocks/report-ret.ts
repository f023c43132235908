import { agg, attribute, int, many, must, oneOf, sequence, str } from '../../fields';
import { COLUMN_TYPES } from './report-columns';

const DATA_TYPES = [
  'AMTTYPE',
  'BOOLTYPE',
  'DATETIMETYPE',
  'DATETYPE',
  'ENUMTYPE',
  'GUIDTYPE',
  'IDTYPE',
  'INTTYPE',
  'PERCENTTYPE',
  'PRICETYPE',
  'QUANTYPE',
  'STRTYPE',
  'TIMEINTERVALTYPE',
] as const;

const dataType = attribute(oneOf('dataType', ...DATA_TYPES));
const colId = attribute(must(int('colID')));
const rowNumber = attribute(must(int('rowNumber')));
const value = attribute(str('value'));

/** The record that a row is about. */
const rowData = agg('RowData', [
  attribute(
    oneOf(
      'rowType',
      'account',
      'class',
      'customer',
      'customerMessage',
      'customerType',
      'employee',
      'item',
      'jobType',
      'label',
      'memorizedTxn',
      'memorizedReport',
      'name',
      'otherName',
      'paymentMethod',
      'payrollItem',
      'salesRep',
      'salesTaxCode',
      'shipMethod',
      'state',
      'style',
      'terms',
      'toDo',
      'vendor',
      'vendorType',
    ),
  ),
  value,
]);

export const reportCell = [colId, value, dataType] as const;
export const reportFigures = [rowNumber, rowData, many(agg('ColData', reportCell))] as const;

export const reportColumn = [
  colId,
  must(dataType),
  must(many(agg('ColTitle', [attribute(must(int('titleRow'))), value]))),
  must(oneOf('ColType', ...COLUMN_TYPES)),
] as const;

export const reportRows = [
  must(
    sequence('Rows', [
      agg('DataRow', reportFigures),
      agg('TextRow', [rowNumber, value]),
      agg('SubtotalRow', reportFigures),
      agg('TotalRow', reportFigures),
    ]),
  ),
] as const;

/** Reports of all kinds have one shape: columns described first, then rows of cells, kept in attributes. */
export const ReportRet = [
  must(str('ReportTitle')),
  must(str('ReportSubtitle')),
  oneOf('ReportBasis', 'Accrual', 'Cash', 'None'),
  must(int('NumRows')),
  must(int('NumColumns')),
  must(int('NumColTitleRows')),
  must(many(agg('ColDesc', reportColumn))),
  agg('ReportData', reportRows),
] as const;
