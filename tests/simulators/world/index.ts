import { books } from './books';
import { commitments } from './commitments';
import { costCodes, costTypes, projects, vendors } from './directory';
import { histories } from './histories';
import { HARBOR_PINE_ID, OTTER_CREEK_ID, people } from './people';
import type { ProcoreCompany, World } from './types';

export { DEPOT_ID, HARBOR_VIEW_ID, MILL_STREET_ID, RIVERSIDE_ID, WAREHOUSE_ID } from './directory';
export type * from './history-types';
export { largeWorld } from './large';
export { HARBOR_PINE_ID, OTTER_CREEK_ID } from './people';
export { type Random, randomFrom } from './random';
export type * from './types';

/** A company that is not set up yet, with ids as Procore gave them years ago. */
const otterCreek: ProcoreCompany = {
  id: OTTER_CREEK_ID,
  name: 'Otter Creek Contracting',
  isInstalled: true,
  costCodeListId: 55,
  costCodes: [{ id: 301, code: '01', fullCode: '01', name: 'General', parentId: null }],
  costTypes: [{ id: 11, code: 'C', name: 'Commitment', baseType: 'commitment' }],
  projects: [
    {
      id: 7001,
      name: 'Otter Creek Town Hall',
      number: '26-001',
      isActive: true,
      address: '2 Main St',
      city: 'Otter Creek',
      stateCode: 'VT',
      zip: '05701',
      startDate: '2026-01-05',
      isPermitted: true,
    },
  ],
  vendors: [
    {
      id: 8101,
      name: 'Keel Concrete LLC',
      legalName: null,
      isActive: true,
      address: '',
      city: 'Rutland',
      stateCode: 'VT',
      zip: '05701',
      phone: '',
      email: '',
    },
  ],
  commitments: [
    {
      id: 9101,
      kind: 'subcontract',
      projectId: 7001,
      vendorId: 8101,
      number: 'SC-001',
      title: 'Foundations',
      description: '<p>Foundations</p>',
      status: 'Approved',
      accountingMethod: 'amount',
      contractDate: '2026-02-01',
      retainagePercent: '5.0',
      originId: null,
      lines: [
        {
          id: 9191,
          costCodeId: 301,
          costTypeId: 11,
          description: 'Foundations',
          amount: '15000.0',
          quantity: '0.0',
          unitCost: '0.0',
          uom: null,
        },
      ],
    },
  ],
  histories: [
    {
      projectId: 7001,
      budget: {
        isLocked: true,
        lines: [{ code: '01', costTypeId: 11, amount: '15500.0' }],
        modifications: [],
        changes: [],
      },
      periods: [{ startDate: '2026-03-01', endDate: '2026-03-31', dueDate: '2026-04-20', isOpen: true }],
      changeOrders: [
        {
          commitmentId: 9101,
          title: 'Frost walls',
          status: 'approved',
          date: '2026-03-09',
          lines: [
            { code: '01', costTypeId: 11, amount: '800.0', description: 'Frost walls', changesLine: 0 },
          ],
        },
      ],
      invoices: [
        {
          commitmentId: 9101,
          invoiceNumber: '1',
          status: 'approved',
          period: 0,
          claims: [{ line: 0, completed: '5000.0' }],
        },
      ],
      payments: [
        { commitmentId: 9101, invoice: 1, amount: '4750.0', date: '2026-04-10', checkNumber: '301' },
      ],
      directCosts: [
        {
          type: 'expense',
          status: 'approved',
          vendorId: 8101,
          number: 'X-1',
          date: '2026-03-14',
          description: 'Stakes',
          lines: [{ code: '01', costTypeId: 11, amount: '38.4', description: 'Stakes' }],
        },
      ],
    },
  ],
};

/** The same seed gives the same world. Company 0 has 15-digit ids and the books; company 1 small ids and none. */
export function makeWorld(seed: number): World {
  const ours = commitments(seed);
  return {
    seed,
    people,
    companies: [
      {
        id: HARBOR_PINE_ID,
        name: 'Harbor & Pine Builders',
        isInstalled: true,
        costCodeListId: 231877,
        costCodes,
        costTypes,
        projects,
        vendors,
        commitments: ours,
        histories: histories(ours),
      },
      otterCreek,
    ],
    books,
  };
}
