import { actionWord, saidInWords } from '@/components/ui/action-words';
import { dateAndTime } from '@/components/ui/format';
import type { TimelineEntry } from '@/lib/history';
import styles from './record.module.css';

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
