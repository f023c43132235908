import { bookLink } from '@/tests/factories/books';
import { DIVISION_ID, EXPENSE, INCOME, listBooks, named } from '@/tests/factories/directory';
import { generalCases, type ListCase } from './list-rule-cases';

const DIVISION = `cost_code:${DIVISION_ID}`;
const item = (parentId: string | null) =>
  named({ list: 'item', qbType: 'ItemService', fullName: '03:03-350', parentId });
const account = (id: string, patch: object) => ({
  lists: { accounts: { ...listBooks().accounts, [id]: { ...listBooks().accounts[id], ...patch } as never } },
});
const division = (patch: Parameters<typeof bookLink>[0]) => ({
  books: {
    links: { [DIVISION]: bookLink({ qbId: '80000029-1', qbType: 'ItemService', name: '03', ...patch }) },
  },
});

const atDivision = { kind: 'cost_code', rule: 'CC-06', field: 'Division' } as const;
const atExpense = { kind: 'cost_code', rule: 'CC-04', field: 'Expense account', where: 'settings' } as const;

export const COST_CODE_RULES: readonly ListCase[] = [
  ...generalCases('cost_code'),
  {
    kind: 'cost_code',
    rule: 'CC-02',
    what: 'a name over 31 characters',
    severity: 'asks',
    field: 'Name',
    where: 'procore',
    says: /has 42 characters; QuickBooks takes 31\. It goes over as “03-350 Concrete Finishing and”/,
    fails: {
      record: { name: 'Concrete Finishing and Other Topics' },
      settings: { itemNames: 'code_and_text' },
    },
    passes: { record: { name: 'Concrete Finishing and Other Topics' } },
  },
  {
    kind: 'cost_code',
    rule: 'CC-03',
    what: 'code and description over 96 characters',
    severity: 'warns',
    field: 'Description',
    where: 'procore',
    says: /have 97 characters.*They go over whole/,
    fails: { record: { name: 'x'.repeat(91) } },
    passes: { record: { name: 'x'.repeat(90) } },
  },
  {
    kind: 'cost_code',
    rule: 'CC-04',
    what: 'no income account',
    field: 'Income account',
    where: 'settings',
    says: /No income account is chosen/,
    fails: { settings: { incomeAccount: null } },
    passes: { settings: { incomeAccount: null }, lists: { choices: { incomeAccount: INCOME } } },
  },
  {
    ...atExpense,
    what: 'an account of income for costs',
    says: /“Construction Income” is not an expense account/,
    fails: { settings: { expenseAccount: INCOME } },
    passes: { settings: { expenseAccount: INCOME }, lists: { choices: { expenseAccount: EXPENSE } } },
  },
  {
    ...atExpense,
    what: 'an inactive account',
    says: /inactive/,
    fails: account(EXPENSE, { isActive: false }),
    passes: {},
  },
  {
    ...atExpense,
    what: 'an account that is gone',
    says: /deleted or merged/,
    fails: account(EXPENSE, { isGone: true }),
    passes: {},
  },
  {
    kind: 'cost_code',
    rule: 'CC-05',
    what: 'an item of that name below the division',
    field: 'Name',
    where: 'mappings',
    says: /QuickBooks has the item “03:03-350” already/,
    fails: { lists: { named: [item('80000029-1')] } },
    passes: { lists: { named: [item(null), item('80000028-1')] } },
  },
  {
    ...atDivision,
    what: 'a division that is not in QuickBooks',
    severity: 'warns',
    where: 'mappings',
    says: /division 03 is not in QuickBooks yet/,
    fails: { books: { links: {} } },
    passes: { books: { links: {} }, settings: { divisions: 'none' } },
  },
  {
    ...atDivision,
    what: 'a division on its way',
    severity: 'warns',
    where: 'connection',
    says: /waits for its division “03”, which is on its way/,
    fails: { books: { links: {} }, lists: { divisionUnderWay: { requestId: 'r', fullName: '03' } } },
    passes: { lists: { divisionUnderWay: { requestId: 'r', fullName: '03' } } },
  },
  {
    ...atDivision,
    what: 'an inactive division',
    where: 'mappings',
    says: /is inactive/,
    fails: division({ isActive: false }),
    passes: {},
  },
  {
    ...atDivision,
    what: 'a division that is gone',
    where: 'mappings',
    says: /deleted or merged/,
    fails: division({ isGone: true }),
    passes: {},
  },
  {
    ...atDivision,
    what: 'a division of another type',
    where: 'mappings',
    says: /another type/,
    fails: division({ qbType: 'ItemOtherCharge' }),
    passes: { ...division({ qbType: 'ItemOtherCharge' }), settings: { itemType: 'other_charge' } },
  },
  {
    kind: 'cost_code',
    rule: 'CC-07',
    what: 'a code that was taken off the list',
    field: 'Cost code',
    where: 'procore',
    says: /no longer on the company’s standard list/,
    fails: { record: { isActive: false } },
    passes: {},
  },
];
