'use client';
import { Button } from '@procore/core-react';
import { useState } from 'react';
import styles from '@/components/exports/exports.module.css';
import { ListFrame, type Shown } from '@/components/exports/list-frame';
import { Refusals } from '@/components/exports/refusals';
import { useExportList } from '@/components/exports/use-list';
import { useVerb, type VerbOutcome } from '@/components/exports/verbs';
import { RejectDialog } from '@/components/record/reject-dialog';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { Ago } from '@/components/ui/ago';
import { plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
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
  const [shown, setShown] = useState<Shown>({ filter: 'ready_to_export', search: '' });
  const [chosen, setChosen] = useState<readonly ExportItem[]>([]);
  const [isRejecting, setRejecting] = useState(false);
  const [outcome, setOutcome] = useState<VerbOutcome | null>(null);
  const list = useExportList({ ...shown, projectId: null });
  const verb = useVerb(list.reload);
  const show = (next: Shown): void => {
    setShown(next);
    // What is out of sight is not decided about.
    setChosen([]);
  };
  const accept = async (): Promise<void> => {
    const items = chosen.flatMap(item =>
      item.proposalHash === null ? [] : [{ id: item.id, hash: item.proposalHash }],
    );
    setOutcome(await verb.run(shown.filter === 'ready_to_export' ? 'accept' : 'retry', { items }));
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
  return (
    <Page title="Inbox" sub={<SubLine />}>
      {verb.problem !== null && !isRejecting && <ProblemBanner problem={verb.problem} />}
      {outcome && <Refusals outcome={outcome} items={list.items} close={() => setOutcome(null)} />}
      <ListFrame
        list={list}
        shown={shown}
        show={show}
        filters={TABS}
        empty={EMPTY[shown.filter] ?? ['Nothing here', '']}
        what="the inbox"
        actions={
          <BulkBar
            chosen={chosen}
            filter={shown.filter}
            isBusy={verb.isBusy}
            accept={() => void accept()}
            reject={startRejecting}
          />
        }
      >
        <InboxTable items={list.items} chosen={chosen} choose={setChosen} />
      </ListFrame>
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

function SubLine() {
  const { heard } = useCompany();
  return (
    <>
      Records of all projects on their way to QuickBooks
      {heard.listsAsOf !== null && (
        <>
          , judged by its lists as of <Ago at={heard.listsAsOf} />
        </>
      )}
    </>
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
