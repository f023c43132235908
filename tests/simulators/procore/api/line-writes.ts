import { actorOf } from '../access/caller';
import { isLockedStatus, KINDS } from '../acts/kinds';
import { addLine, changeLine, type LineChange } from '../acts/lines';
import { extend } from '../decimal';
import { Refusal } from '../http/answer';
import type { Visit } from '../http/router';
import type { Json } from '../json';
import { numberOrNull, refuseIfAny, textOr, textOrNull } from '../rules/fields';
import { linkAfter, noteForeignWrite } from '../rules/origin';
import { stampNow } from '../site';
import { type ContractRow, type LineRow, noLink } from '../store/rows';
import { hidesCostCode } from '../store/seed-lines';
import { byId, linesOf, nextId } from '../store/state';
import { budgetCodeFor } from './budget-codes';

type Values = Record<string, Json>;

/** Lines of both kinds of contract; each kind is a type of its own. */
function claimOf(visit: Visit, contract: ContractRow, row: LineRow | null) {
  const { state } = visit.site;
  const isSameKind = (line: LineRow): boolean =>
    byId(state.contracts, line.contractId)?.kind === contract.kind;
  return {
    record: `${KINDS[contract.kind].name}_line_item`,
    row,
    companyId: visit.company.id,
    peers: state.lines.filter(isSameKind),
  };
}

const ORIGIN = ['origin_id', 'origin_data'];

/** An approved schedule of values stands still; another system's mark may still be put on it. */
export function refuseLocked(contract: ContractRow): void {
  if (!isLockedStatus(contract.status)) return;
  throw new Refusal(422, `The schedule of values of this contract is locked: it is ${contract.status}`, {
    base: [`The schedule of values cannot be changed while the contract is ${contract.status}`],
  });
}

/** Money and codes of a line as the values and what was there before make them. */
function contentOf(visit: Visit, values: Values, at: { contract: ContractRow; before: LineRow }): LineChange {
  const { contract, before } = at;
  const quantity = textOr(values['quantity'], before.quantity);
  const unitCost = textOr(values['unit_cost'], before.unitCost);
  const extendedType = values['extended_type'] ?? before.extendedType;
  const isCalculated = extendedType === 'calculated';
  const codes = budgetCodeFor(visit, values, { projectId: contract.projectId, before });
  return {
    ...codes,
    description: textOr(values['description'], before.description),
    quantity,
    unitCost,
    uom: 'uom' in values ? textOrNull(values['uom']) : before.uom,
    extendedType: isCalculated ? 'calculated' : 'manual',
    amount: isCalculated ? extend(quantity, unitCost) : textOr(values['amount'], before.amount),
    taxCodeId: 'tax_code_id' in values ? numberOrNull(values['tax_code_id']) : before.taxCodeId,
  };
}

export function updateLine(visit: Visit, at: { contract: ContractRow; row: LineRow }, values: Values): void {
  const { contract, row } = at;
  if (Object.keys(values).some(name => !ORIGIN.includes(name))) refuseLocked(contract);
  const actor = actorOf(visit);
  const claim = claimOf(visit, contract, row);
  const link = linkAfter(values, claim, actor);
  const content = contentOf(visit, values, { contract, before: row });
  noteForeignWrite(visit.site, claim, { after: link, actor });
  changeLine(visit.site, row, { contract, actor, change: { ...content, ...link } });
}

export function createLine(visit: Visit, contract: ContractRow, values: Values): LineRow {
  refuseLocked(contract);
  const { site, company } = visit;
  const hasCode = 'wbs_code_id' in values || 'cost_code_id' in values;
  refuseIfAny(hasCode ? {} : { wbs_code_id: ["can't be blank"] });
  const actor = actorOf(visit);
  const link = linkAfter(values, claimOf(visit, contract, null), actor);
  const at = stampNow(site);
  const blank: LineRow = {
    ...noLink,
    id: 0,
    companyId: company.id,
    contractId: contract.id,
    position: linesOf(site.state, contract.id).length + 1,
    costCodeId: null,
    costTypeId: null,
    wbsCodeId: null,
    hidesCostCode: hidesCostCode(site.state.lines.length),
    description: '',
    amount: '0.0',
    quantity: '0.0',
    unitCost: '0.0',
    uom: null,
    extendedType: contract.accountingMethod === 'unit' ? 'calculated' : 'manual',
    taxCodeId: null,
    createdAt: at,
    updatedAt: at,
  };
  const content = contentOf(visit, values, { contract, before: blank });
  const id = nextId(site.state, 'lines', company.id);
  return addLine(site, { ...blank, ...content, ...link, id }, { contract, actor });
}
