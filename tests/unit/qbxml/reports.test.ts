import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMoney, sumMoney } from '@/lib/core/money';
import { type QbResponse, readAnswer, UnreadableAnswer } from '@/lib/qbxml/answer';
import { type Report, reportOf } from '@/lib/qbxml/report';
import { capturesDirectory } from '@/tests/simulators/quickbooks/evidence';

function response(inner: string): QbResponse {
  const xml = `<QBXML><QBXMLMsgsRs><JobReportQueryRs statusCode="0">${inner}</JobReportQueryRs></QBXMLMsgsRs></QBXML>`;
  const [first] = readAnswer(xml).responses;
  if (first === undefined) throw new UnreadableAnswer('a test wanted one response');
  return first;
}

const COLUMNS =
  '<ColDesc colID="1" dataType="STRTYPE"><ColTitle titleRow="1"/><ColType>Label</ColType></ColDesc>' +
  '<ColDesc colID="2" dataType="AMTTYPE"><ColTitle titleRow="2" value="Cost"/><ColTitle titleRow="1" value="Est."/>' +
  '<ColType>Amount</ColType></ColDesc>';

const withRows = (rows: string, columns = COLUMNS): Report | null =>
  reportOf(
    response(`<ReportRet><ReportTitle>T</ReportTitle>${columns}<ReportData>${rows}</ReportData></ReportRet>`),
    'JobReportQuery',
  );

const cells = (row: string, columns = COLUMNS) => {
  const [first] = withRows(`<DataRow rowNumber="1">${row}</DataRow>`, columns)?.rows ?? [];
  return first === undefined || first.kind === 'text' ? null : Object.fromEntries(first.cells);
};

describe('a report', () => {
  it('has columns with their titles from the top, and rows of their kinds in order', () => {
    const rows =
      '<TextRow rowNumber="1" value="Service"/>' +
      '<DataRow rowNumber="2"><RowData rowType="item" value="01 Plans  ."/><ColData colID="2" value="450.00"/></DataRow>' +
      '<SubtotalRow rowNumber="3"><ColData colID="1" value="Total"/></SubtotalRow>' +
      '<TotalRow rowNumber="4"><ColData colID="2" value="-450.00"/></TotalRow>';
    expect(withRows(rows)).toEqual({
      title: 'T',
      subtitle: '',
      basis: '',
      columns: [
        { id: 1, type: 'Label', dataType: 'STRTYPE', titles: [''] },
        { id: 2, type: 'Amount', dataType: 'AMTTYPE', titles: ['Est.', 'Cost'] },
      ],
      rows: [
        { kind: 'text', number: 1, text: 'Service' },
        {
          kind: 'data',
          number: 2,
          record: { type: 'item', name: '01 Plans  .' },
          cells: new Map([[2, '450.00']]),
        },
        { kind: 'subtotal', number: 3, record: null, cells: new Map([[1, 'Total']]) },
        { kind: 'total', number: 4, record: null, cells: new Map([[2, '-450.00']]) },
      ],
    });
  });

  it('that QuickBooks did not make is none', () => {
    expect(reportOf(response(''), 'JobReportQuery')).toBeNull();
  });

  it('may have no rows at all', () => {
    expect(reportOf(response(`<ReportRet>${COLUMNS}</ReportRet>`), 'JobReportQuery')?.rows).toEqual([]);
  });
});

it.each([
  ['1250,5', '1250.5'],
  ['1250', '1250'],
  [' .5 ', '0.5'],
])('a figure written “%s” is %s', (value, read) => {
  expect(cells(`<ColData colID="2" value="${value}"/>`)).toEqual({ 2: read });
});

it('a percentage may have its sign, an amount may not', () => {
  const percent = COLUMNS.replace('AMTTYPE', 'PERCENTTYPE');
  expect(cells('<ColData colID="2" value="87,5 %"/>', percent)).toEqual({ 2: '87.5' });
  expect(() => cells('<ColData colID="2" value="87.5%"/>')).toThrow(UnreadableAnswer);
});

it('a blank cell and a missing one are absent, and never nought', () => {
  expect(cells('<ColData colID="1" value=" "/><ColData colID="2"/>')).toEqual({});
});

it('a cell may say of itself what it holds; text is kept as it came', () => {
  expect(cells('<ColData colID="2" value=" 1,5 x" dataType="STRTYPE"/>')).toEqual({ 2: ' 1,5 x' });
  expect(() => cells('<ColData colID="1" value="x" dataType="AMTTYPE"/>')).toThrow(UnreadableAnswer);
});

it.each([
  ['a figure that is none', () => cells('<ColData colID="2" value="1.250,50"/>'), 'column 2'],
  ['a cell of no column', () => cells('<ColData value="1"/>'), 'a cell without colID'],
  ['a cell of a column not described', () => cells('<ColData colID="7" value="1"/>'), 'column 7'],
  ['a column without its id', () => cells('', '<ColDesc/>'), 'a column without colID'],
  ['a column with an odd id', () => cells('', '<ColDesc colID="x"/>'), 'ReportRet.ColDesc.colID'],
  ['a row without its number', () => withRows('<TextRow value="x"/>'), 'a row without rowNumber'],
])('%s has the whole report refused', (_what, readIt, reason) => {
  expect(readIt).toThrow(UnreadableAnswer);
  expect(readIt).toThrow(reason);
});

const folder = capturesDirectory === null ? null : join(capturesDirectory, 'qbxml');

describe.skipIf(folder === null)('a recorded report (skipped: set CAPTURES_DIR)', () => {
  const file = 'apotema-report-job_estimates_vs_actuals_detail.xml';
  const report = (): Report | null => {
    const [first] = readAnswer(readFileSync(join(folder ?? '', file), 'utf8')).responses;
    return first === undefined ? null : reportOf(first, 'JobReportQuery');
  };

  it('is read whole', () => {
    expect(report()?.columns.map(one => [one.id, one.type, one.titles[0]])).toEqual([
      [1, 'Label', ''],
      [2, 'Amount', 'Est. Cost'],
      [3, 'Amount', 'Act. Cost'],
      [4, 'AmountDifference', '($) Diff.'],
      [5, 'Amount', 'Est. Revenue'],
      [6, 'Amount', 'Act. Revenue'],
      [7, 'AmountDifference', '($) Diff.'],
    ]);
    expect(
      report()
        ?.rows.map(one => one.kind)
        .join(' '),
    ).toBe('text data data data data data subtotal total');
    expect(report()?.rows.flatMap(one => (one.kind === 'data' ? one.record?.name : []))).toEqual([
      '01 Plans & Permits  .',
      '04 Concrete',
      '07 Wall Framing',
      '08 Roof Framing',
      '11 Siding',
    ]);
  });

  it('adds up: the rows are the total, in every column of amounts', () => {
    const { columns = [], rows = [] } = report() ?? {};
    for (const { id } of columns.filter(one => one.dataType === 'AMTTYPE')) {
      const figures = (kind: string) =>
        rows.flatMap(row => (row.kind === kind && row.kind !== 'text' ? (row.cells.get(id) ?? []) : []));
      const sumOf = (kind: string) => sumMoney(figures(kind).map(parseMoney));
      expect(sumOf('data')).toBe(sumOf('total'));
    }
  });
});
