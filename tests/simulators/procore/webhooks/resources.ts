import type { EventType, PayloadVersion } from './rows';

export interface Resource {
  readonly name: string;
  readonly scope: 'company' | 'project';
  readonly events: readonly EventType[];
}

const ALL: readonly EventType[] = ['create', 'update', 'delete'];
const NO_DELETE: readonly EventType[] = ['create', 'update'];

const resource = (scope: Resource['scope'], name: string, events = ALL): Resource => ({
  name,
  scope,
  events,
});

/** What may be listened to, in Procore's spelling. Requisitions are not among them: invoices are polled. */
export const RESOURCES: readonly Resource[] = [
  resource('company', 'Company Users', NO_DELETE),
  resource('company', 'Company Vendors', NO_DELETE),
  resource('company', 'Line Item Types'),
  resource('company', 'Projects', NO_DELETE),
  resource('company', 'Standard Cost Code Lists', ['create']),
  resource('company', 'Standard Cost Codes'),
  resource('project', 'Budget Line Items'),
  resource('project', 'Budget Changes'),
  resource('project', 'Budget Modifications'),
  resource('project', 'Budget View Snapshots', ['create']),
  resource('project', 'Change Order Packages'),
  resource('project', 'Change Order Requests'),
  resource('project', 'Contract Payments'),
  resource('project', 'Cost Codes'),
  resource('project', 'Direct Costs'),
  resource('project', 'Direct Cost Line Items'),
  resource('project', 'Draw Requests'),
  resource('project', 'Payment Applications'),
  resource('project', 'Potential Change Orders'),
  resource('project', 'Potential Change Order Line Items'),
  resource('project', 'Prime Contracts'),
  resource('project', 'Project Users'),
  resource('project', 'Project Vendors'),
  resource('project', 'Purchase Order Contracts'),
  resource('project', 'Purchase Order Contract Line Items'),
  resource('project', 'Sub Jobs'),
  resource('project', 'Work Order Contracts'),
  resource('project', 'Work Order Contract Line Items'),
];

const VERSIONS: Readonly<Record<string, PayloadVersion>> = {
  v2: 'v2.0',
  'v2.0': 'v2.0',
  v3: 'v3.0',
  'v3.0': 'v3.0',
  v4: 'v4.0',
  'v4.0': 'v4.0',
};

export const payloadVersionOf = (asked: string): PayloadVersion | undefined => VERSIONS[asked];
