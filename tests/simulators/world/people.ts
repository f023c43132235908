import type { Person } from './types';

export const HARBOR_PINE_ID = 598134325990001;
export const OTTER_CREEK_ID = 1042;

const READ_ONLY = {
  commitments: 'Read Only',
  budget: 'Read Only',
  directory: 'Read Only',
  change_orders: 'Read Only',
  invoicing: 'Read Only',
  direct_costs: 'Read Only',
} as const;
const ADMIN = {
  commitments: 'Admin',
  budget: 'Admin',
  directory: 'Admin',
  change_orders: 'Admin',
  invoicing: 'Admin',
  direct_costs: 'Admin',
} as const;

/** Five people to sign in as, and a second approver for races. */
export const people: readonly Person[] = [
  {
    id: 91740,
    login: 'avery.stone@harborpine.example',
    name: 'Avery Stone',
    role: 'company administrator',
    companyId: HARBOR_PINE_ID,
    companyTools: { admin: 'Admin', directory: 'Admin', erp_integrations: 'Admin' },
    projectTools: ADMIN,
    projectIds: 'all',
    canPushToAccounting: false,
  },
  {
    id: 91744,
    login: 'dana.ruiz@harborpine.example',
    name: 'Dana Ruiz',
    role: 'project manager',
    companyId: HARBOR_PINE_ID,
    companyTools: { admin: 'None', directory: 'Read Only', erp_integrations: 'None' },
    projectTools: ADMIN,
    projectIds: 'all',
    canPushToAccounting: false,
  },
  {
    id: 91751,
    login: 'priya.shah@harborpine.example',
    name: 'Priya Shah',
    role: 'accounting approver',
    companyId: HARBOR_PINE_ID,
    companyTools: { admin: 'None', directory: 'Standard', erp_integrations: 'Standard' },
    projectTools: READ_ONLY,
    projectIds: 'all',
    canPushToAccounting: true,
  },
  {
    id: 91752,
    login: 'noor.haddad@harborpine.example',
    name: 'Noor Haddad',
    role: 'accounting approver',
    companyId: HARBOR_PINE_ID,
    companyTools: { admin: 'None', directory: 'Standard', erp_integrations: 'Standard' },
    projectTools: READ_ONLY,
    projectIds: 'all',
    canPushToAccounting: true,
  },
  {
    id: 91760,
    login: 'tom.becker@harborpine.example',
    name: 'Tom Becker',
    role: 'viewer',
    companyId: HARBOR_PINE_ID,
    companyTools: { admin: 'None', directory: 'Read Only', erp_integrations: 'Read Only' },
    projectTools: READ_ONLY,
    projectIds: [598134326120044, 598134326120045],
    canPushToAccounting: false,
  },
  {
    id: 4407,
    login: 'lena.ortiz@ottercreek.example',
    name: 'Lena Ortiz',
    role: 'administrator of another company',
    companyId: OTTER_CREEK_ID,
    companyTools: { admin: 'Admin', directory: 'Admin', erp_integrations: 'Admin' },
    projectTools: ADMIN,
    projectIds: 'all',
    canPushToAccounting: true,
  },
];
