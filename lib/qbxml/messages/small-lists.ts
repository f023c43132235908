import { agg, bool, int, must, pct, ref, str } from '../fields';
import { message } from '../message';
import { ErrorRecovery } from './blocks/error-recovery';
import { includeRetElement, listHead } from './blocks/keys';
import { listQuery } from './blocks/queries';

/** Lists of names that other records refer to. None of them has pages. */

const query = [listQuery(), includeRetElement] as const;

const namesInTree = [
  ...listHead,
  must(str('Name', 31)),
  must(str('FullName', 159)),
  bool('IsActive'),
  ref('ParentRef'),
  must(int('Sublevel')),
] as const;

export const ClassQuery = message({ name: 'ClassQuery', request: query, rets: { ClassRet: namesInTree } });

export const JobTypeQuery = message({
  name: 'JobTypeQuery',
  request: query,
  rets: { JobTypeRet: namesInTree },
});

export const JobTypeAdd = message({
  name: 'JobTypeAdd',
  effect: 'add',
  request: [
    must(agg('JobTypeAdd', [must(str('Name', 31)), bool('IsActive'), ref('ParentRef')])),
    includeRetElement,
  ],
  rets: { JobTypeRet: namesInTree, ErrorRecovery },
});

const terms = [...listHead, must(str('Name', 31)), bool('IsActive')] as const;
const DAYS_OF_MONTH = { min: 1, max: 31 };

/** Terms count days, or name a day of the month; both kinds stand side by side in the answer. */
export const TermsQuery = message({
  name: 'TermsQuery',
  request: query,
  rets: {
    StandardTermsRet: [...terms, int('StdDueDays'), int('StdDiscountDays'), pct('DiscountPct')],
    DateDrivenTermsRet: [
      ...terms,
      must(int('DayOfMonthDue', DAYS_OF_MONTH)),
      int('DueNextMonthDays'),
      int('DiscountDayOfMonth', DAYS_OF_MONTH),
      pct('DiscountPct'),
    ],
  },
});
