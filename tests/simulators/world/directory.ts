import type { CostCode, CostType, Project, Vendor } from './types';

type VendorRow = [id: number, name: string, address: string, city: string, phone: string, email: string];

const VENDOR_ID_BASE = 598134326300000;

/** As people typed them over the years: doubles by case, ampersands, quotes, commas, accents, names past 41. */
const VENDOR_ROWS: readonly VendorRow[] = [
  [871, 'Keel Concrete LLC', '77 Dock Rd', 'Superior', '715-555-0142', 'ap@keelconcrete.example'],
  [872, 'KEEL CONCRETE, LLC', '77 Dock Road', 'Superior', '', ''],
  [
    880,
    'Great Lakes Steel & Erection',
    '1200 Ore St, Suite 4',
    'Duluth',
    '218-555-0110',
    'billing@glsteel.example',
  ],
  [881, 'O’Malley Electric', '9 Birch Ave', 'Duluth', '218-555-0187', 'office@omalley.example'],
  [885, 'Birchwood Mechanical', '310 W 3rd St', 'Duluth', '218-555-0166', 'ar@birchwoodmech.example'],
  [
    890,
    'Superior Door, Frame & Hardware Company of Minnesota',
    '4 Rail Way',
    'Cloquet',
    '218-555-0121',
    'orders@superiordoor.example',
  ],
  [893, 'Café Terrazzo & Tile', '55 Lake St', 'Two Harbors', '', 'studio@cafeterrazzo.example'],
  [897, 'Pine County Excavating', 'RR 2 Box 40', 'Hinckley', '320-555-0134', 'dig@pinecounty.example'],
  [
    902,
    'North Shore Supply',
    '800 Garfield Ave',
    'Duluth',
    '218-555-0190',
    'invoices@northshoresupply.example',
  ],
  [905, 'Acme "Quality" Roofing', '12 Slate Ct', 'Hermantown', '218-555-0103', 'acme@roofing.example'],
];

const INACTIVE_VENDOR: Vendor = {
  id: VENDOR_ID_BASE + 910,
  name: 'Bayfront Drywall (old)',
  legalName: null,
  isActive: false,
  address: '1 Bayfront Pl',
  city: 'Duluth',
  stateCode: 'MN',
  zip: '55802',
  phone: '',
  email: '',
};

export const vendorId = (short: number): number => VENDOR_ID_BASE + short;

export const vendors: readonly Vendor[] = [
  ...VENDOR_ROWS.map(
    ([id, name, address, city, phone, email]): Vendor => ({
      id: vendorId(id),
      name,
      legalName: id === 881 ? "O'Malley Electric Inc." : null,
      isActive: true,
      address,
      city,
      stateCode: city === 'Superior' ? 'WI' : 'MN',
      zip: city === 'Superior' ? '54880' : '55802',
      phone,
      email,
    }),
  ),
  INACTIVE_VENDOR,
];

const DIVISIONS: readonly [code: string, name: string, children: readonly [string, string][]][] = [
  [
    '01',
    'General Requirements',
    [
      ['100', 'Supervision'],
      ['500', 'Temporary Facilities'],
      ['700', 'Final Cleaning'],
    ],
  ],
  [
    '02',
    'Site Construction',
    [
      ['200', 'Earthwork'],
      ['300', 'Utilities'],
    ],
  ],
  [
    '03',
    'Concrete',
    [
      ['300', 'Cast-in-Place Concrete'],
      ['350', 'Floor Finishing'],
      ['400', 'Precast Concrete'],
    ],
  ],
  [
    '05',
    'Metals',
    [
      ['100', 'Structural Steel'],
      ['500', 'Miscellaneous Metals'],
    ],
  ],
  ['07', 'Thermal and Moisture Protection', [['500', 'Membrane Roofing']]],
  ['08', 'Doors and Windows', [['100', 'Doors, Frames & Hardware']]],
  [
    '09',
    'Finishes',
    [
      ['250', 'Gypsum Board'],
      ['400', 'Terrazzo'],
    ],
  ],
  [
    '15',
    'Mechanical',
    [
      ['050', 'HVAC'],
      ['400', 'Plumbing'],
    ],
  ],
  ['16', 'Electrical', [['100', 'Wiring & Devices']]],
];

const COST_CODE_ID_BASE = 9001000;

/** Standard cost codes, divisions first; ids count up in list order. */
export const costCodes: readonly CostCode[] = (() => {
  const list: CostCode[] = [];
  for (const [code, name, children] of DIVISIONS) {
    const parentId = COST_CODE_ID_BASE + list.length;
    list.push({ id: parentId, code, fullCode: code, name, parentId: null });
    for (const [child, childName] of children) {
      const id = COST_CODE_ID_BASE + list.length;
      list.push({ id, code: child, fullCode: `${code}-${child}`, name: childName, parentId });
    }
  }
  return list;
})();

export function costCodeId(fullCode: string): number {
  const found = costCodes.find(costCode => costCode.fullCode === fullCode);
  if (!found) throw new RangeError(`no cost code ${fullCode} in the made-up world`);
  return found.id;
}

export const costTypes: readonly CostType[] = [
  { id: 47010, code: 'C', name: 'Commitment', baseType: 'commitment' },
  { id: 47011, code: 'O', name: 'Other', baseType: 'other' },
  { id: 47012, code: 'M', name: 'Materials', baseType: 'materials' },
  { id: 47013, code: 'E', name: 'Equipment', baseType: 'equipment' },
];

const place = { city: 'Duluth', stateCode: 'MN', zip: '55802' };

export const RIVERSIDE_ID = 598134326120044;
export const HARBOR_VIEW_ID = 598134326120045;
export const MILL_STREET_ID = 598134326120046;
export const WAREHOUSE_ID = 598134326120047;
export const DEPOT_ID = 598134326120048;

export const projects: readonly Project[] = [
  {
    id: RIVERSIDE_ID,
    name: 'Riverside Clinic Addition',
    number: '24-017',
    isActive: true,
    address: '410 Quay Street',
    ...place,
    startDate: '2026-02-02',
    isPermitted: true,
  },
  {
    id: HARBOR_VIEW_ID,
    name: 'Harbor View Apartments',
    number: '24-022',
    isActive: true,
    address: '15 Harbor Dr, Bldg A',
    ...place,
    startDate: '2026-03-16',
    isPermitted: true,
    changeOrderTiers: 2,
  },
  {
    id: MILL_STREET_ID,
    name: 'Mill Street School Gymnasium',
    number: '25-003',
    isActive: true,
    address: '1 Mill St',
    ...place,
    startDate: '2026-06-01',
    isPermitted: true,
  },
  {
    id: WAREHOUSE_ID,
    name: "O'Neil & Sons Cold Storage Warehouse, Phase 2",
    number: '25-010',
    isActive: true,
    address: '99 Port Terminal Rd',
    ...place,
    startDate: '2026-08-03',
    isPermitted: true,
  },
  {
    id: DEPOT_ID,
    name: 'Depot Restoration',
    number: '22-004',
    isActive: false,
    address: '506 W Michigan St',
    ...place,
    startDate: '2022-04-04',
    isPermitted: true,
    changeOrderTiers: 3,
  },
];
