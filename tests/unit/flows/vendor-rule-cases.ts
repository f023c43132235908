import { named } from '@/tests/factories/directory';
import { generalCases, type ListCase } from './list-rule-cases';

const ODD = 'Tidewater Glazing and Architectural Metals of Wisconsin';

const at = { kind: 'vendor', rule: 'VEN-01', field: 'Name' } as const;

export const VENDOR_RULES: readonly ListCase[] = [
  ...generalCases('vendor'),
  {
    kind: 'vendor',
    rule: 'GEN-02',
    what: 'letters that QuickBooks cannot hold',
    severity: 'asks',
    field: 'City',
    where: 'procore',
    says: /ő becomes o/,
    fails: { record: { city: 'Győr' } },
    passes: { record: { city: 'Genève' } },
  },
  {
    ...at,
    what: 'a name over 41 characters',
    severity: 'asks',
    where: 'procore',
    says: /has 55 characters; QuickBooks takes 41\. It goes over as “Tidewater Glazing and Architectural”/,
    fails: { record: { name: ODD } },
    passes: { record: { name: ODD }, lists: { choices: { name: 'Tidewater Glazing' } } },
  },
  {
    ...at,
    what: 'a colon, which parts QuickBooks’ levels',
    severity: 'asks',
    where: 'procore',
    says: /cannot keep “Tidewater: Glazing” as it is\. It goes over as “Tidewater - Glazing”/,
    fails: { record: { name: 'Tidewater: Glazing' } },
    passes: {},
  },
  {
    ...at,
    what: 'no name',
    where: 'procore',
    says: /no name/,
    fails: { record: { name: ' ' } },
    passes: {},
  },
  {
    ...at,
    what: 'an active vendor of that name',
    where: 'mappings',
    says: /QuickBooks has the vendor “TIDEWATER GLAZING LLC” already/,
    fails: { lists: { named: [named({ fullName: 'TIDEWATER GLAZING LLC' })] } },
    passes: { lists: { named: [] } },
  },
  {
    ...at,
    what: 'a vendor that differs in a dot only',
    severity: 'warns',
    where: 'mappings',
    says: /has the vendor “Tidewater Glazing LLC\.”, which differs/,
    fails: { lists: { named: [named({ fullName: 'Tidewater Glazing LLC.' })] } },
    passes: { lists: { named: [named({ fullName: 'Tidewater Glazing LLC.', isActive: false })] } },
  },
  {
    ...at,
    what: 'a customer of that name: names are one list',
    where: 'quickbooks',
    says: /taken by the customer “Tidewater Glazing LLC”; QuickBooks keeps one list/,
    fails: { lists: { named: [named({ list: 'customer', qbType: 'Customer' })] } },
    // A job's name stands below its customer's.
    passes: { lists: { named: [named({ list: 'customer', qbType: 'Job', parentId: '80000003-1' })] } },
  },
  {
    kind: 'vendor',
    rule: 'VEN-02',
    what: 'a company that is inactive in Procore',
    field: 'Status',
    where: 'procore',
    says: /inactive in Procore/,
    fails: { record: { isActive: false } },
    passes: {},
  },
  {
    kind: 'vendor',
    rule: 'VEN-02',
    what: 'a vendor of that name that is inactive in QuickBooks',
    field: 'Name',
    where: 'quickbooks',
    says: /has the vendor “Tidewater Glazing LLC”, which is inactive/,
    fails: { lists: { named: [named({ isActive: false })] } },
    passes: {},
  },
  {
    kind: 'vendor',
    rule: 'VEN-03',
    what: 'an address of more lines than there are',
    severity: 'warns',
    field: 'Address',
    where: 'procore',
    says: /longer than QuickBooks’ lines/,
    fails: { record: { address: 'a\nb\nc\nd\ne' } },
    passes: { record: { address: 'a\nb\n\nc\nd' } },
  },
];
