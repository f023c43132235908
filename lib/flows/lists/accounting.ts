import { qbRequest, recordsOf } from '@/lib/qbxml';
import { LIST_HEAD, type ListReader, listFilters, named, TREE_HEAD } from './reader';

/** What an accountant chooses from: accounts, terms, classes. Short lists, answered in one piece. */

export const accountReader: ListReader = {
  kind: 'account',
  isPaged: false,
  query: cursor =>
    qbRequest('AccountQuery', {
      ...listFilters(cursor),
      IncludeRetElement: [...TREE_HEAD, 'AccountType', 'SpecialAccountType', 'AccountNumber', 'Desc'],
    }),
  decode: response =>
    recordsOf(response, 'AccountQuery', 'AccountRet').flatMap(account =>
      named(account, 'Account', {
        type: account.AccountType ?? null,
        special: account.SpecialAccountType ?? null,
        number: account.AccountNumber ?? null,
        description: account.Desc ?? null,
      }),
    ),
};

/** Terms count days, or name a day of the month. */
export const termsReader: ListReader = {
  kind: 'terms',
  isPaged: false,
  query: cursor =>
    qbRequest('TermsQuery', {
      ...listFilters(cursor),
      IncludeRetElement: [
        ...LIST_HEAD,
        'StdDueDays',
        'StdDiscountDays',
        'DayOfMonthDue',
        'DueNextMonthDays',
        'DiscountDayOfMonth',
        'DiscountPct',
      ],
    }),
  decode: response => [
    ...recordsOf(response, 'TermsQuery', 'StandardTermsRet').flatMap(terms =>
      named({ ...terms, FullName: terms.Name }, 'StandardTerms', {
        dueDays: terms.StdDueDays ?? null,
        discountDays: terms.StdDiscountDays ?? null,
        discountPercent: terms.DiscountPct ?? null,
      }),
    ),
    ...recordsOf(response, 'TermsQuery', 'DateDrivenTermsRet').flatMap(terms =>
      named({ ...terms, FullName: terms.Name }, 'DateDrivenTerms', {
        dueDayOfMonth: terms.DayOfMonthDue ?? null,
        dueNextMonthDays: terms.DueNextMonthDays ?? null,
        discountDayOfMonth: terms.DiscountDayOfMonth ?? null,
        discountPercent: terms.DiscountPct ?? null,
      }),
    ),
  ],
};

/** Refused by a company file that does not track classes. */
export const classReader: ListReader = {
  kind: 'class',
  isPaged: false,
  query: cursor => qbRequest('ClassQuery', { ...listFilters(cursor), IncludeRetElement: TREE_HEAD }),
  decode: response => recordsOf(response, 'ClassQuery', 'ClassRet').flatMap(one => named(one, 'Class', {})),
};
