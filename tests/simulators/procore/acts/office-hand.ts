import { ensureBudgetCode } from '../api/budget-codes';
import { isDecimal, plain } from '../decimal';
import type { CodedLine } from '../office-financials';
import type { Actor, Site } from '../site';
import { type Link, OTHER_INTEGRATION, type ProjectRow } from '../store/rows';
import { byId } from '../store/state';
import { fullCode } from '../views/codes';

export function existing<Row>(row: Row | undefined, what: string, id: number): Row {
  if (row === undefined) throw new RangeError(`no ${what} ${id} in the simulated Procore`);
  return row;
}

/** Whoever made the record's company counts as the hand that changes it. */
export function handOf(site: Site, companyId: number): Actor {
  const person = site.state.people.find(one => one.companyId === companyId && one.isActive);
  return { userId: person?.id ?? site.state.serviceAccount.id, clientId: null };
}

export function money(text: string): string {
  if (!isDecimal(text)) throw new RangeError(`"${text}" is not an amount`);
  return plain(text);
}

export const projectRow = (site: Site, id: number): ProjectRow =>
  existing(byId(site.state.projects, id), 'project', id);

/** The budget code for what people typed, made where the project has none yet. */
export function codesFor(site: Site, projectId: number, line: CodedLine) {
  const inProject = site.state.costCodes.filter(one => one.projectId === projectId);
  const code = inProject.find(one => fullCode(inProject, one) === line.costCode);
  if (!code) throw new RangeError(`no cost code ${line.costCode} in project ${projectId}`);
  const types = site.state.costTypes.filter(one => one.companyId === code.companyId);
  const type =
    types.find(one => one.id === line.costTypeId) ?? types.find(one => one.baseType === 'commitment');
  if (!type) throw new RangeError('the company has no cost type for commitments');
  return {
    costCodeId: code.id,
    costTypeId: type.id,
    wbsCodeId: ensureBudgetCode(site, code.id, type.id).id,
  };
}

/** Another integration's mark, or none; undefined leaves what is there. */
export const markOf = (originId: string | null | undefined): Partial<Link> =>
  originId === undefined ? {} : { originId, originOwner: originId === null ? null : OTHER_INTEGRATION };
