import { money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { BudgetAmounts, ShownBudget, ShownDivision } from '@/lib/exports';
import styles from './record.module.css';

function Amounts({ of }: { of: BudgetAmounts }) {
  return (
    <>
      <td className={ui.amount}>{money(of.original)}</td>
      <td className={ui.amount}>{money(of.modifications)}</td>
      <td className={ui.amount}>{money(of.changes)}</td>
      <td className={ui.amount}>{money(of.revised)}</td>
    </>
  );
}

function Division({ division }: { division: ShownDivision }) {
  return (
    <>
      <tr data-qa="division">
        <th colSpan={2} scope="rowgroup">
          {division.name}
        </th>
        <Amounts of={division} />
      </tr>
      {division.lines.map(line => (
        <tr key={line.key}>
          <td className={styles.text}>{line.code}</td>
          <td>{line.costType}</td>
          <Amounts of={line} />
        </tr>
      ))}
    </>
  );
}

/** A project's budget as Procore has it, division by division, with what changed it. */
export function BudgetView({ budget, url }: { budget: ShownBudget; url: string | null }) {
  return (
    <section className={styles.panel} aria-labelledby="procore-title" data-qa="procore-record">
      <div className={styles.panelHead}>
        <h2 id="procore-title">Budget in Procore</h2>
        <span className={styles.soft}>{budget.isLocked ? 'Locked' : 'Not locked'}</span>
        {url !== null && (
          <a href={url} target="_blank" rel="noreferrer">
            Open in Procore
          </a>
        )}
      </div>
      <div className={styles.body}>
        {!budget.isLocked && <p className={styles.soft}>Its lines are read once it is locked.</p>}
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="Lines of the budget">
            <thead>
              <tr>
                <th>Cost code</th>
                <th>Cost type</th>
                <th className={ui.amount}>Original</th>
                <th className={ui.amount}>Modifications</th>
                <th className={ui.amount}>Approved changes</th>
                <th className={ui.amount}>Revised</th>
              </tr>
            </thead>
            <tbody>
              {budget.divisions.map(division => (
                <Division key={division.name} division={division} />
              ))}
            </tbody>
          </table>
        </div>
        <div className={styles.total}>
          <span>Revised budget</span>
          <span>{money(budget.revised)}</span>
        </div>
        {budget.history.length > 0 && (
          <ul className={styles.soft} aria-label="Changes of the budget">
            {budget.history.map(one => (
              <li key={one.key}>
                {one.text} ({money(one.amount)})
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
