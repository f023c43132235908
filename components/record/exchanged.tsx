import { dateAndTime } from '@/components/ui/format';
import { XmlText } from '@/components/ui/xml-text';
import type { ExportDetail } from '@/lib/exports';
import styles from './record.module.css';

/** What was sent to QuickBooks and what it answered, word for word. */
export function ExchangedView({ exchanged }: { exchanged: ExportDetail['exchanged'] }) {
  if (exchanged.length === 0) return null;
  return (
    <section className={styles.panel} aria-labelledby="exchanged-title" data-qa="exchanged">
      <div className={styles.panelHead}>
        <h2 id="exchanged-title">Sent and answered</h2>
        <span className={styles.soft}>qbXML as exchanged, what concerns this record</span>
      </div>
      <div className={styles.body}>
        {exchanged.map(one => (
          <details key={one.at}>
            <summary>
              Sent {dateAndTime(one.at)},{' '}
              {one.answeredAt === null ? 'no answer yet' : `answered ${dateAndTime(one.answeredAt)}`}
              {one.hresult === null ? '' : ` with error ${one.hresult}`}
            </summary>
            <XmlText label="Sent" text={one.xml} />
            <XmlText label="Answered" text={one.answer ?? ''} />
          </details>
        ))}
      </div>
    </section>
  );
}
