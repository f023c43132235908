'use client';
import { Pill } from '@procore/core-react';
import Link from 'next/link';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { dateAndTime } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { RunLine } from '@/lib/sync';
import styles from './history.module.css';
import { HistoryFrame } from './history-frame';
import { type Shown, useHistory } from './use-history';

/** Runs of the Web Connector, newest first. */
export function RunsList() {
  const [shown, show] = useState<Shown>({ search: '', only: false, days: 7 });
  const list = useHistory<RunLine>('runs', shown);
  return (
    <HistoryFrame
      list={list}
      shown={shown}
      show={show}
      placeholder="Search records, errors, qbXML"
      only="Only with problems"
      isEmpty={list.items.length === 0}
      empty={[
        'No run in this period',
        'A run appears here when the Web Connector fetched something. Polls with nothing to do leave no trace.',
      ]}
    >
      <div className={ui.scroll}>
        <table className={ui.table} data-qa="runs" aria-label="Runs of the Web Connector">
          <thead>
            <tr>
              <th>Started</th>
              <th>Connection</th>
              <th className={ui.amount}>Exchanges</th>
              <th className={ui.amount}>Requests done</th>
              <th>Result</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map(run => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </table>
      </div>
    </HistoryFrame>
  );
}

function RunRow({ run }: { run: RunLine }) {
  const { home } = useCompany();
  return (
    <tr>
      <td className={ui.short}>
        <Link href={`${home}/history/runs/${run.id}`} prefetch={false}>
          {dateAndTime(run.startedAt)}
        </Link>
      </td>
      <td>{run.connectionName}</td>
      <td className={ui.amount}>{run.exchanges}</td>
      <td className={ui.amount}>{run.done}</td>
      <td>
        <RunPill run={run} /> <span className={styles.soft}>{run.outcome}</span>
      </td>
    </tr>
  );
}

/** How a run went, in a word. */
export function RunPill({ run }: { run: RunLine }) {
  if (run.state === 'open') return <Pill color="blue">Running</Pill>;
  if (run.failed > 0) return <Pill color="red">Needs attention</Pill>;
  if (run.state === 'taken_over') return <Pill color="yellow">Broken off</Pill>;
  if (run.isTroubled) return <Pill color="yellow">With problems</Pill>;
  return <Pill color="green">Done</Pill>;
}
