import { Ago } from '@/components/ui/ago';
import { dayOrText, money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { Preview, PreviewLine } from '@/lib/flows/preview';
import type { Difference } from './difference';
import styles from './record.module.css';

interface ProposalViewProps {
  readonly title: string;
  readonly preview: Preview;
  readonly companyFile: string | null;
  /** How old what it is judged by is; absent for what was accepted. */
  readonly listsAsOf?: string | null;
  /** What is not as it was first shown. */
  readonly changed: readonly Difference[];
}

/** The form QuickBooks will have, as its own window would show it. */
export function ProposalView({ title, preview, companyFile, listsAsOf, changed }: ProposalViewProps) {
  const isChanged = (label: string): boolean => changed.some(one => one.label === label);
  return (
    <section className={styles.panel} aria-labelledby="proposal-title" data-qa="proposal">
      <div className={styles.panelHead}>
        <h2 id="proposal-title">{title}</h2>
        <span className={styles.soft}>
          {companyFile}
          {listsAsOf ? (
            <>
              {' '}
              as of <Ago at={listsAsOf} />
            </>
          ) : null}
        </span>
      </div>
      <div className={styles.body}>
        <dl className={ui.facts}>
          {preview.header.map(field => (
            <Field
              key={field.label}
              label={field.label}
              value={field.value}
              isChanged={isChanged(field.label)}
            />
          ))}
        </dl>
        {preview.total !== '' && (
          <>
            <Lines form={preview.form} lines={preview.lines} isChanged={isChanged} />
            <div className={`${styles.total} ${isChanged('Total') ? styles.changed : ''}`}>
              <span>Total</span>
              <span>{money(preview.total)}</span>
            </div>
          </>
        )}
        {preview.notes.length > 0 && (
          <ul className={styles.notes}>
            {preview.notes.map(note => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function Field({ label, value, isChanged }: { label: string; value: string; isChanged: boolean }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={`${styles.text} ${isChanged ? styles.changed : ''}`}>
        {label === 'Date' ? dayOrText(value) : value}
      </dd>
    </>
  );
}

function Lines({
  form,
  lines,
  isChanged,
}: {
  form: string;
  lines: readonly PreviewLine[];
  isChanged: (label: string) => boolean;
}) {
  const isUpdate = lines.some(line => line.before !== undefined);
  const what = form === 'Bill' ? 'bill' : form.startsWith('Estimate') ? 'estimate' : 'purchase order';
  return (
    <div className={ui.scroll}>
      <table className={ui.table} aria-label={`Lines of the ${what}`}>
        <thead>
          <tr>
            <th>Item</th>
            <th>Description</th>
            <th className={ui.amount}>Qty</th>
            <th className={ui.amount}>Rate</th>
            {isUpdate && <th className={ui.amount}>Now</th>}
            <th className={ui.amount}>Amount</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id of their own before QuickBooks gives one
            <tr key={index} className={isChanged(`Line ${index + 1}`) ? styles.changed : undefined}>
              <td>{line.item}</td>
              <td className={styles.text}>{line.description}</td>
              <td className={ui.amount}>{line.quantity}</td>
              <td className={ui.amount}>{line.rate}</td>
              {isUpdate && <td className={ui.amount}>{line.before ? money(line.before) : 'new'}</td>}
              <td className={ui.amount}>{money(line.amount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
