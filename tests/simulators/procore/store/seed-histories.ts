import type { Coded, ProcoreCompany, ProjectHistory } from '../../world';
import { plain } from '../decimal';
import { claimed, freshItems } from '../rules/claims';
import { fullCode } from '../views/codes';
import type { BudgetLineRow } from './budget-rows';
import type { ChangeRow } from './change-rows';
import type { DirectCostLineRow, RequisitionItemRow, RequisitionRow } from './cost-rows';
import { ofContract } from './grouped';
import { type ContractRow, noLink, type Stamps } from './rows';
import { byId, linesOf, nextId, type State } from './state';

interface Codes {
  readonly costCodeId: number;
  readonly costTypeId: number;
  readonly wbsCodeId: number;
}

/** Fills one project's history in; everything lies in the past of `stampsAt`. */
export class HistorySeeder {
  private readonly codeIds: ReadonlyMap<string, number>;
  private readonly wbsIds: Map<string, number>;
  private readonly contracts: ReadonlyMap<number, ContractRow>;
  private readonly creatorId: number;

  constructor(
    private readonly state: State,
    private readonly at: {
      readonly company: ProcoreCompany;
      readonly history: ProjectHistory;
      stampsAt(day: string): Stamps;
    },
  ) {
    const { projectId } = at.history;
    const codes = state.costCodes.filter(one => one.projectId === projectId);
    this.codeIds = new Map(codes.map(one => [fullCode(codes, one), one.id]));
    const wbs = state.wbsCodes.filter(one => one.projectId === projectId);
    this.wbsIds = new Map(wbs.map(one => [`${one.costCodeId}.${one.costTypeId}`, one.id]));
    const contracts = state.contracts.filter(one => one.projectId === projectId);
    this.contracts = new Map(contracts.map(one => [one.id, one]));
    this.creatorId = byId(state.projects, projectId)?.createdById ?? 0;
  }

  fill(): void {
    this.budget();
    const periodIds = this.periods();
    for (const change of this.at.history.changeOrders) this.changeOrder(change);
    for (const invoice of this.at.history.invoices) this.invoice(invoice, periodIds);
    for (const payment of this.at.history.payments) this.payment(payment);
    for (const cost of this.at.history.directCosts) this.directCost(cost);
  }

  private get place() {
    return { companyId: this.at.company.id, projectId: this.at.history.projectId };
  }

  private codes({ code, costTypeId }: Coded): Codes {
    const costCodeId = this.codeIds.get(code);
    if (costCodeId === undefined) throw new RangeError(`no cost code ${code} in the made-up project`);
    const key = `${costCodeId}.${costTypeId}`;
    const known = this.wbsIds.get(key);
    if (known !== undefined) return { costCodeId, costTypeId, wbsCodeId: known };
    const id = nextId(this.state, 'wbsCodes', this.at.company.id);
    const stamps = this.at.stampsAt('2026-01-13');
    this.state.wbsCodes.push({ ...this.place, ...stamps, id, costCodeId, costTypeId });
    this.wbsIds.set(key, id);
    return { costCodeId, costTypeId, wbsCodeId: id };
  }

  private budget(): void {
    const { budget } = this.at.history;
    if (!budget) return;
    const stamps = this.at.stampsAt('2026-01-26');
    const companyId = this.at.company.id;
    this.state.budgets.push({ ...this.place, isLocked: budget.isLocked });
    const lines = budget.lines.map(
      (from): BudgetLineRow => ({
        ...this.place,
        ...stamps,
        id: nextId(this.state, 'budgetLines', companyId),
        wbsCodeId: this.codes(from).wbsCodeId,
        amount: plain(from.amount),
        quantity: '0.0',
        unitCost: '0.0',
        uom: null,
        strategy: 'automatic',
      }),
    );
    this.state.budgetLines.push(...lines);
    for (const { from, to, amount, notes } of budget.modifications) {
      this.state.budgetModifications.push({
        ...this.place,
        ...noLink,
        ...this.at.stampsAt('2026-02-17'),
        id: nextId(this.state, 'budgetModifications', companyId),
        fromLineId: from === null ? null : (lines[from]?.id ?? null),
        toLineId: lines[to]?.id ?? 0,
        amount: plain(amount),
        notes,
      });
    }
    for (const [index, { title, status, lines: changed }] of budget.changes.entries()) {
      this.state.budgetChanges.push({
        ...this.place,
        ...this.at.stampsAt('2026-03-04'),
        id: nextId(this.state, 'budgetChanges', companyId),
        createdById: this.creatorId,
        number: index + 1,
        title,
        description: '',
        status,
        lines: changed.map(from => ({
          id: nextId(this.state, 'budgetChangeLines', companyId),
          wbsCodeId: this.codes(from).wbsCodeId,
          description: title,
          amount: plain(from.amount),
          quantity: '0.0',
          unitCost: '0.0',
          uom: null,
        })),
      });
    }
  }

  private periods(): number[] {
    return this.at.history.periods.map((from, index) => {
      const id = nextId(this.state, 'billingPeriods', this.at.company.id);
      this.state.billingPeriods.push({
        ...this.place,
        ...this.at.stampsAt(from.startDate),
        id,
        position: index + 1,
        startDate: from.startDate,
        endDate: from.endDate,
        dueDate: from.dueDate,
        status: from.isOpen ? 'open' : 'closed',
      });
      return id;
    });
  }

  private contract(id: number): ContractRow {
    const row = this.contracts.get(id);
    if (!row) throw new RangeError(`no commitment ${id} in the made-up project`);
    return row;
  }

