import type { CostCodeRecord } from '@/lib/flows/cost-code';
import type { Blocker, RuleId } from '@/lib/flows/flow';
import type { ProjectRecord } from '@/lib/flows/project';
import type { CompanyRecord } from '@/lib/flows/vendor';
import type { Books } from '@/lib/mappings/books';
import type { ListBooks } from '@/lib/mappings/list-books';
import { booksConnection } from '@/tests/factories/books';

export interface ListFixture<Record = Partial<CostCodeRecord & ProjectRecord & CompanyRecord>> {
  readonly record?: Record;
  readonly lists?: Partial<ListBooks>;
  readonly settings?: Partial<Books['settings']>;
  readonly books?: Partial<Books>;
}

export interface ListCase {
  readonly kind: 'cost_code' | 'project' | 'vendor';
  readonly rule: RuleId;
  readonly what: string;
  /** `blocks` unless it says otherwise. */
  readonly severity?: Blocker['severity'];
  readonly field: string;
  readonly says: RegExp;
  readonly where: Blocker['fix']['where'];
  readonly fails: ListFixture;
  readonly passes: ListFixture;
}

/** The general rules, which hold for each of the three. */
export function generalCases(kind: ListCase['kind']): ListCase[] {
  return [
    {
      kind,
      rule: 'GEN-04',
      what: 'a mark of another integration',
      field: 'Origin',
      where: 'procore',
      says: /Another integration owns this record.*“SAGE-1”/,
      fails: { record: { originId: 'SAGE-1' } },
      passes: { record: { originId: '8000-1' }, books: { formerIds: ['8000-1'] } },
    },
    {
      kind,
      rule: 'GEN-07',
      what: 'a QuickBooks user that may not write',
      field: 'QuickBooks',
      where: 'quickbooks',
      says: /permission|right/i,
      fails: { books: { connection: booksConnection({ missingRight: 3260 }) } },
      passes: {},
    },
    {
      kind,
      rule: 'GEN-08',
      what: 'no company file, or one of several',
      field: 'Company file',
      where: 'settings',
      says: /no company file.*or there are several/,
      fails: { books: { connection: null } },
      passes: {},
    },
    {
      kind,
      rule: 'GEN-09',
      what: 'a record that is linked already',
      field: 'QuickBooks',
      where: 'mappings',
      says: /is linked to the (item|job|vendor) “Old one” already/,
      fails: { lists: { linkedTo: 'Old one' } },
      passes: {},
    },
  ];
}
