import { agg, bool, choice, date, many, must, oneOf, since } from '../../fields';
import { withChildren } from './filters';
import { accounts, entities, items, txnTypeFilter } from './kind-filters';

const PERIODS = [
  'All',
  'Today',
  'ThisWeek',
  'ThisWeekToDate',
  'ThisMonth',
  'ThisMonthToDate',
  'ThisQuarter',
  'ThisQuarterToDate',
  'ThisYear',
  'ThisYearToDate',
  'Yesterday',
  'LastWeek',
  'LastWeekToDate',
  'LastMonth',
  'LastMonthToDate',
  'LastQuarter',
  'LastQuarterToDate',
  'LastYear',
  'LastYearToDate',
  'NextWeek',
  'NextFourWeeks',
  'NextMonth',
  'NextQuarter',
  'NextYear',
] as const;

/**
 * What every report can be limited by, in Intuit’s order. Without a period it is the fiscal year to date: costs of a
 * job from its beginning need the macro All.
 */
export const reportFilters = [
  since(3, 0, bool('DisplayReport')),
  choice(
    [must(agg('ReportPeriod', [date('FromReportDate'), date('ToReportDate')]))],
    [must(oneOf('ReportDateMacro', ...PERIODS))],
  ),
  agg('ReportAccountFilter', [must(choice(...accounts))]),
  agg('ReportEntityFilter', [must(choice(...entities))]),
  agg('ReportItemFilter', [must(choice(...items))]),
  since(2, 1, agg('ReportClassFilter', [must(choice(...withChildren))])),
  agg('ReportTxnTypeFilter', [must(many(txnTypeFilter))]),
  since(
    3,
    0,
    choice(
      [
        must(
          agg('ReportModifiedDateRangeFilter', [
            date('FromReportModifiedDate'),
            date('ToReportModifiedDate'),
          ]),
        ),
      ],
      [must(oneOf('ReportModifiedDateRangeMacro', ...PERIODS))],
    ),
  ),
  since(3, 0, oneOf('ReportDetailLevelFilter', 'All', 'AllExceptSummary', 'SummaryOnly')),
  since(3, 0, oneOf('ReportPostingStatusFilter', 'Either', 'NonPosting', 'Posting')),
] as const;
