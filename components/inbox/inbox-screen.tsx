'use client';
import { Button, Search } from '@procore/core-react';
import { useState } from 'react';
import styles from '@/components/exports/exports.module.css';
import { FILTER_WORDS } from '@/components/exports/filters';
import { Refusals } from '@/components/exports/refusals';
import { useExportList } from '@/components/exports/use-list';
import { useVerb, type VerbOutcome } from '@/components/exports/verbs';
import { RejectDialog } from '@/components/record/reject-dialog';
import { Page } from '@/components/shell/page-head';
import { plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { TabRow } from '@/components/ui/tab-row';
import type { ExportItem } from '@/lib/exports';
import type { Filter } from '@/lib/lifecycle/states';
import { InboxTable } from './inbox-table';

const TABS: readonly Filter[] = [
  'ready_to_export',
  'exporting',
  'failed_to_export',
  'needs_attention',
  'synced',
  'archived',
];

const EMPTY: Readonly<Record<string, readonly [string, string]>> = {
  ready_to_export: ['Nothing waits for you', 'What project managers send to ERP appears here.'],
  exporting: ['Nothing is on its way', 'Accepted records are here until QuickBooks has answered.'],
  failed_to_export: ['Nothing failed', 'Records QuickBooks refused appear here with cause and remedy.'],
  needs_attention: ['Nothing needs attention', 'Records about which a person has to decide appear here.'],
  synced: ['Nothing is synced yet', 'Records that are in QuickBooks appear here.'],
  archived: ['Nothing is archived', 'Archived records appear here.'],
};

/** The accounting approver's desk, over all projects. */
export function InboxScreen() {
  const [filter, setFilter] = useState<Filter>('ready_to_export');
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<readonly ExportItem[]>([]);
  const [isRejecting, setRejecting] = useState(false);
  const [outcome, setOutcome] = useState<VerbOutcome | null>(null);
  const list = useExportList({ filter, projectId: null, search });
  const verb = useVerb(list.reload);
  const change = (next: Filter): void => {
    setFilter(next);
    setChosen([]);
  };
  const accept = async (): Promise<void> => {
    const items = chosen.flatMap(item =>
      item.proposalHash === null ? [] : [{ id: item.id, hash: item.proposalHash }],
    );
    setOutcome(await verb.run(filter === 'ready_to_export' ? 'accept' : 'retry', { items }));
    setChosen([]);
  };
  const reject = async (comment: string): Promise<void> => {
    const result = await verb.run('reject', { items: chosen.map(({ id }) => ({ id })), comment });
    if (result === null) return;
    setOutcome(result);
    setRejecting(false);
    setChosen([]);
  };
  const startRejecting = (): void => {
    verb.clear();
    setRejecting(true);
  };
  const empty = EMPTY[filter] ?? ['Nothing here', ''];
  return (
    <Page title="Inbox" sub="Records of all projects on their way to QuickBooks">
      {verb.problem !== null && !isRejecting && <ProblemBanner problem={verb.problem} />}
      {outcome && <Refusals outcome={outcome} items={list.items} close={() => setOutcome(null)} />}
      <TabRow
        label="State"
        active={filter}
        onChange={change}
        tabs={TABS.map(key => ({
          key,
          label: FILTER_WORDS[key],
          ...(list.counts ? { count: list.counts[key] } : {}),
        }))}
      />
      <div className={styles.bar}>
        <div className={styles.search}>
          <Search
            placeholder="Search number, title, company"
            value={search}
            onChange={event => setSearch(event.target.value)}
            onClear={() => setSearch('')}
            aria-label="Search"
          />
        </div>
        <BulkBar
          chosen={chosen}
          filter={filter}
          isBusy={verb.isBusy}
          accept={() => void accept()}
          reject={startRejecting}
        />
      </div>
      {list.error !== undefined && <ProblemBanner problem={list.error} retry={() => void list.reload()} />}
      {list.isLoading && <Loading what="the inbox" />}
      {!list.isLoading && list.error === undefined && list.items.length === 0 && (
        <Empty title={search === '' ? empty[0] : 'No matches'}>
          {search === '' ? empty[1] : 'No record here matches the search.'}
        </Empty>
      )}
      {list.items.length > 0 && <InboxTable items={list.items} chosen={chosen} choose={setChosen} />}
      {list.hasMore && (
        <div className={styles.more}>
          <Button variant="secondary" onClick={list.loadMore}>
            Show more
          </Button>
        </div>
      )}
      {isRejecting && (
        <RejectDialog
          count={chosen.length}
          isBusy={verb.isBusy}
          problem={verb.problem}
          cancel={() => setRejecting(false)}
          confirm={comment => void reject(comment)}
        />
      )}
    </Page>
  );
}

interface BulkBarProps {
  readonly chosen: readonly ExportItem[];
  readonly filter: Filter;
  readonly isBusy: boolean;
  readonly accept: () => void;
  readonly reject: () => void;
}

function BulkBar({ chosen, filter, isBusy, accept, reject }: BulkBarProps) {
  if (chosen.length === 0) return null;
  const acceptable = chosen.filter(item => item.proposalHash !== null).length;
  return (
    <>
      <Button disabled={isBusy || acceptable === 0} onClick={accept} data-qa="accept-chosen">
        {`${filter === 'ready_to_export' ? 'Accept' : 'Retry'} ${plural(acceptable, 'record')}`}
      </Button>
      <Button variant="secondary" disabled={isBusy} onClick={reject} data-qa="reject-chosen">
        Reject…
      </Button>
      <span className={styles.count}>{plural(chosen.length, 'record')} chosen</span>
    </>
  );
}
