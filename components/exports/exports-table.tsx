'use client';
import { Button, Checkbox } from '@procore/core-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Ago } from '@/components/ui/ago';
import { money, plural } from '@/components/ui/format';
import { numberWord } from '@/components/ui/list-words';
import ui from '@/components/ui/ui.module.css';
import type { ExportItem } from '@/lib/exports';
import { SENDABLE_STATES } from '@/lib/lifecycle/states';
import { Blockers } from './blockers';
import styles from './exports.module.css';
import { KindLine } from './kind-line';
import { StatePill } from './state-pill';
import { Waits } from './waits';

type Act = (name: 'retrieve' | 'archive' | 'restore', items: readonly ExportItem[]) => Promise<void>;

interface ExportsTableProps {
  readonly items: readonly ExportItem[];
  /** Kinds of which the viewer may send records. */
  readonly sends: readonly string[];
  readonly isBusy: boolean;
  readonly send: (items: readonly ExportItem[]) => void;
  readonly act: Act;
}

export function isSendable(item: ExportItem): boolean {
  const isOpen = SENDABLE_STATES.includes(item.state) || item.mayBeSentAgain;
  return isOpen && !item.blockers.some(one => one.severity === 'blocks');
}

/** Procore's word for sending it now. */
export function sendWord({ state }: Pick<ExportItem, 'state'>): string {
  const isAgain = state === 'rejected' || state === 'retrieved' || state === 'synced';
  return isAgain ? 'Re-send to ERP' : 'Send to ERP';
}

/** The sender's table: what can be ticked and sent, and under each record that cannot, why. */
export function ExportsTable({ items, sends, isBusy, send, act }: ExportsTableProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const canSend = sends.length > 0;
  const sendable = items.filter(item => isSendable(item) && sends.includes(item.kind));
  const chosen = sendable.filter(item => ticked.has(item.id));
  const toggle = (id: string): void =>
    setTicked(now => new Set(now.has(id) ? [...now].filter(one => one !== id) : [...now, id]));
  const toggleAll = (): void =>
    setTicked(chosen.length === sendable.length ? new Set() : new Set(sendable.map(item => item.id)));
  return (
    <>
      {canSend && sendable.length > 0 && (
        <div className={styles.bar}>
          <Button disabled={chosen.length === 0 || isBusy} onClick={() => send(chosen)} data-qa="send-chosen">
            Send to ERP
          </Button>
          <span className={styles.count}>
            {chosen.length === 0
              ? `${plural(sendable.length, 'record')} can be sent`
              : `${plural(chosen.length, 'record')} chosen`}
          </span>
        </div>
      )}
      <div className={ui.scroll}>
        <table className={ui.table} data-qa="exports" aria-label="Records of the project">
          <thead>
            <tr>
              {canSend && (
                <th>
                  {sendable.length > 0 && (
                    <Checkbox
                      checked={chosen.length > 0 && chosen.length === sendable.length}
                      indeterminate={chosen.length > 0 && chosen.length < sendable.length}
                      onChange={toggleAll}
                      aria-label="Choose all that can be sent"
                    />
                  )}
                </th>
              )}
              <th>Number</th>
              <th>Title</th>
              <th>Company</th>
              <th className={ui.amount}>Amount</th>
              <th>In Procore</th>
              <th>State</th>
              <th aria-label="Actions" />
            </tr>
          </thead>
          <tbody>
            {items.map(item => (
              <Row
                key={item.id}
                item={item}
                hasTicks={canSend}
                canSend={sends.includes(item.kind)}
                isBusy={isBusy}
                isTicked={ticked.has(item.id)}
                toggle={() => toggle(item.id)}
                send={() => send([item])}
                act={act}
              />
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

interface RowProps {
  readonly item: ExportItem;
  readonly hasTicks: boolean;
  readonly canSend: boolean;
  readonly isBusy: boolean;
  readonly isTicked: boolean;
  readonly toggle: () => void;
  readonly send: () => void;
  readonly act: Act;
}

function Row({ item, hasTicks, canSend, isBusy, isTicked, toggle, send, act }: RowProps) {
  const pathname = usePathname();
  return (
    <tr data-qa={`row-${item.number}`}>
      {hasTicks && (
        <td>
          {canSend && isSendable(item) && (
            <Checkbox checked={isTicked} onChange={toggle} aria-label={`Choose ${item.number}`} />
          )}
        </td>
      )}
      <td className={styles.number}>
        <Link href={`${pathname}/${item.id}`} prefetch={false}>
          {item.number || 'No number'}
        </Link>
      </td>
      <td>
        {item.title}
        <KindLine item={item} />
        <Why item={item} />
      </td>
      <td>{item.vendorName}</td>
      <td className={ui.amount}>{money(item.amount)}</td>
      <td className={styles.status}>{item.procoreStatus}</td>
      <td>
        <StatePill state={item.state} word={item.stateWord} />
        <StateNote item={item} />
      </td>
      <td>
        <div className={styles.rowActions}>
          {canSend && <Actions item={item} isBusy={isBusy} send={send} act={act} />}
        </div>
      </td>
    </tr>
  );
}

function Why({ item }: { item: ExportItem }) {
  const isOpen = SENDABLE_STATES.includes(item.state) || item.state === 'not_sendable';
  return (
    <>
      {item.comment !== null && item.state === 'rejected' && (
        <p className={styles.comment} data-qa="comment">
          <strong>{item.decidedBy ?? 'The approver'}:</strong> {item.comment}
        </p>
      )}
      {isOpen && <Blockers blockers={item.blockers} />}
      {item.error !== null && (item.state === 'failed' || item.state === 'needs_attention') && (
        <p className={styles.comment}>
          {item.error.cause} {item.error.remedy}
        </p>
      )}
    </>
  );
}

function StateNote({ item }: { item: ExportItem }) {
  if (item.state === 'synced') {
    return (
      <div className={styles.soft}>
        {item.refNumber ? `${numberWord(item.kind)} ${item.refNumber}` : ''}
        {item.warning !== null || item.changedAfterSync !== null ? ' · see record' : ''}
      </div>
    );
  }
  if (item.state === 'awaiting_approval' && item.sentAt !== null) {
    return (
      <div className={styles.soft}>
        sent by {item.sentBy} <Ago at={item.sentAt} />
      </div>
    );
  }
  return <Waits item={item} />;
}

function Actions({ item, isBusy, send, act }: Pick<RowProps, 'item' | 'isBusy' | 'send' | 'act'>) {
  if (isSendable(item)) {
    return (
      <Button size="sm" variant="secondary" disabled={isBusy} onClick={send}>
        {sendWord(item)}
      </Button>
    );
  }
  if (item.state === 'awaiting_approval') {
    return (
      <Button size="sm" variant="tertiary" disabled={isBusy} onClick={() => void act('retrieve', [item])}>
        Retrieve from ERP
      </Button>
    );
  }
  if (item.state === 'archived') {
    return (
      <Button size="sm" variant="tertiary" disabled={isBusy} onClick={() => void act('restore', [item])}>
        Restore
      </Button>
    );
  }
  return null;
}
