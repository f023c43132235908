import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { VendorRow } from '../store/rows';
import { originOf } from './shared';

export const VENDOR_VIEWS = ['compact', 'normal', 'erp', 'extended', 'directory', 'summary'] as const;
export type VendorView = (typeof VENDOR_VIEWS)[number];

const compact = (row: VendorRow): JsonObject => ({ id: row.id, name: row.name, company: row.name });

function normal(row: VendorRow): JsonObject {
  return {
    ...compact(row),
    is_active: row.isActive,
    abbreviated_name: null,
    address: '',
    city: '',
    state_code: null,
    zip: '',
    country_code: 'US',
    business_phone: '',
    mobile_phone: null,
    fax_number: '',
    email_address: '',
    website: null,
    authorized_bidder: false,
    prequalified: false,
    ...row.more,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  };
}

const erp = (row: VendorRow): JsonObject => ({ ...normal(row), ...originOf(row), synced_to_erp: false });

function extended(site: Site, row: VendorRow): JsonObject {
  const projectIds = site.state.contracts.filter(one => one.vendorId === row.id).map(one => one.projectId);
  return {
    trade_name: '',
    legal_name: null,
    labor_union: '',
    license_number: null,
    notes: null,
    union_member: false,
    non_union_prevailing_wage: false,
    ...erp(row),
    is_connected: false,
    business_id: null,
    business_register: null,
    vendor_group: null,
    primary_contact: null,
    contact_count: 0,
    parent: null,
    children_count: 0,
    company_vendor: false,
    project_ids: [...new Set(projectIds)],
    standard_cost_codes: [],
    trades: [],
    attachments: [],
    bidding: {},
    bidding_distribution: [],
  };
}

export function vendorView(site: Site, row: VendorRow, view: VendorView): JsonObject {
  switch (view) {
    case 'compact':
    case 'summary':
      return compact(row);
    case 'normal':
    case 'directory':
      return normal(row);
    case 'erp':
      return erp(row);
    case 'extended':
      return extended(site, row);
  }
}
