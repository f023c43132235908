import type { Office } from '@/tests/simulators/procore';
import { HARBOR_VIEW_ID, type Random, RIVERSIDE_ID } from '@/tests/simulators/world';

/** Does the same in each of two Procores with the same world, and gives what the first gave. */
export type Act = (office: Office) => number | undefined;

const CODE = '03-300';
const PROJECTS = [RIVERSIDE_ID, HARBOR_VIEW_ID];

interface Means {
  readonly random: Random;
  readonly name: (what: string) => string;
  /** Does it in both Procores; gives the id of what was made. */
  readonly perform: (act: Act) => Promise<number | undefined>;
}

interface Contract {
  readonly id: number;
  readonly lines: readonly number[];
  isBilled: boolean;
}

interface Child {
  readonly id: number;
  readonly contractId: number;
}

/** What people do with money beyond the commitments themselves: each act in one call of Procore's office. */
export class MoneyActs {
  private readonly changes: (Child & { readonly lines: number[] })[] = [];
  private readonly invoices: Child[] = [];
  private readonly payments: Child[] = [];
  private readonly costs: number[] = [];
  private readonly budgetLines = new Map<number, number[]>();
  private readonly budgetChanges: number[] = [];

  constructor(private readonly means: Means) {}

  async act(contract: Contract): Promise<void> {
    const acts = [
      () => this.createChange(contract),
      () => this.changeChange(),
      () => this.bill(contract),
      () => this.changeInvoice(),
      () => this.pay(contract),
      () => this.changePayment(),
      () => this.spend(),
      () => this.changeCost(),
      () => this.planBudget(),
      () => this.changeBudget(),
      () => this.setTiers(),
    ];
    await this.means.random.pick(acts)();
  }

  /** With a contract go its parts. */
  forget(contractId: number): void {
    for (const list of [this.changes, this.payments])
      for (const one of list.filter(child => child.contractId === contractId))
        (list as Child[]).splice((list as Child[]).indexOf(one), 1);
  }

  private amount(): string {
    return `${this.means.random.whole(1, 9000)}.75`;
  }

  private line() {
    return { costCode: CODE, amount: this.amount(), description: this.means.name('Part') };
  }

  private async createChange({ id: commitmentId }: Contract): Promise<void> {
    const { random, name, perform } = this.means;
    const input = {
      commitmentId,
      title: name('Change'),
      status: random.pick(['draft', 'approved'] as const),
      lines: random.oneIn(3) ? [] : [this.line()],
    };
    const id = await perform(office => office.createChangeOrder(input));
    this.changes.push({ id: id ?? 0, contractId: commitmentId, lines: [] });
  }

  private async changeChange(): Promise<void> {
    const { random, name, perform } = this.means;
    if (this.changes.length === 0) return;
    const change = random.pick(this.changes);
    const { id, lines } = change;
    const line = this.line();
    const patch = random.pick([
      { title: name('Change') },
      { status: random.pick(['approved', 'pending', 'void'] as const) },
    ]);
    const amount = this.amount();
    const held = lines.at(-1);
    const acts: (() => Promise<unknown>)[] = [
      () => perform(office => void office.updateChangeOrder(id, patch)),
      async () => {
        const lineId = await perform(office => office.addChangeOrderLine(id, line));
        if (lineId !== undefined) lines.push(lineId);
      },
      () => {
        this.changes.splice(this.changes.indexOf(change), 1);
        return perform(office => void office.deleteChangeOrder(id));
      },
    ];
    if (held !== undefined)
      acts.push(
        () => perform(office => void office.updateChangeOrderLine(held, { amount })),
        () => {
          lines.pop();
          return perform(office => void office.removeChangeOrderLine(held));
        },
      );
    await random.pick(acts)();
  }

  private async setTiers(): Promise<void> {
    const { random, perform } = this.means;
    const [projectId, tiers] = [random.pick(PROJECTS), random.pick([1, 2, 3] as const)];
    await perform(office => void office.setChangeOrderTiers(projectId, tiers));
  }

  private async bill(contract: Contract): Promise<void> {
    const { name, perform } = this.means;
    const claims = contract.lines.slice(0, 1).map(lineId => ({ lineId, completed: this.amount() }));
    const input = { commitmentId: contract.id, invoiceNumber: name('INV'), claims };
    contract.isBilled = true;
    const id = await perform(office => office.createInvoice(input));
    this.invoices.push({ id: id ?? 0, contractId: contract.id });
  }

