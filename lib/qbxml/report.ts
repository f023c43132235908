import { type QbResponse, UnreadableAnswer } from './answer';
import { type Answered, recordsOf } from './decode';
import type { Shape } from './fields';
import type { reportCell, reportColumn, reportFigures, reportRows } from './messages/blocks/report-ret';
import { readValue } from './values';

/** The messages that are answered with a report. */
export type ReportMessage =
  | 'JobReportQuery'
  | 'GeneralDetailReportQuery'
  | 'CustomDetailReportQuery'
  | 'CustomSummaryReportQuery';

export interface ReportColumn {
  readonly id: number;
  /** `Amount`, `Label`, `TxnID`: what the column holds. Titles are in the language of the company file. */
  readonly type: string;
  readonly dataType: string;
  /** From the top; empty where a title row has none. */
  readonly titles: readonly string[];
}

/** Text as it came; numbers have a decimal point and no other mark. A blank cell is absent, not nought. */
export type ReportCell = string;

interface Row {
  readonly number: number;
}

/** A heading, or a line of figures: of one record, of those above it, or of the whole report. */
export type ReportRow =
  | (Row & { readonly kind: 'text'; readonly text: string })
  | (Row & {
      readonly kind: 'data' | 'subtotal' | 'total';
      /** The record the row is about: `item` and its FullName. Null in totals of no record. */
      readonly record: { readonly type: string; readonly name: string } | null;
      readonly cells: ReadonlyMap<number, ReportCell>;
    });

export interface Report {
  readonly title: string;
  readonly subtitle: string;
  /** `Accrual` or `Cash`; empty where the report has none. */
  readonly basis: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
}

type RowRet = NonNullable<Answered<Shape<typeof reportRows>>['Rows']>[number];
type FiguresRet = Answered<Shape<typeof reportFigures>>;
type ColumnRet = Answered<Shape<typeof reportColumn>>;
type CellRet = Answered<Shape<typeof reportCell>>;

/** Data types whose cells are numbers; QuickBooks writes them as the settings of its machine are. */
const NUMBERS = new Set(['AMTTYPE', 'PRICETYPE', 'QUANTYPE', 'PERCENTTYPE', 'INTTYPE', 'FLOATTYPE']);

/**
 * The report of a response; null when it holds none.
 * @throws UnreadableAnswer when what ties rows, columns and cells together is missing, or a figure is no number.
 */
export function reportOf(response: QbResponse, message: ReportMessage): Report | null {
  const [ret] = recordsOf(response, message, 'ReportRet');
  if (ret === undefined) return null;
  const columns = (ret.ColDesc ?? []).map(columnOf);
  return {
    title: ret.ReportTitle ?? '',
    subtitle: ret.ReportSubtitle ?? '',
    basis: ret.ReportBasis ?? '',
    columns,
    rows: (ret.ReportData?.Rows ?? []).map(row => rowOf(row, columns)),
  };
}

function expected<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new UnreadableAnswer(`the report has ${what}`);
  return value;
}

function columnOf(column: ColumnRet): ReportColumn {
  const titles = (column.ColTitle ?? []).toSorted((one, two) => (one.titleRow ?? 0) - (two.titleRow ?? 0));
  return {
    id: expected(column.colID, 'a column without colID'),
    type: column.ColType ?? '',
    dataType: column.dataType ?? '',
    titles: titles.map(title => title.value ?? ''),
  };
}

function rowOf(row: RowRet, columns: readonly ReportColumn[]): ReportRow {
  if ('TextRow' in row && row.TextRow)
    return { kind: 'text', number: numberOf(row.TextRow), text: row.TextRow.value ?? '' };
  if ('DataRow' in row && row.DataRow) return { kind: 'data', ...figuresOf(row.DataRow, columns) };
  if ('SubtotalRow' in row && row.SubtotalRow)
    return { kind: 'subtotal', ...figuresOf(row.SubtotalRow, columns) };
  if ('TotalRow' in row && row.TotalRow) return { kind: 'total', ...figuresOf(row.TotalRow, columns) };
  throw new UnreadableAnswer('the report has a row of no kind');
}

function numberOf(row: { readonly rowNumber?: number | undefined }): number {
  return expected(row.rowNumber, 'a row without rowNumber');
}

function figuresOf(row: FiguresRet, columns: readonly ReportColumn[]) {
  const { RowData: record } = row;
  return {
    number: numberOf(row),
    record: record === undefined ? null : { type: record.rowType ?? '', name: record.value ?? '' },
    cells: new Map((row.ColData ?? []).flatMap(cell => cellOf(cell, columns))),
  };
}

function cellOf(cell: CellRet, columns: readonly ReportColumn[]): [number, ReportCell][] {
  const id = expected(cell.colID, 'a cell without colID');
  const column = expected(
    columns.find(one => one.id === id),
    `a cell of column ${id}, which is not described`,
  );
  const text = cell.value ?? '';
  if (text.trim() === '') return [];
  const dataType = cell.dataType ?? column.dataType;
  if (!NUMBERS.has(dataType)) return [[id, text]];
  const figure = dataType === 'PERCENTTYPE' ? text.replace(/\s*%\s*$/, '') : text;
  const read = readValue(figure, { type: 'float' });
  if (read !== null && 'value' in read) return [[id, String(read.value)]];
  throw new UnreadableAnswer(`column ${id} of the report: “${text}” is not a number`);
}
