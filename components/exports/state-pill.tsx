import { Pill } from '@procore/core-react';
import type { ExportState } from '@/lib/lifecycle/states';
import styles from './exports.module.css';

type Color = 'blue' | 'cyan' | 'gray' | 'green' | 'red' | 'yellow';

/** Procore's colours: blue waits for the approver, green is synced, yellow came back, red wants somebody. */
const COLORS: Readonly<Record<ExportState, Color>> = {
  not_sendable: 'gray',
  ready_to_send: 'cyan',
  awaiting_approval: 'blue',
  retrieved: 'yellow',
  rejected: 'yellow',
  queued: 'blue',
  sent: 'blue',
  outcome_unknown: 'yellow',
  synced: 'green',
  failed: 'red',
  needs_attention: 'red',
  archived: 'gray',
  unlinked: 'gray',
};

export function StatePill({ state, word }: { state: ExportState; word: string }) {
  return (
    <Pill color={COLORS[state]} className={styles.pill} data-qa="state">
      {word}
    </Pill>
  );
}
