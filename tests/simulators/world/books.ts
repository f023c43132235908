import type { Books, BooksItem, BooksVendor } from './types';

type VendorRow = [name: string, companyName: string | null, isActive?: boolean];

/** The bookkeeper's list: some names as Procore has them, some nearly, some years old. */
const VENDOR_ROWS: readonly VendorRow[] = [
  ['Keel Concrete LLC', 'Keel Concrete LLC'],
  ['Great Lakes Steel & Erection', null],
  ["O'Malley Electric, Inc.", "O'Malley Electric Inc."],
  ['Birchwood Mechanical', 'Birchwood Mechanical'],
  ['Superior Door Frame & Hdwe Co of MN', 'Superior Door, Frame & Hardware Company of Minnesota'],
  ['Pine County Excavating', null],
  ['North Shore Supply', 'North Shore Supply Co.'],
  ['Acme Quality Roofing', null],
  ['Bayfront Drywall', null, false],
  ['Zenith City Rentals', null],
  ['City of Duluth', null],
];

const vendor = ([name, companyName, isActive = true]: VendorRow, index: number): BooksVendor => ({
  name,
  companyName,
  isActive,
  address: `${index * 17 + 3} Commerce St`,
  city: 'Duluth',
  stateCode: 'MN',
  zip: '55802',
  phone: name === 'Keel Concrete LLC' ? '(715) 555-0142' : '',
  email: '',
});

type ItemRow = [name: string, parent: string | null, description: string, extra?: Partial<BooksItem>];

/** A cost-code list as bookkeepers keep it: divisions as parents, trailing blanks, a one-sided item, retired ones. */
const ITEM_ROWS: readonly ItemRow[] = [
  ['01', null, 'General Requirements'],
  ['01-100', '01', 'Supervision'],
  ['01-500', '01', 'Temporary Facilities'],
  ['01-700 ', '01', 'Final Cleaning'],
  ['02', null, 'Site Construction'],
  ['02-200', '02', 'Earthwork'],
  ['02-300', '02', 'Utilities.'],
  ['03', null, 'Concrete'],
  ['03-300', '03', 'Cast-in-Place Concrete'],
  ['03-350', '03', 'Floor Finishing'],
  ['03-400', '03', 'Precast'],
  ['05', null, 'Metals'],
  ['05-100', '05', 'Structural Steel'],
  ['05-500', '05', 'Misc. Metals'],
  ['07-500', null, 'Membrane Roofing'],
  ['08-100', null, 'Doors, Frames & Hardware'],
  ['09-250', null, 'Gypsum Board'],
  ['15-050', null, 'HVAC', { isTwoSided: false }],
  ['15-400', null, 'Plumbing'],
  ['16-100', null, 'Wiring & Devices'],
  ['Retainage', null, 'Retainage held'],
  ['Permit fees', null, 'Permits', { type: 'OtherCharge' }],
  ['Lumber', null, 'Lumber, misc.', { type: 'NonInventory' }],
  ['Rebar #5', null, 'Rebar', { type: 'Inventory' }],
  ['Subtotal', null, 'Subtotal', { type: 'Subtotal' }],
  ['99-OLD', null, 'Old miscellaneous', { isActive: false }],
];

const item = ([name, parent, description, extra]: ItemRow): BooksItem => ({
  type: 'Service',
  name,
  parent,
  description,
  isActive: true,
  isTwoSided: true,
  ...extra,
});

export const books: Books = {
  companyName: 'Harbor & Pine Builders, Inc.',
  productName: 'QuickBooks Desktop Premier Contractor Edition 2019',
  majorVersion: 29,
  country: 'US',
  filePath: 'C:\\Users\\Public\\Documents\\Intuit\\QuickBooks\\Company Files\\Harbor & Pine Builders.qbw',
  preferences: {
    isUsingEstimates: true,
    isUsingInventory: true,
    isUsingAccountNumbers: true,
    isUsingClassTracking: false,
    closingDate: '2025-12-31',
  },
  accounts: [
    { name: 'Checking', number: '1000', type: 'Bank' },
    { name: 'Accounts Receivable', number: '1100', type: 'AccountsReceivable' },
    { name: 'Retainage Receivable', number: '1150', type: 'OtherCurrentAsset' },
    { name: 'Accounts Payable', number: '2000', type: 'AccountsPayable' },
    { name: 'Retainage Payable', number: '2100', type: 'OtherCurrentLiability' },
    { name: 'Construction Income', number: '4000', type: 'Income' },
    { name: 'Subcontractors', number: '5000', type: 'CostOfGoodsSold' },
    { name: 'Job Materials', number: '5100', type: 'CostOfGoodsSold' },
    { name: 'Office Supplies', number: '6100', type: 'Expense' },
    { name: 'Purchase Orders', number: '90200', type: 'NonPosting' },
  ],
  vendors: VENDOR_ROWS.map(vendor),
  customers: [
    {
      name: 'Riverside Health',
      isActive: true,
      jobs: [{ name: '24-017 Riverside Clinic Addition', isActive: true, status: 'InProgress' }],
    },
    {
      name: 'Harbor View Partners LP',
      isActive: true,
      jobs: [
        {
          name: '24-022 Harbor View Apartments',
          isActive: true,
          status: 'InProgress',
          jobs: [{ name: 'Parking deck', isActive: true, status: 'Pending' }],
        },
      ],
    },
    {
      name: 'Duluth Public Schools',
      isActive: true,
      jobs: [
        { name: 'Mill St. School Gym', isActive: true, status: 'Awarded' },
        { name: 'Depot Restoration', isActive: false, status: 'Closed' },
      ],
    },
    { name: "O'Neil & Sons", isActive: true, jobs: [] },
  ],
  otherNames: ['Acme Quality Roofing (employee loan)', 'Dana Ruiz'],
  items: ITEM_ROWS.map(item),
  purchaseOrders: [
    {
      vendor: 'North Shore Supply',
      refNumber: 'PO-1042',
      date: '2026-01-12',
      memo: 'Phoned in by site',
      isClosed: false,
      lines: [
        {
          item: '03:03-350',
          description: 'Curing compound',
          amount: '615.00',
          job: 'Riverside Health:24-017 Riverside Clinic Addition',
        },
      ],
    },
    {
      vendor: 'Zenith City Rentals',
      refNumber: '1041',
      date: '2025-11-03',
      memo: 'Lift rental',
      isClosed: true,
      lines: [{ item: '01:01-500', description: 'Boom lift, 2 weeks', amount: '2840.00', job: null }],
    },
  ],
};
