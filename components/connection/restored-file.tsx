'use client';
import { Button } from '@procore/core-react';
import { money } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { ConnectionHealth } from '@/lib/connections';
import styles from './connection.module.css';

type Missing = NonNullable<ConnectionHealth['pause']>['missing'][number];

interface RestoredFileProps {
  readonly missing: readonly Missing[];
  readonly isBusy: boolean;
  readonly decide: (records: readonly Missing[], decision: 'export_again' | 'accept') => void;
}

const STATE: Readonly<Record<Missing['sign'], string>> = {
  missing: 'not in the company file',
  older: 'there, in an older state',
};

/** What a restored company file lacks, and the two things that can be done about each. */
export function RestoredFile({ missing, isBusy, decide }: RestoredFileProps) {
  const gone = missing.filter(one => one.sign === 'missing');
  return (
    <div data-qa="restored-file">
      <h3 className={styles.sub}>Missing from the company file</h3>
      <p>
        If the wrong backup is open, open the right company file and press Resume: everything is looked
        through again before anything is written. If this backup is here to stay, decide about each record
        first. “Export again” gives it back, to be sent and accepted anew; “Accept as it is” leaves QuickBooks
        without it.
      </p>
      {missing.length === 0 && (
        <p className={styles.soft}>Everything is decided. Resume when you are ready.</p>
      )}
      {missing.length > 0 && (
        <table className={ui.table} aria-label="Missing from the company file">
          <thead>
            <tr>
              <th>Number</th>
              <th>Procore record</th>
              <th>Vendor</th>
              <th className={ui.amount}>Amount</th>
              <th>In QuickBooks</th>
              <th>
                <span className={ui.heardOnly}>Decide</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {missing.map(one => (
              <tr key={one.qbId}>
                <td>{one.number}</td>
                <td>{[one.procoreNumber, one.title].filter(Boolean).join(' · ') || 'not known any more'}</td>
                <td>{one.vendorName}</td>
                <td className={ui.amount}>{one.amount === null ? '' : money(one.amount)}</td>
                <td>{STATE[one.sign]}</td>
                <td>
                  <div className={styles.actions}>
                    {one.sign === 'missing' && (
                      <Button
                        size="sm"
                        variant="secondary"
                        disabled={isBusy}
                        aria-label={`Export ${one.number} again`}
                        onClick={() => decide([one], 'export_again')}
                      >
                        Export again
                      </Button>
                    )}
                    <Button
                      size="sm"
                      variant="tertiary"
                      disabled={isBusy}
                      aria-label={`Accept ${one.number} as it is`}
                      onClick={() => decide([one], 'accept')}
                    >
                      Accept as it is
                    </Button>
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {gone.length > 1 && (
        <div className={styles.actions}>
          <Button variant="secondary" disabled={isBusy} onClick={() => decide(gone, 'export_again')}>
            Export all again
          </Button>
          <Button variant="tertiary" disabled={isBusy} onClick={() => decide(missing, 'accept')}>
            Accept all as they are
          </Button>
        </div>
      )}
    </div>
  );
}
