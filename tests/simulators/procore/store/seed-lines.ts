import type { Commitment, CommitmentLine, ProcoreCompany } from '../../world';
import { isZero, plain } from '../decimal';
import { type LineRow, noLink, type Stamps } from './rows';
import type { State } from './state';

/** Every fifth line is answered without its cost code object, as in the capture of a real contract. */
export const hidesCostCode = (lineCount: number): boolean => lineCount % 5 === 4;

interface Place {
  readonly contract: Commitment;
  readonly companyId: number;
  readonly position: number;
  readonly stamps: Stamps;
}

function line(state: State, from: CommitmentLine, place: Place): LineRow {
  const costCode = state.costCodes.find(
    one => one.projectId === place.contract.projectId && one.standardCostCodeId === from.costCodeId,
  );
  const wbsCode = state.wbsCodes.find(
    one => one.costCodeId === costCode?.id && one.costTypeId === from.costTypeId,
  );
  return {
    id: from.id,
    companyId: place.companyId,
    contractId: place.contract.id,
    position: place.position,
    costCodeId: costCode?.id ?? null,
    costTypeId: from.costTypeId,
    wbsCodeId: wbsCode?.id ?? null,
    hidesCostCode: hidesCostCode(state.lines.length),
    description: from.description,
    amount: plain(from.amount),
    quantity: plain(from.quantity),
    unitCost: plain(from.unitCost),
    uom: from.uom,
    extendedType: isZero(from.quantity) ? 'manual' : 'calculated',
    taxCodeId: null,
    ...noLink,
    ...place.stamps,
  };
}

export function seedLines(state: State, company: ProcoreCompany, stamps: Stamps): void {
  for (const contract of company.commitments) {
    contract.lines.forEach((from, index) => {
      const place = { contract, companyId: company.id, position: index + 1, stamps };
      state.lines.push(line(state, from, place));
    });
  }
}
