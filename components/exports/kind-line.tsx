import { EXPORT_KIND_WORDS } from '@/lib/core/kinds';
import type { ExportItem } from '@/lib/exports';
import styles from './exports.module.css';

/** What a record is, where it is no commitment: change orders and invoices of two commitments may bear one number. */
export function KindLine({ item: { kind, commitmentNumber } }: { item: ExportItem }) {
  if (kind === 'commitment') return null;
  const { one } = EXPORT_KIND_WORDS[kind];
  return (
    <div className={styles.soft}>{commitmentNumber === null ? one : `${one} of ${commitmentNumber}`}</div>
  );
}
