'use client';
import Link from 'next/link';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { dateAndTime, plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import type { RunDetail } from '@/lib/sync';
import { Exchange } from './exchange';
import styles from './history.module.css';
import { RunPill } from './runs-list';

const LIVE_MS = 3000;

/** One run of the Web Connector, exchange by exchange. */
export function RunScreen({ id }: { id: string }) {
  const { api, home } = useCompany();
  const { data, error, mutate } = useSWR<RunDetail>(`${api}/history/runs/${id}`, {
    refreshInterval: (run: RunDetail | undefined) => (run?.state === 'open' ? LIVE_MS : 0),
  });
  return (
    <Page
      title={data ? `Run of ${dateAndTime(data.startedAt)}` : 'Run'}
      sub={
        <>
          <Link href={`${home}/history`}>History</Link>
          {data && ` · ${data.connectionName} · ${plural(data.exchanges, 'exchange')}`}
        </>
      }
    >
      {error !== undefined && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {!data && error === undefined && <Loading what="the run" />}
      {data && (
        <>
          <p>
            <RunPill run={data} /> {data.outcome}
          </p>
          {data.list.length === 0 && (
            <Empty title="Nothing was exchanged">The run ended before anything was handed out.</Empty>
          )}
          <ol className={styles.exchanges}>
            {data.list.map(one => (
              <Exchange key={one.id} runId={id} one={one} />
            ))}
          </ol>
        </>
      )}
    </Page>
  );
}
