'use client';
import { Button } from '@procore/core-react';
import styles from '@/components/exports/exports.module.css';
import { plural } from '@/components/ui/format';
import type { ExportItem } from '@/lib/exports';
import type { Filter } from '@/lib/lifecycle/states';

interface BulkBarProps {
  readonly chosen: readonly ExportItem[];
  readonly filter: Filter;
  readonly isBusy: boolean;
  /** There are more rows in the tab than are chosen. */
  readonly hasMore: boolean;
  readonly accept: () => void;
  readonly reject: () => void;
  readonly cancel: () => void;
  readonly chooseAll: () => void;
}

/** What can be done with the rows that are ticked. */
export function BulkBar({ chosen, filter, isBusy, hasMore, ...act }: BulkBarProps) {
  if (chosen.length === 0) return null;
  const acceptable = chosen.filter(item => item.proposalHash !== null).length;
  return (
    <>
      {filter === 'exporting' ? (
        <Button variant="secondary" disabled={isBusy} onClick={act.cancel} data-qa="cancel-chosen">
          Take back
        </Button>
      ) : (
        <>
          <Button disabled={isBusy || acceptable === 0} onClick={act.accept} data-qa="accept-chosen">
            {`${filter === 'ready_to_export' ? 'Accept' : 'Retry'} ${plural(acceptable, 'record')}`}
          </Button>
          <Button variant="secondary" disabled={isBusy} onClick={act.reject} data-qa="reject-chosen">
            Reject…
          </Button>
        </>
      )}
      <span className={styles.count}>{plural(chosen.length, 'record')} chosen</span>
      {hasMore && (
        <Button variant="tertiary" disabled={isBusy} onClick={act.chooseAll} data-qa="choose-all">
          Choose all of this list
        </Button>
      )}
    </>
  );
}
