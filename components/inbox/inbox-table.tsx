'use client';
import { Checkbox } from '@procore/core-react';
import Link from 'next/link';
import { Blockers } from '@/components/exports/blockers';
import styles from '@/components/exports/exports.module.css';
import { KindLine } from '@/components/exports/kind-line';
import { StatePill } from '@/components/exports/state-pill';
import { Waits } from '@/components/exports/waits';
import { useCompany } from '@/components/shell/company-context';
import { Ago } from '@/components/ui/ago';
import { money } from '@/components/ui/format';
import { numberWord } from '@/components/ui/list-words';
import ui from '@/components/ui/ui.module.css';
import type { ExportItem } from '@/lib/exports';
import { DECIDABLE_STATES } from '@/lib/lifecycle/states';

interface InboxTableProps {
  readonly items: readonly ExportItem[];
  readonly chosen: readonly ExportItem[];
  readonly choose: (items: readonly ExportItem[]) => void;
}

/** Whether somebody could decide about it: accept, reject, or take it back. */
export function isTickable(item: Pick<ExportItem, 'state'>): boolean {
  return DECIDABLE_STATES.includes(item.state) || item.state === 'queued';
}

/** Records over all projects; what the viewer can decide can be ticked. */
export function InboxTable({ items, chosen, choose }: InboxTableProps) {
  const { rights } = useCompany();
  const canDecide = (item: ExportItem): boolean => rights.isApprover && isTickable(item);
  const open = items.filter(canDecide);
  const isChosen = (item: ExportItem): boolean => chosen.some(one => one.id === item.id);
  const toggle = (item: ExportItem): void =>
    choose(isChosen(item) ? chosen.filter(one => one.id !== item.id) : [...chosen, item]);
  return (
    <div className={ui.scroll}>
      <table className={ui.table} data-qa="inbox" aria-label="Records of all projects">
        <thead>
          <tr>
            <th>
              {open.length > 0 && (
                <Checkbox
                  checked={chosen.length > 0 && chosen.length === open.length}
                  indeterminate={chosen.length > 0 && chosen.length < open.length}
                  onChange={() => choose(chosen.length === open.length ? [] : open)}
                  aria-label="Choose all"
                />
              )}
            </th>
            <th>Number</th>
            <th>Title</th>
            <th>Company</th>
            <th>Project</th>
            <th className={ui.amount}>Amount</th>
            <th>Sent by</th>
            <th>Sent on</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <Row
              key={item.id}
              item={item}
              isOpen={DECIDABLE_STATES.includes(item.state)}
              canDecide={canDecide(item)}
              isChosen={isChosen(item)}
              toggle={() => toggle(item)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  readonly item: ExportItem;
  readonly isOpen: boolean;
  readonly canDecide: boolean;
  readonly isChosen: boolean;
  readonly toggle: () => void;
}

function Row({ item, isOpen, canDecide, isChosen, toggle }: RowProps) {
  const { home } = useCompany();
  return (
    <tr data-qa={`row-${item.number}`}>
      <td>
        {canDecide && <Checkbox checked={isChosen} onChange={toggle} aria-label={`Choose ${item.number}`} />}
      </td>
      <td className={styles.number}>
        <Link href={`${home}/inbox/${item.id}`} prefetch={false}>
          {item.number || 'No number'}
        </Link>
      </td>
      <td>
        {item.title}
        <KindLine item={item} />
        {isOpen && <Blockers blockers={item.blockers} />}
        {item.error !== null && (item.state === 'failed' || item.state === 'needs_attention') && (
          <p className={styles.comment}>
            {item.error.cause} {item.error.remedy}
          </p>
        )}
      </td>
      <td>{item.vendorName}</td>
      <td>{item.projectName}</td>
      <td className={ui.amount}>{money(item.amount)}</td>
      <td className={ui.short}>{item.sentBy}</td>
      <td className={ui.short}>{item.sentAt !== null && <Ago at={item.sentAt} />}</td>
      <td>
        <StatePill state={item.state} word={item.stateWord} />
        <Waits item={item} />
        {item.state === 'synced' && item.refNumber !== null && (
          <div className={styles.soft}>
            {numberWord(item.kind)} {item.refNumber}
          </div>
        )}
      </td>
    </tr>
  );
}
