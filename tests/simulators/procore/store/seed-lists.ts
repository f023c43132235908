import type { ProcoreCompany } from '../../world';
import { noLink, type Stamps } from './rows';
import { nextId, type State } from './state';

/** Procore's own units, and two that somebody added. */
const UNITS = ['ls', 'ea', 'lf', 'sf', 'sy', 'cy', 'hr', 'day', 'wk', 'mo', 'gal', 'lb', 'ton', '%'];
const CUSTOM_UNITS = ['Lbs', 'pallet'];

/** Lists that every company has, and the owner's contract of each running project. */
export function seedLists(state: State, company: ProcoreCompany, stamps: Stamps): void {
  const add = (name: string, isStandard: boolean): void => {
    const id = nextId(state, 'units', company.id);
    state.units.push({ id, companyId: company.id, name, isStandard });
  };
  for (const name of UNITS) add(name, true);
  for (const name of CUSTOM_UNITS) add(name, false);
  state.taxCodes.push({
    ...noLink,
    id: nextId(state, 'taxCodes', company.id),
    companyId: company.id,
    code: 'EXEMPT',
    description: 'No tax',
    rate: '0.0',
    isArchived: false,
    isDefault: true,
  });
  for (const project of company.projects.filter(one => one.isActive).slice(0, 2)) {
    state.primeContracts.push({
      ...noLink,
      ...stamps,
      id: nextId(state, 'primeContracts', company.id),
      companyId: company.id,
      projectId: project.id,
      number: 'OWN-1',
      title: `Contract with the owner of ${project.name}`,
      status: 'Approved',
      amount: '1840000.0',
    });
  }
}
