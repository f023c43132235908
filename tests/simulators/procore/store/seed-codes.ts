import type { ProcoreCompany } from '../../world';
import { type CostCodeRow, noLink, type ProjectRow, type Stamps } from './rows';
import type { State } from './state';

interface Bases {
  readonly costCode: number;
  readonly wbsCode: number;
}

/** Well apart from the standard codes' ids, so that whoever mixes the two up is found out. */
const basesOf = (isLoose: boolean): Bases =>
  isLoose ? { costCode: 40001, wbsCode: 60001 } : { costCode: 9101200, wbsCode: 77120001 };

const ROOM_PER_PROJECT = 1000;

/** Copies the company's standard list into one project; ids differ, `standardCostCodeId` points back. */
export function copyStandardCodes(state: State, project: ProjectRow, stamps: Stamps): void {
  const company = state.companies.find(one => one.id === project.companyId);
  const inCompany = state.projects.filter(one => one.companyId === project.companyId);
  const offset = inCompany.indexOf(project) * ROOM_PER_PROJECT;
  const bases = basesOf(company?.isLoose ?? false);
  const standard = state.standardCostCodes.filter(
    one => one.companyId === project.companyId && one.listId === project.costCodeListId,
  );
  const idOf = (standardId: number | null): number | null => {
    const index = standard.findIndex(one => one.id === standardId);
    return index < 0 ? null : bases.costCode + offset + index;
  };
  const copies = standard.map(
    (from, index): CostCodeRow => ({
      id: bases.costCode + offset + index,
      companyId: project.companyId,
      projectId: project.id,
      standardCostCodeId: from.id,
      parentId: idOf(from.parentId),
      position: index + 1,
      code: from.code,
      name: from.name,
      ...noLink,
      ...stamps,
    }),
  );
  state.costCodes.push(...copies);
  addBudgetCodes(state, copies, { first: bases.wbsCode + offset, stamps });
}

function addBudgetCodes(
  state: State,
  copies: readonly CostCodeRow[],
  from: { first: number; stamps: Stamps },
): void {
  const parents = new Set(copies.map(one => one.parentId));
  const leaves = copies.filter(one => !parents.has(one.id));
  const types = state.costTypes.filter(type => type.companyId === copies[0]?.companyId);
  const pairs = leaves.flatMap(leaf =>
    types
      .filter(type => type.baseType === 'commitment' || type.baseType === 'other')
      .map(type => ({ leaf, type })),
  );
  pairs.forEach(({ leaf, type }, index) => {
    state.wbsCodes.push({
      id: from.first + index,
      companyId: leaf.companyId,
      projectId: leaf.projectId,
      costCodeId: leaf.id,
      costTypeId: type.id,
      ...from.stamps,
    });
  });
}

export function seedCodes(state: State, company: ProcoreCompany, stamps: Stamps): void {
  state.standardCostCodes.push(
    ...company.costCodes.map(one => ({
      id: one.id,
      companyId: company.id,
      listId: company.costCodeListId,
      parentId: one.parentId,
      code: one.code,
      name: one.name,
      ...noLink,
    })),
  );
  state.costTypes.push(
    ...company.costTypes.map(one => ({
      id: one.id,
      companyId: company.id,
      code: one.code,
      name: one.name,
      baseType: one.baseType,
      ...noLink,
    })),
  );
  for (const project of state.projects.filter(one => one.companyId === company.id)) {
    copyStandardCodes(state, project, stamps);
  }
}
