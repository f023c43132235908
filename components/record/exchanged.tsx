import { dateAndTime } from '@/components/ui/format';
import type { ExportDetail } from '@/lib/exports';
import styles from './record.module.css';

/** qbXML with a line break before every element, for reading. */
function readable(xml: string): string {
  return xml.replace(/></g, '>\n<');
}

/** What was sent to QuickBooks and what it answered, word for word. */
export function ExchangedView({ exchanged }: { exchanged: ExportDetail['exchanged'] }) {
  if (exchanged.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="exchanged-title" data-qa="exchanged">
      <div className={styles.panelHead}>
        <h2 id="exchanged-title">Sent and answered</h2>
        <span className={styles.soft}>qbXML as exchanged; a set may hold other records too</span>
      </div>
      <div className={styles.body}>
        {exchanged.map(one => (
          <details key={one.at}>
            <summary>
              Sent {dateAndTime(one.at)},{' '}
              {one.answeredAt === null ? 'no answer yet' : `answered ${dateAndTime(one.answeredAt)}`}
              {one.hresult === null ? '' : ` with error ${one.hresult}`}
            </summary>
            <pre className={styles.xml}>{readable(one.xml)}</pre>
            {one.answer !== null && one.answer !== '' && (
              <pre className={styles.xml}>{readable(one.answer)}</pre>
            )}
          </details>
        ))}
      </div>
    </section>
  );
}
