import type { CostCodeRecord } from '@/lib/flows/cost-code';
import type { ProjectRecord } from '@/lib/flows/project';
import type { CompanyRecord } from '@/lib/flows/vendor';
import type { Books } from '@/lib/mappings/books';
import { type ListBooks, type NamedRecord, NO_LISTS } from '@/lib/mappings/list-books';
import { DEFAULT_SETTINGS } from '@/lib/tenancy/settings';
import { books } from './books';

export const INCOME = '80000101-1';
export const EXPENSE = '80000102-1';
export const CUSTOMER = '80000003-1';
export const DIVISION_ID = '9001000';

export function company(patch: Partial<CompanyRecord> = {}): CompanyRecord {
  return {
    id: '598134326300990',
    name: 'Tidewater Glazing LLC',
    legalName: '',
    isActive: true,
    phone: '715-555-0142',
    fax: '',
    email: 'ap@tidewater.example',
    address: '1200 Harbor Way, Suite 400',
    city: 'Eau Claire',
    stateCode: 'WI',
    zip: '54701',
    countryCode: 'US',
    originId: null,
    ...patch,
  };
}

export function project(patch: Partial<ProjectRecord> = {}): ProjectRecord {
  return {
    id: '598134325870777',
    name: 'Lakeside Library',
    number: '26-031',
    isActive: true,
    startDate: '2026-04-01',
    completionDate: '2027-02-26',
    address: '88 Shore Drive',
    city: 'Chippewa Falls',
    stateCode: 'WI',
    zip: '54729',
    countryCode: 'US',
    originId: null,
    ...patch,
  };
}

export function costCode(patch: Partial<CostCodeRecord> = {}): CostCodeRecord {
  return {
    id: '9001099',
    fullCode: '03-350',
    name: 'Concrete Finishing',
    isActive: true,
    division: { id: DIVISION_ID, fullCode: '03' },
    originId: null,
    ...patch,
  };
}

export function named(patch: Partial<NamedRecord> = {}): NamedRecord {
  return {
    list: 'vendor',
    qbId: '80000077-1',
    qbType: 'Vendor',
    fullName: 'Tidewater Glazing LLC',
    parentId: null,
    isActive: true,
    ...patch,
  };
}

const account = { isActive: true, isGone: false };

/** What is known of QuickBooks' lists where every choice is made and no name is taken. */
export function listBooks(patch: Partial<ListBooks> = {}): ListBooks {
  return {
    ...NO_LISTS,
    choices: { customer: CUSTOMER },
    accounts: {
      [INCOME]: { ...account, name: 'Construction Income', type: 'Income' },
      [EXPENSE]: { ...account, name: 'Job Expenses', type: 'CostOfGoodsSold' },
    },
    customer: { qbId: CUSTOMER, fullName: 'Riverside Health', sublevel: 0, isActive: true, isGone: false },
    ...patch,
  };
}

interface Given {
  readonly lists?: Partial<ListBooks>;
  readonly settings?: Partial<Books['settings']>;
  readonly books?: Partial<Books>;
}

/** Books in which the records above pass every rule. */
export function directoryBooks({ lists, settings, books: patch }: Given = {}): Books {
  return books({
    settings: { ...DEFAULT_SETTINGS, incomeAccount: INCOME, expenseAccount: EXPENSE, ...settings },
    lists: listBooks(lists),
    links: {
      [`cost_code:${DIVISION_ID}`]: {
        qbId: '80000029-1',
        qbType: 'ItemService',
        name: '03',
        isActive: true,
        isGone: false,
        isTwoSided: true,
        order: null,
      },
    },
    ...patch,
  });
}
