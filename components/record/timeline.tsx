import type { ReactNode } from 'react';
import { actionWord, saidInWords } from '@/components/ui/action-words';
import { dateAndTime } from '@/components/ui/format';
import type { TimelineEntry } from '@/lib/history';
import styles from './record.module.css';

interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
  /** What stands above the newest entry. */
  readonly children: ReactNode;
}

/** Who did what, when, and why; newest first. */
export function Timeline({ entries, children }: TimelineProps) {
  return (
    <section className={styles.panel} aria-labelledby="timeline-title" data-qa="timeline">
      <div className={styles.panelHead}>
        <h2 id="timeline-title">Timeline</h2>
      </div>
      <div className={styles.body}>
        {children}
        <ol className={styles.timeline}>
          {entries.map(entry => (
            <li key={entry.seq} className={styles.entry}>
              <time className={styles.soft} dateTime={entry.at}>
                {dateAndTime(entry.at)}
              </time>
              <div>
                <span className={styles.what}>{actionWord(entry.action)}</span>{' '}
                <span className={styles.soft}>by {entry.who}</span>
                {entry.reason !== null && <p className={styles.reason}>{entry.reason}</p>}
                <p className={styles.soft}>{saidInWords(entry.after)}</p>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
