import { money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import { formatMoney, sumMoney } from '@/lib/core/money';
import type { Budget } from '@/lib/flows/budget';
import { type Revised, revisedLines } from '@/lib/flows/budget/reading';
import styles from './record.module.css';

interface Division {
  readonly name: string;
  readonly lines: readonly Revised[];
}

/** Lines by the division their cost code stands in; codes of the top level are divisions of their own. */
function divisionsOf(lines: readonly Revised[]): Division[] {
  const named = lines.map(line => {
    const { code, costCode } = line.row;
    const top = code?.division ?? code;
    return { name: top ? `${top.fullCode} ${top.name}`.trim() : costCode, line };
  });
  return [...new Set(named.map(one => one.name))].map(name => ({
    name,
    lines: named.filter(one => one.name === name).map(one => one.line),
  }));
}

const AMOUNTS = ['original', 'modifications', 'changes', 'revised'] as const;

function Sums({ lines }: { lines: readonly Revised[] }) {
  return AMOUNTS.map(name => (
    <td key={name} className={ui.amount}>
      {money(formatMoney(sumMoney(lines.map(line => line[name]))))}
    </td>
  ));
}

function DivisionRows({ name, lines }: Division) {
  return (
    <>
      <tr data-qa="division">
        <th colSpan={2} scope="rowgroup">
          {name}
        </th>
        <Sums lines={lines} />
      </tr>
      {lines.map(line => (
        <tr key={line.key}>
          <td className={styles.text}>
            {line.row.code ? `${line.row.code.fullCode} ${line.row.code.name}` : line.row.costCode}
          </td>
          <td>{line.row.costType}</td>
          <Sums lines={[line]} />
        </tr>
      ))}
    </>
  );
}

/** A project's budget as Procore has it, division by division, with what changed it. */
export function BudgetView({ budget, url }: { budget: Budget; url: string | null }) {
  const lines = revisedLines(budget);
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
              {divisionsOf(lines).map(division => (
                <DivisionRows key={division.name} {...division} />
              ))}
            </tbody>
          </table>
        </div>
        <div className={styles.total}>
          <span>Revised budget</span>
          <span>{money(formatMoney(sumMoney(lines.map(line => line.revised))))}</span>
        </div>
        <Changes budget={budget} />
      </div>
    </section>
  );
}

function Changes({ budget: { modifications, changes } }: { budget: Budget }) {
  if (modifications.length === 0 && changes.length === 0) return null;
  return (
    <ul className={styles.soft} aria-label="Changes of the budget">
      {modifications.map(one => (
        <li key={`modification ${one.id}`}>
          Modification {money(one.amount)}: {one.notes || 'without notes'}
        </li>
      ))}
      {changes.map(one => (
        <li key={`change ${one.id}`}>
          Budget change {one.number}, {one.status.replaceAll('_', ' ')}, {money(one.total)}: {one.title}
        </li>
      ))}
    </ul>
  );
}
