import { Fragment } from 'react';
import { dayOrText, money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import { formatMoney } from '@/lib/core/money';
import type { ExportDetail } from '@/lib/exports';
import { type Billed, billedOf, sumsOf } from '@/lib/flows/billed';
import type { Invoice } from '@/lib/procore';
import styles from './record.module.css';

const STATUS_NAMES: Readonly<Record<string, string>> = { approved_as_noted: 'Approved as noted' };

function spoken(status: string): string {
  const words = status.replaceAll('_', ' ');
  return STATUS_NAMES[status] ?? `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function factsOf(invoice: Invoice): readonly (readonly [string, string])[] {
  const { periodStart, periodEnd } = invoice;
  const days = [periodStart, periodEnd].flatMap(day => (day === null ? [] : [dayOrText(day)]));
  return [
    ['Contract company', invoice.vendor?.name ?? 'None chosen'],
    ['Invoice number', invoice.invoiceNumber || 'None'],
    ['Commitment', invoice.commitmentTitle],
    ['Application', String(invoice.number)],
    ['Status', spoken(invoice.status)],
    ['Billing date', dayOrText(invoice.billingDate ?? 'None')],
    ['Billing period', days.join(' – ') || 'None'],
    ['ERP id', invoice.originId ?? 'Not set'],
  ];
}

/** A subcontractor invoice as Procore has it: what each line bills, what is held of it and what is given back. */
export function InvoiceView({ record: { record, procoreUrl } }: { record: ExportDetail }) {
  const invoice = record as Invoice;
  const sums = sumsOf(invoice);
  return (
    <section className={styles.panel} aria-labelledby="procore-title" data-qa="procore-record">
      <div className={styles.panelHead}>
        <h2 id="procore-title">Subcontractor invoice in Procore</h2>
        {procoreUrl !== null && (
          <a href={procoreUrl} target="_blank" rel="noreferrer">
            Open in Procore
          </a>
        )}
      </div>
      <div className={styles.body}>
        <dl className={ui.facts}>
          {factsOf(invoice).map(([label, value]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd className={styles.text}>{value}</dd>
            </Fragment>
          ))}
        </dl>
        <Items billed={invoice.items.map(billedOf).filter(isTold)} />
        <Sum label="Billed" amount={formatMoney(sums.gross)} />
        <Sum label="Retainage held" amount={formatMoney(-sums.held)} />
        <Sum label="Retainage released" amount={formatMoney(sums.released)} />
        {sums.tax !== 0n && <Sum label="Tax" amount={formatMoney(sums.tax)} />}
        <Sum label="Payment due" amount={invoice.summary?.paymentDue ?? '0'} />
      </div>
    </section>
  );
}

/** Lines on which nothing happened in this period are many, and say nothing. */
const isTold = ({ gross, held, released }: Billed): boolean =>
  [gross, held, released].some(cents => cents !== 0n);

function Items({ billed }: { billed: readonly Billed[] }) {
  return (
    <div className={ui.scroll}>
      <table className={ui.table} aria-label="Lines of the invoice">
        <thead>
          <tr>
            <th>Cost code</th>
            <th>Description</th>
            <th className={ui.amount}>Work</th>
            <th className={ui.amount}>Materials</th>
            <th className={ui.amount}>Retainage held</th>
            <th className={ui.amount}>Released</th>
          </tr>
        </thead>
        <tbody>
          {billed.map(one => (
            <Item key={one.item.id} billed={one} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Item({ billed: { item, gross, held, released, work } }: { billed: Billed }) {
  return (
    <tr>
      <td>{item.budgetCode?.flatCode ?? 'None'}</td>
      <td className={styles.text}>{item.description}</td>
      <td className={ui.amount}>{money(formatMoney(work))}</td>
      <td className={ui.amount}>{money(formatMoney(gross - work))}</td>
      <td className={ui.amount}>{money(formatMoney(held))}</td>
      <td className={ui.amount}>{money(formatMoney(released))}</td>
    </tr>
  );
}

function Sum({ label, amount }: { label: string; amount: string }) {
  return (
    <div className={styles.total}>
      <span>{label}</span>
      <span>{money(amount)}</span>
    </div>
  );
}
