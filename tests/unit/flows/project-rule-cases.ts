import { CUSTOMER, listBooks, named } from '@/tests/factories/directory';
import { generalCases, type ListCase } from './list-rule-cases';

const LONG = 'Riverside Clinic Addition and Renovation of the East Wing';
const job = (parentId: string | null) =>
  named({
    list: 'customer',
    qbType: parentId === null ? 'Customer' : 'Job',
    fullName: 'Lakeside Library',
    parentId,
  });
const customer = (patch: object) => {
  const usual = listBooks().customer;
  return { lists: { customer: usual && { ...usual, ...patch } } };
};

const atCustomer = { kind: 'project', rule: 'PRJ-03', field: 'Customer', where: 'quickbooks' } as const;
const atName = { kind: 'project', rule: 'PRJ-04', field: 'Name' } as const;

export const PROJECT_RULES: readonly ListCase[] = [
  ...generalCases('project'),
  {
    kind: 'project',
    rule: 'PRJ-01',
    what: 'a name over 41 characters',
    severity: 'asks',
    field: 'Name',
    where: 'procore',
    says: /has 57 characters; QuickBooks takes 41\. It goes over as “Riverside Clinic Addition and Renovation”/,
    fails: { record: { name: LONG } },
    passes: {
      record: { name: LONG },
      lists: { choices: { customer: CUSTOMER, name: 'Riverside East Wing' } },
    },
  },
  {
    kind: 'project',
    rule: 'PRJ-01',
    what: 'a name that is too long with its number alone',
    severity: 'asks',
    field: 'Name',
    where: 'procore',
    says: /has 43 characters/,
    fails: {
      record: { name: 'Lakeside Library and Media Center, N' },
      settings: { jobNames: 'number_and_name' },
    },
    passes: { record: { name: 'Lakeside Library and Media Center, N' } },
  },
  {
    kind: 'project',
    rule: 'PRJ-02',
    what: 'a comma in the address',
    severity: 'warns',
    field: 'Address',
    where: 'procore',
    says: /has a comma\. It goes over as it is/,
    fails: { record: { address: '88 Shore Drive, Suite 2' } },
    passes: { record: { address: '88 Shore Drive\nSuite 2' } },
  },
  {
    kind: 'project',
    rule: 'PRJ-03',
    what: 'a project that is inactive',
    field: 'Status',
    where: 'procore',
    says: /inactive in Procore/,
    fails: { record: { isActive: false } },
    passes: {},
  },
  {
    ...atCustomer,
    what: 'a customer that nobody chose is said to the sender',
    severity: 'warns',
    says: /accountant chooses the customer/,
    fails: { lists: { choices: {}, customer: null } },
    passes: { lists: { choices: {}, customer: null }, settings: { projectsBecome: 'customers' } },
  },
  {
    ...atCustomer,
    what: 'a customer that was never read',
    says: /never read from QuickBooks/,
    fails: { lists: { customer: null } },
    passes: {},
  },
  {
    ...atCustomer,
    what: 'an inactive customer',
    says: /inactive/,
    fails: customer({ isActive: false }),
    passes: {},
  },
  {
    ...atCustomer,
    what: 'a customer that is gone',
    says: /deleted or merged/,
    fails: customer({ isGone: true }),
    passes: {},
  },
  {
    ...atCustomer,
    what: 'a job on the fifth level',
    says: /no job below “Riverside Health”: it has five levels/,
    fails: customer({ sublevel: 4 }),
    passes: customer({ sublevel: 3 }),
  },
  {
    ...atName,
    what: 'a job of that name under the same customer',
    where: 'mappings',
    says: /QuickBooks has the job “Lakeside Library” already/,
    fails: { lists: { named: [job(CUSTOMER)] } },
    passes: { lists: { named: [job('80000009-1'), job(null)] } },
  },
  {
    ...atName,
    what: 'a vendor of that name, where projects become customers',
    where: 'quickbooks',
    says: /taken by the vendor “Lakeside Library”/,
    fails: {
      lists: { named: [named({ fullName: 'Lakeside Library' })] },
      settings: { projectsBecome: 'customers' },
    },
    passes: { lists: { named: [named({ fullName: 'Lakeside Library' })] } },
  },
  {
    kind: 'project',
    rule: 'PRJ-05',
    what: 'an address of more lines than there are',
    severity: 'warns',
    field: 'Address',
    where: 'procore',
    says: /longer than QuickBooks’ lines/,
    fails: { record: { address: 'a\nb\nc\nd', countryCode: 'MX' } },
    passes: { record: { address: 'a\nb\nc\nd' } },
  },
];
