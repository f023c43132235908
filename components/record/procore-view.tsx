import { dayOrText, money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { ExportKind } from '@/lib/core/kinds';
import type { ShownBudget } from '@/lib/exports';
import type { ChangeOrder, Commitment } from '@/lib/procore';
import { BudgetView } from './budget-view';
import styles from './record.module.css';

const KIND: Readonly<Record<Commitment['kind'], string>> = {
  subcontract: 'Subcontract',
  purchase_order: 'Purchase order',
};

interface Shown {
  readonly what: string;
  readonly facts: readonly (readonly [string, string])[];
  readonly hasUnits: boolean;
}

function shownCommitment(record: Commitment): Shown {
  return {
    what: KIND[record.kind],
    facts: [
      ['Contract company', record.vendor?.name ?? 'None chosen'],
      ['Number', record.number],
      ['Status', record.status],
      ['Contract date', dayOrText(record.contractDate ?? 'None')],
      ['Title', record.title],
      ['Description', record.description],
      ['ERP id', record.originId ?? 'Not set'],
    ],
    hasUnits: record.accountingMethod === 'unit',
  };
}

function shownChangeOrder(record: ChangeOrder): Shown {
  return {
    what: 'Commitment change order',
    facts: [
      ['Contract company', record.vendorName || 'Not known'],
      ['Number', record.number],
      ['Revision', String(record.revision)],
      ['Status', record.status],
      ['Title', record.title],
      ['Description', record.description],
      ['ERP id', record.originId ?? 'Not set'],
    ],
    hasUnits: record.lines.some(line => line.uom !== null),
  };
}

interface ProcoreViewProps {
  readonly kind: ExportKind;
  readonly record: unknown;
  readonly url: string | null;
}

/** The record as Procore has it. */
export function ProcoreView(props: ProcoreViewProps) {
  return props.kind === 'budget' ? (
    <BudgetView budget={props.record as ShownBudget} url={props.url} />
  ) : (
    <ContractView {...props} />
  );
}

function ContractView({ kind, record: given, url }: ProcoreViewProps) {
  const record = given as Commitment | ChangeOrder;
  const { what, facts, hasUnits } =
    kind === 'change_order' ? shownChangeOrder(record as ChangeOrder) : shownCommitment(record as Commitment);
  return (
    <section className={styles.panel} aria-labelledby="procore-title" data-qa="procore-record">
      <div className={styles.panelHead}>
        <h2 id="procore-title">{what} in Procore</h2>
        {url !== null && (
          <a href={url} target="_blank" rel="noreferrer">
            Open in Procore
          </a>
        )}
      </div>
      <div className={styles.body}>
        <dl className={ui.facts}>
          {facts.map(([label, value]) => (
            <Fact key={label} label={label} value={value} />
          ))}
        </dl>
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="Schedule of values">
            <thead>
              <tr>
                <th>Cost code</th>
                <th>Description</th>
                <th className={ui.amount}>Qty</th>
                <th className={ui.amount}>Unit cost</th>
                <th className={ui.amount}>Amount</th>
              </tr>
            </thead>
            <tbody>
              {record.lines.map(line => (
                <tr key={line.id}>
                  <td>{line.costCode?.fullCode ?? line.wbsCode?.flatCode ?? 'None'}</td>
                  <td className={styles.text}>{line.description}</td>
                  <td className={ui.amount}>{hasUnits ? `${line.quantity} ${line.uom ?? ''}` : ''}</td>
                  <td className={ui.amount}>{hasUnits ? line.unitCost : ''}</td>
                  <td className={ui.amount}>{money(line.amount)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <div className={styles.total}>
          <span>Total</span>
          <span>{money(record.grandTotal)}</span>
        </div>
      </div>
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={styles.text}>{value}</dd>
    </>
  );
}