  private changeOrder(from: ProjectHistory['changeOrders'][number]): void {
    const { state } = this;
    const contract = this.contract(from.commitmentId);
    const tiers = byId(state.projects, contract.projectId)?.changeOrderTiers ?? 1;
    const stamps = this.at.stampsAt(from.date);
    const base: Omit<ChangeRow, 'id'> = {
      ...this.place,
      ...noLink,
      ...stamps,
      contractId: contract.id,
      createdById: this.creatorId,
      number: String(ofContract(state.packages, contract.id).length + 1).padStart(3, '0'),
      title: from.title,
      description: `<p>${from.title}</p>`,
      status: from.status,
      reviewedAt: from.status === 'approved' ? stamps.updatedAt : null,
      deletedAt: null,
      more: {},
    };
    const companyId = this.at.company.id;
    const packageId = nextId(state, 'packages', companyId);
    const statedTotal = from.statedTotal === undefined ? null : plain(from.statedTotal);
    state.packages.push({ ...base, id: packageId, statedTotal });
    const requestId = tiers === 3 ? nextId(state, 'requests', companyId) : null;
    if (requestId !== null) state.requests.push({ ...base, id: requestId, packageId });
    const ownLines = linesOf(state, contract.id);
    state.potentialChanges.push({
      ...base,
      id: nextId(state, 'potentialChanges', companyId),
      packageId: requestId === null ? packageId : null,
      requestId,
      lines: from.lines.map((line, index) => ({
        ...noLink,
        ...stamps,
        ...this.codes(line),
        id: nextId(state, 'changeLines', companyId),
        companyId,
        position: index + 1,
        description: line.description,
        amount: plain(line.amount),
        quantity: '0.0',
        unitCost: '0.0',
        uom: null,
        extendedType: 'manual',
        taxCodeId: null,
        commitmentLineId: line.changesLine === undefined ? null : (ownLines[line.changesLine]?.id ?? null),
      })),
    });
  }

  private invoice(from: ProjectHistory['invoices'][number], periodIds: readonly number[]): void {
    const { state } = this;
    const contract = this.contract(from.commitmentId);
    const period = this.at.history.periods[from.period];
    if (!period) throw new RangeError('an invoice of the made-up project names no period');
    const items = freshItems(state, contract);
    const isOpen = from.status === 'draft';
    const row: RequisitionRow = {
      ...this.place,
      ...noLink,
      ...this.at.stampsAt(period.endDate),
      id: nextId(state, 'requisitions', this.at.company.id),
      contractId: contract.id,
      createdById: this.creatorId,
      number: ofContract(state.requisitions, contract.id).length + 1,
      invoiceNumber: from.invoiceNumber,
      status: from.status,
      periodId: periodIds[from.period] ?? null,
      billingDate: period.endDate,
      startDate: period.startDate,
      endDate: period.endDate,
      dueDate: period.dueDate,
      paymentDate: null,
      submittedAt: isOpen ? null : period.endDate,
      isFinal: false,
      statedDue: from.statedDue === undefined ? null : plain(from.statedDue),
      items: this.claims(items, from),
      history: [],
    };
    state.requisitions.push(row);
  }

  private claims(
    items: readonly RequisitionItemRow[],
    from: ProjectHistory['invoices'][number],
  ): RequisitionItemRow[] {
    const after = [...items];
    const offset = items.filter(item => item.itemType === 'contract_item').length;
    const places = [
      ...from.claims.map(claim => ({ claim, index: claim.line })),
      ...(from.changeClaims ?? []).map(claim => ({ claim, index: offset + claim.line })),
    ];
    for (const { claim, index } of places) {
      const item = after[index];
      if (!item) throw new RangeError(`an invoice of the made-up project has no line ${claim.line}`);
      const { line: _, ...amounts } = claim;
      const entries = Object.entries(amounts).map(([name, amount]) => [name, plain(amount)]);
      after[index] = claimed(item, Object.fromEntries(entries));
    }
    return after;
  }

  private payment(from: ProjectHistory['payments'][number]): void {
    const { state } = this;
    const contract = this.contract(from.commitmentId);
    const invoice = ofContract(state.requisitions, contract.id).find(one => one.number === from.invoice);
    state.payments.push({
      ...this.place,
      ...noLink,
      ...this.at.stampsAt(from.date),
      id: nextId(state, 'payments', this.at.company.id),
      contractId: contract.id,
      requisitionId: invoice?.id ?? null,
      amount: plain(from.amount),
      date: from.date,
      paymentNumber: ofContract(state.payments, contract.id).length + 1,
      drawNumber: from.invoice,
      invoiceNumber: invoice?.invoiceNumber ?? null,
      checkNumber: from.checkNumber,
      method: 'check',
      notes: '',
      status: null,
      more: {},
    });
  }

  private directCost(from: ProjectHistory['directCosts'][number]): void {
    const companyId = this.at.company.id;
    const stamps = this.at.stampsAt(from.date);
    const lines = from.lines.map(
      (line, index): DirectCostLineRow => ({
        ...noLink,
        ...stamps,
        ...this.codes(line),
        id: nextId(this.state, 'directCostLines', companyId),
        companyId,
        position: index + 1,
        description: line.description,
        amount: plain(line.amount),
        quantity: '0.0',
        unitCost: '0.0',
        uom: null,
        extendedType: 'manual',
        taxCodeId: null,
        ref: null,
      }),
    );
    this.state.directCosts.push({
      ...this.place,
      ...noLink,
      ...stamps,
      id: nextId(this.state, 'directCosts', companyId),
      type: from.type,
      status: from.status,
      vendorId: from.vendorId,
      employeeId: null,
      invoiceNumber: from.number,
      description: from.description,
      date: from.date,
      receivedDate: null,
      paymentDate: from.date,
      terms: null,
      lines,
    });
  }
}
