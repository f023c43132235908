'use client';
import { Button, Pill } from '@procore/core-react';
import { useRouter } from 'next/navigation';
import styles from '@/components/exports/exports.module.css';
import ui from '@/components/ui/ui.module.css';
import type { Pair } from '@/lib/mappings/pairs';
import type { useMapping } from './use-mapping';

interface PairsTableProps {
  readonly pairs: readonly Pair[];
  readonly twin: string;
  readonly mapping: ReturnType<typeof useMapping>;
  readonly choose: (pair: Pair) => void;
}

/** Procore on the left, QuickBooks on the right, and between them what can be done. */
export function PairsTable({ pairs, twin, mapping, choose }: PairsTableProps) {
  return (
    <div className={ui.scroll}>
      <table
        className={ui.table}
        data-qa="pairs"
        aria-label={`Procore records and their QuickBooks ${twin}s`}
      >
        <thead>
          <tr>
            <th>In Procore</th>
            <th>QuickBooks {twin}</th>
            <th aria-label="Actions" />
          </tr>
        </thead>
        <tbody>
          {pairs.map(pair => (
            <tr key={pair.procoreId} data-qa={`pair-${pair.code || pair.name}`}>
              <td>
                {pair.code !== '' && <strong>{pair.code} </strong>}
                {pair.name}
                {!pair.isActive && <div className={styles.soft}>inactive in Procore</div>}
              </td>
              <td>
                <Twin pair={pair} />
              </td>
              <td>
                <div className={styles.rowActions}>
                  <PairActions pair={pair} twin={twin} mapping={mapping} choose={choose} />
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Twin({ pair }: { pair: Pair }) {
  if (pair.link !== null) {
    return (
      <>
        {pair.link.name}{' '}
        {pair.link.formerName !== null && (
          <span className={styles.soft}>linked as {pair.link.formerName} </span>
        )}
        {pair.link.isGone ? (
          <Pill color="red">deleted in QuickBooks</Pill>
        ) : (
          !pair.link.isActive && <Pill color="yellow">inactive in QuickBooks</Pill>
        )}
        {pair.link.markError !== null && (
          <div className={styles.soft} data-qa="mark-error">
            Not marked in Procore: {pair.link.markError}
          </div>
        )}
      </>
    );
  }
  if (pair.suggestion === null) return <span className={styles.soft}>Not linked</span>;
  return (
    <span className={styles.soft}>
      Not linked. {pair.suggestion.likeness === 100 ? 'Same name' : 'Similar'}:{' '}
      <strong>{pair.suggestion.name}</strong>
    </span>
  );
}

function PairActions({ pair, twin, mapping, choose }: Omit<PairsTableProps, 'pairs'> & { pair: Pair }) {
  const { link, suggestion } = pair;
  const router = useRouter();
  const propose = async (): Promise<void> => {
    const address = await mapping.propose(pair.procoreId);
    if (address !== null) router.push(address);
  };
  return (
    <>
      {link === null && suggestion !== null && (
        <Button
          size="sm"
          disabled={mapping.isBusy}
          onClick={() => void mapping.link(pair.procoreId, suggestion.qbId)}
        >
          {`Link to ${suggestion.name}`}
        </Button>
      )}
      <Button size="sm" variant="secondary" disabled={mapping.isBusy} onClick={() => choose(pair)}>
        {link === null ? `Choose ${twin}…` : 'Change…'}
      </Button>
      {link === null && pair.isActive && (
        <Button
          size="sm"
          variant="tertiary"
          disabled={mapping.isBusy}
          onClick={() => void propose()}
          data-qa="propose"
        >
          {`New ${twin}…`}
        </Button>
      )}
      {link !== null && (
        <Button
          size="sm"
          variant="tertiary"
          disabled={mapping.isBusy}
          onClick={() => void mapping.unlink(pair.procoreId)}
        >
          Unlink
        </Button>
      )}
    </>
  );
}
