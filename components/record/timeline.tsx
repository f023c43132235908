import { dateAndTime } from '@/components/ui/format';
import type { TimelineEntry } from '@/lib/history';
import styles from './record.module.css';

/** History's words as people read them. */
const WORDS: Readonly<Record<string, string>> = {
  'read from Procore': 'Read from Procore',
  'changed in Procore': 'Changed in Procore',
  'deleted in Procore': 'Deleted in Procore',
  'checked again': 'Checked again',
  sent: 'Sent to ERP',
  'sent again': 'Sent to ERP again',
  retrieved: 'Retrieved from ERP',
  accepted: 'Accepted',
  retried: 'Accepted again',
  rejected: 'Rejected',
  'handed to QuickBooks': 'Handed to the Web Connector',
  'stopped before sending': 'Stopped before it was sent',
  synced: 'Created in QuickBooks',
  'found in QuickBooks': 'Found in QuickBooks after a lost answer',
  'refused by QuickBooks': 'Refused by QuickBooks',
  'needs attention': 'Needs attention',
  'answer lost': 'The answer of QuickBooks was lost; it is being looked up',
  'queued again': 'Queued again',
  'marked in Procore': 'QuickBooks id written to Procore',
  'not marked in Procore': 'QuickBooks id could not be written to Procore',
  archived: 'Archived',
  restored: 'Restored',
};

interface Said {
  readonly txnId?: string;
  readonly refNumber?: string;
  readonly raw?: string;
  readonly code?: string;
  readonly originId?: string;
}

function details(entry: TimelineEntry): string {
  const said = (entry.after ?? {}) as Said;
  const parts = [
    said.refNumber ? `P.O. No. ${said.refNumber}` : '',
    said.txnId ? `QuickBooks id ${said.txnId}` : '',
    said.originId ? `origin_id ${said.originId}` : '',
    said.code ? `Code ${said.code}` : '',
    said.raw ? `“${said.raw}”` : '',
  ];
  return parts.filter(part => part !== '').join(' · ');
}

/** Who did what, when, and why; newest first. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <section className={styles.panel} aria-labelledby="timeline-title" data-qa="timeline">
      <div className={styles.panelHead}>
        <h2 id="timeline-title">Timeline</h2>
      </div>
      <div className={styles.body}>
        <ol className={styles.timeline}>
          {entries.map(entry => (
            <li key={entry.seq} className={styles.entry}>
              <time className={styles.soft} dateTime={entry.at}>
                {dateAndTime(entry.at)}
              </time>
              <div>
                <span className={styles.what}>{WORDS[entry.action] ?? entry.action}</span>{' '}
                <span className={styles.soft}>by {entry.who}</span>
                {entry.reason !== null && <p className={styles.reason}>{entry.reason}</p>}
                <p className={styles.soft}>{details(entry)}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
