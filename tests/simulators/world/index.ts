import { books } from './books';
import { commitments } from './commitments';
import { costCodes, costTypes, projects, vendors } from './directory';
import { HARBOR_PINE_ID, OTTER_CREEK_ID, people } from './people';
import type { ProcoreCompany, World } from './types';

export { HARBOR_VIEW_ID, MILL_STREET_ID, RIVERSIDE_ID, WAREHOUSE_ID } from './directory';
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
};

/** The same seed gives the same world. Company 0 has 15-digit ids and the books; company 1 small ids and none. */
export function makeWorld(seed: number): World {
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
        commitments: commitments(seed),
      },
      otterCreek,
    ],
    books,
  };
}
