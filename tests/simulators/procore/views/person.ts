import type { JsonObject } from '../json';
import type { Site } from '../site';
import type { PersonRow } from '../store/rows';
import { companyRow } from './shared';

const initialsOf = (name: string): string =>
  name
    .split(' ')
    .map(part => part.charAt(0))
    .join('');

/** A person as his company's directory shows him to himself. */
export function directoryPerson(site: Site, person: PersonRow): JsonObject {
  const [first = '', ...rest] = person.name.split(' ');
  const company = companyRow(site, person.companyId);
  return {
    id: person.id,
    name: person.name,
    first_name: first,
    last_name: rest.join(' '),
    initials: initialsOf(person.name),
    email_address: person.login,
    email_signature: `<p>${person.name}<br>${company.name.replace('&', '&amp;')}</p>`,
    job_title: person.role,
    address: null,
    city: '',
    state_code: null,
    country_code: 'US',
    zip: null,
    business_id: null,
    business_phone: '',
    business_phone_extension: null,
    fax_number: '',
    mobile_phone: null,
    avatar: null,
    employee_id: null,
    notes: null,
    is_active: person.isActive,
    is_employee: true,
    is_insurance_manager: false,
    add_to_new_projects: person.projectIds === 'all',
    // Procore's way of saying that nobody has signed in yet.
    last_login_at: '1970-01-01T00:00:00Z',
    vendor: null,
    work_classification_id: null,
    default_permission_template_id: null,
    company_permission_template_id: null,
    origin_id: null,
    origin_data: null,
    created_at: person.createdAt,
    updated_at: person.updatedAt,
  };
}

export const listedPerson = (site: Site, person: PersonRow): JsonObject => ({
  ...directoryPerson(site, person),
  erp_integrated_accountant: person.canPushToAccounting,
  contact_id: person.id + 500_000,
  role: null,
  verified_employee: true,
});

export const projectPerson = (site: Site, person: PersonRow): JsonObject => ({
  ...listedPerson(site, person),
  permission_template: { id: 700 + person.role.length, name: person.role },
});

/** The app's own user, whose record is nearly empty. */
export const servicePerson = (site: Site): JsonObject => {
  const { id, name, login } = site.state.serviceAccount;
  return {
    id,
    name,
    first_name: '',
    last_name: name,
    email_address: login,
    is_active: true,
    is_employee: false,
  };
};
