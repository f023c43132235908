import type { ExportItem } from '@/lib/exports';
import styles from './exports.module.css';

/** What an accepted record waits for before it goes to QuickBooks. */
export function Waits({ item }: { item: Pick<ExportItem, 'waitsFor'> }) {
  if (item.waitsFor.length === 0) return null;
  return (
    <div className={styles.soft} data-qa="waits">
      waits for {item.waitsFor.join(', ')}
    </div>
  );
}
