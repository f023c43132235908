'use client';
import { useState } from 'react';
import { ListFrame, type Shown } from '@/components/exports/list-frame';
import { Refusals } from '@/components/exports/refusals';
import { useExportList } from '@/components/exports/use-list';
import { useVerb, type VerbOutcome } from '@/components/exports/verbs';
import { RejectDialog } from '@/components/record/reject-dialog';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { Ago } from '@/components/ui/ago';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import type { ExportItem, ExportPage } from '@/lib/exports';
import type { Filter } from '@/lib/lifecycle/states';
import { AcceptDialog } from './accept-dialog';
import { BulkBar } from './bulk-bar';
import { InboxTable, isTickable } from './inbox-table';

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

/** The most that one decision takes. */
const MOST_AT_ONCE = 200;

/** Rows of the tab beyond those on the page, as many as one decision takes. */
function useAllOf({ filter, search }: Shown) {
  const { api } = useCompany();
  const [problem, setProblem] = useState<unknown>(null);
  const read = async (): Promise<readonly ExportItem[]> => {
    setProblem(null);
    const query = new URLSearchParams({ filter, search, size: String(MOST_AT_ONCE) });
    try {
      return (await callApi<ExportPage>('GET', `${api}/exports?${query}`)).items;
    } catch (thrown) {
      setProblem(thrown);
      return [];
    }
  };
  return { read, problem };
}

/** The accounting approver's desk, over all projects. */
export function InboxScreen() {
  const { rights } = useCompany();
  const [shown, setShown] = useState<Shown>({ filter: 'ready_to_export', search: '' });
  const [chosen, setChosen] = useState<readonly ExportItem[]>([]);
  const [asked, setAsked] = useState<'accept' | 'reject' | null>(null);
  const [outcome, setOutcome] = useState<(VerbOutcome & { readonly of: readonly ExportItem[] }) | null>(null);
  const list = useExportList({ ...shown, projectId: null });
  const all = useAllOf(shown);
  const verb = useVerb(list.reload);
  const show = (next: Shown): void => {
    setShown(next);
    // What is out of sight is not decided about.
    setChosen([]);
  };
  const ask = (what: 'accept' | 'reject'): void => {
    verb.clear();
    setAsked(what);
  };
  const run = async (...args: Parameters<typeof verb.run>): Promise<void> => {
    const result = await verb.run(...args);
    if (result === null) return;
    setOutcome({ ...result, of: chosen });
    setAsked(null);
    setChosen([]);
  };
  const ids = chosen.map(({ id }) => ({ id }));
  const accept = (): void => {
    const items = chosen.flatMap(item =>
      item.proposalHash === null ? [] : [{ id: item.id, hash: item.proposalHash }],
    );
    void run(shown.filter === 'ready_to_export' ? 'accept' : 'retry', { items });
  };
  const chooseAll = async (): Promise<void> =>
    setChosen((await all.read()).filter(item => rights.isApprover && isTickable(item)));
  return (
    <Page title="Inbox" sub={<SubLine />}>
      {verb.problem !== null && asked === null && <ProblemBanner problem={verb.problem} />}
      {all.problem !== null && <ProblemBanner problem={all.problem} />}
      {outcome && <Refusals outcome={outcome} items={outcome.of} close={() => setOutcome(null)} />}
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
            hasMore={list.hasMore && chosen.length < MOST_AT_ONCE}
            accept={() => (chosen.length === 1 ? accept() : ask('accept'))}
            reject={() => ask('reject')}
            cancel={() => void run('cancel', { items: ids })}
            chooseAll={() => void chooseAll()}
          />
        }
      >
        <InboxTable items={list.items} chosen={chosen} choose={setChosen} />
      </ListFrame>
      {asked === 'accept' && (
        <AcceptDialog
          items={chosen}
          verb={shown.filter === 'ready_to_export' ? 'Accept' : 'Retry'}
          isBusy={verb.isBusy}
          problem={verb.problem}
          cancel={() => setAsked(null)}
          confirm={accept}
        />
      )}
      {asked === 'reject' && (
        <RejectDialog
          count={chosen.length}
          isBusy={verb.isBusy}
          problem={verb.problem}
          cancel={() => setAsked(null)}
          confirm={comment => void run('reject', { items: ids, comment })}
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
