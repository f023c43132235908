'use client';
import Link from 'next/link';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { actionWord, saidInWords } from '@/components/ui/action-words';
import { dateAndTime } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { EventLine } from '@/lib/history';
import styles from './history.module.css';
import { HistoryFrame } from './history-frame';
import { type Shown, useHistory } from './use-history';

/** Who did what in the company, newest first. */
export function EventsList() {
  const [shown, show] = useState<Shown>({ search: '', only: true, days: 30 });
  const list = useHistory<EventLine>('events', shown);
  return (
    <HistoryFrame
      list={list}
      shown={shown}
      show={show}
      placeholder="Search records, people, reasons"
      only="Only what people did"
      isEmpty={list.items.length === 0}
      empty={['Nothing happened in this period', 'Decisions, settings and mappings appear here.']}
    >
      <div className={ui.scroll}>
        <table className={ui.table} data-qa="events" aria-label="What happened">
          <thead>
            <tr>
              <th>When</th>
              <th>Who</th>
              <th>What</th>
              <th>On</th>
              <th>Why</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map(event => (
              <EventRow key={event.seq} event={event} />
            ))}
          </tbody>
        </table>
      </div>
    </HistoryFrame>
  );
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  export: 'Record',
  connection: 'Connection',
  company: 'Company',
  settings: 'Settings',
  person: 'Person',
  'mapping:project': 'Project ↔ job',
  'mapping:vendor': 'Company ↔ vendor',
  'mapping:cost_code': 'Cost code ↔ item',
};

function EventRow({ event }: { event: EventLine }) {
  const { home } = useCompany();
  const name = event.objectName ?? linkedNames(event) ?? KIND_WORDS[event.objectKind] ?? event.objectKind;
  return (
    <tr>
      <td className={ui.short}>{dateAndTime(event.at)}</td>
      <td className={ui.short}>{event.who}</td>
      <td>
        {actionWord(event.action)}
        <div className={styles.soft}>{saidInWords(event.after)}</div>
      </td>
      <td>
        {event.objectKind === 'export' && event.objectId !== null ? (
          <Link href={`${home}/inbox/${event.objectId}`} prefetch={false}>
            {name}
          </Link>
        ) : (
          name
        )}
        {event.objectName !== null && event.objectKind !== 'export' && (
          <div className={styles.soft}>{KIND_WORDS[event.objectKind] ?? event.objectKind}</div>
        )}
      </td>
      <td className={styles.reason}>{event.reason}</td>
    </tr>
  );
}

/** A mapping's two sides, as far as the entry names them. */
function linkedNames({ objectKind, before, after }: EventLine): string | null {
  if (!objectKind.startsWith('mapping:')) return null;
  const said = (after ?? before ?? {}) as { record?: string; procoreId?: string; name?: string };
  return `${said.record ?? said.procoreId} ↔ ${said.name}`;
}