  /** Only the last of a contract, as Procore has it. */
  private async changeInvoice(): Promise<void> {
    const { random, name, perform } = this.means;
    if (this.invoices.length === 0) return;
    const { contractId } = random.pick(this.invoices);
    const last = this.invoices.findLast(one => one.contractId === contractId);
    if (!last) return;
    const patch = random.pick([
      { invoiceNumber: name('INV') },
      { status: 'approved' as const },
      { statedDue: this.amount() },
    ]);
    if (!random.oneIn(4)) {
      await perform(office => void office.updateInvoice(last.id, patch));
      return;
    }
    this.invoices.splice(this.invoices.indexOf(last), 1);
    await perform(office => void office.deleteInvoice(last.id));
  }

  private async pay({ id: commitmentId }: Contract): Promise<void> {
    const input = { commitmentId, amount: this.amount(), checkNumber: this.means.name('C') };
    const id = await this.means.perform(office => office.createPayment(input));
    this.payments.push({ id: id ?? 0, contractId: commitmentId });
  }

  /** Always with its amount: of another change that went by unheard Procore gives no sign for a week. */
  private async changePayment(): Promise<void> {
    const { random, perform } = this.means;
    if (this.payments.length === 0) return;
    const payment = random.pick(this.payments);
    const patch = { amount: this.amount(), notes: this.means.name('Note') };
    if (!random.oneIn(3)) {
      await perform(office => void office.updatePayment(payment.id, patch));
      return;
    }
    this.payments.splice(this.payments.indexOf(payment), 1);
    await perform(office => void office.deletePayment(payment.id));
  }

  private async spend(): Promise<void> {
    const { random, name, perform } = this.means;
    const input = {
      projectId: random.pick(PROJECTS),
      type: 'expense' as const,
      invoiceNumber: name('E'),
      lines: random.oneIn(3) ? [] : [this.line(), this.line()],
    };
    const id = await perform(office => office.createDirectCost(input));
    if (id !== undefined) this.costs.push(id);
  }

  private async changeCost(): Promise<void> {
    const { random, name, perform } = this.means;
    if (this.costs.length === 0) return;
    const id = random.pick(this.costs);
    const line = this.line();
    const description = name('Cost');
    const acts: (() => Promise<unknown>)[] = [
      () => perform(office => void office.updateDirectCost(id, { description })),
      () => perform(office => office.addDirectCostLine(id, line)),
      () => {
        this.costs.splice(this.costs.indexOf(id), 1);
        return perform(office => void office.deleteDirectCost(id));
      },
    ];
    await random.pick(acts)();
  }

  private async planBudget(): Promise<void> {
    const { random, perform } = this.means;
    const projectId = random.pick(PROJECTS);
    if (random.oneIn(4)) {
      await perform(office => void office.unlockBudget(projectId));
      return;
    }
    if (random.oneIn(2)) {
      await perform(office => void office.lockBudget(projectId));
      return;
    }
    const lines = this.budgetLines.get(projectId) ?? [];
    const line = this.line();
    const id = await perform(office => office.addBudgetLine(projectId, line));
    this.budgetLines.set(projectId, [...lines, id ?? 0]);
  }

  private async changeBudget(): Promise<void> {
    const { random, name, perform } = this.means;
    const projectId = random.pick(PROJECTS);
    const amount = this.amount();
    const toLineId = this.budgetLines.get(projectId)?.at(-1);
    const changeId = this.budgetChanges.at(-1);
    const change = {
      projectId,
      title: name('Budget change'),
      status: random.pick(['draft', 'approved'] as const),
      lines: [this.line()],
    };
    const acts: (() => Promise<unknown>)[] = [
      async () => {
        const id = await perform(office => office.createBudgetChange(change));
        if (id !== undefined) this.budgetChanges.push(id);
      },
    ];
    if (toLineId !== undefined)
      acts.push(
        () => perform(office => void office.updateBudgetLine(toLineId, amount)),
        () => perform(office => office.transferBudget({ fromLineId: null, toLineId, amount })),
      );
    if (changeId !== undefined)
      acts.push(() => perform(office => void office.setBudgetChangeStatus(changeId, 'approved')));
    await random.pick(acts)();
  }
}
