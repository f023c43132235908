'use client';
import { Button } from '@procore/core-react';
import { useEffect, useRef, useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { Ago } from '@/components/ui/ago';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { systemClock } from '@/lib/core/system';
import type { ExportItem } from '@/lib/exports';
import { FILTERS, type Filter } from '@/lib/lifecycle/states';
import { ConsentDialog } from './consent-dialog';
import { ExportsTable } from './exports-table';
import { ListFrame, type Shown } from './list-frame';
import { Refusals } from './refusals';
import { useExportList } from './use-list';
import { useVerb, type VerbOutcome } from './verbs';

/** Reads the project from Procore when the page opens, and on demand. */
function useRefresh(projectId: string, then: () => void) {
  const { api } = useCompany();
  const [state, setState] = useState<{ at: string | null; isBusy: boolean; problem: unknown }>({
    at: null,
    isBusy: false,
    problem: null,
  });
  const isGone = useRef(false);
  const refresh = async (): Promise<void> => {
    setState(now => ({ ...now, isBusy: true, problem: null }));
    try {
      await callApi('POST', `${api}/refresh`, { projectId });
      setState({ at: systemClock().toISOString(), isBusy: false, problem: null });
    } catch (problem) {
      setState(now => ({ ...now, isBusy: false, problem }));
    }
    if (!isGone.current) then();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each project that is opened
  useEffect(() => void refresh(), [projectId, api]);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);
  return { ...state, refresh };
}

const EMPTY: Readonly<Record<Filter, readonly [string, string]>> = {
  ready_to_send: [
    'Nothing to send',
    'The budget of this project, its commitments, their change orders and invoices appear here as soon as Procore has them.',
  ],
  ready_to_export: [
    'Nothing waits for the approver',
    'What you send is here until it is accepted or rejected.',
  ],
  exporting: ['Nothing is on its way', 'Accepted records are carried when the Web Connector runs.'],
  failed_to_export: ['Nothing failed', 'Records QuickBooks refused appear here with the reason.'],
  needs_attention: ['Nothing needs attention', 'Records that a person has to look at appear here.'],
  synced: ['Nothing is synced yet', 'Records that are in QuickBooks appear here with their number.'],
  archived: ['Nothing is archived', 'Archived records can be restored from here.'],
};

/** A project's budget, commitments, change orders and invoices on their way to QuickBooks: what can be sent, why not, and what became of the rest. */
export function ExportsScreen({ projectId }: { projectId: string }) {
  const { rights } = useCompany();
  const [shown, setShown] = useState<Shown>({ filter: 'ready_to_send', search: '' });
  const [asking, setAsking] = useState<readonly ExportItem[] | null>(null);
  const [outcome, setOutcome] = useState<VerbOutcome | null>(null);
  const list = useExportList({ ...shown, projectId });
  const refresh = useRefresh(projectId, () => void list.reload());
  const verb = useVerb(list.reload);
  const sends = rights.project?.canSend ?? [];

  const send = async (items: readonly ExportItem[], consents: readonly string[]): Promise<void> => {
    setAsking(null);
    setOutcome(await verb.run('send', { projectId, items: items.map(({ id }) => ({ id, consents })) }));
  };
  const startSending = (items: readonly ExportItem[]): void => {
    if (items.some(item => item.blockers.some(one => one.severity === 'asks'))) setAsking(items);
    else void send(items, []);
  };
  const act = async (name: 'retrieve' | 'archive' | 'restore', items: readonly ExportItem[]): Promise<void> =>
    setOutcome(await verb.run(name, { projectId, items: items.map(({ id }) => ({ id })) }));

  return (
    <Page
      title="Exports"
      sub={<RefreshLine {...refresh} />}
      actions={
        <Button
          variant="secondary"
          onClick={() => void refresh.refresh()}
          loading={refresh.isBusy}
          aria-label="Refresh from Procore"
        >
          Refresh from Procore
        </Button>
      }
    >
      {refresh.problem !== null && (
        <ProblemBanner problem={refresh.problem} retry={() => void refresh.refresh()} />
      )}
      {verb.problem !== null && <ProblemBanner problem={verb.problem} />}
      {outcome && <Refusals outcome={outcome} items={list.items} close={() => setOutcome(null)} />}
      <ListFrame
        list={list}
        shown={shown}
        show={setShown}
        filters={FILTERS}
        empty={EMPTY[shown.filter]}
        what="records"
      >
        <ExportsTable
          // What is out of sight is not sent: other rows, other ticks.
          key={`${shown.filter} ${shown.search}`}
          items={list.items}
          sends={sends}
          isBusy={verb.isBusy}
          send={startSending}
          act={act}
        />
      </ListFrame>
      {asking !== null && (
        <ConsentDialog
          items={asking}
          cancel={() => setAsking(null)}
          confirm={consents => void send(asking, consents)}
        />
      )}
    </Page>
  );
}

function RefreshLine({ at, isBusy }: { at: string | null; isBusy: boolean }) {
  if (isBusy) return <>Reading this project from Procore…</>;
  return at === null ? (
    <>Budget, commitments, change orders and invoices of this project</>
  ) : (
    <>
      Budget, commitments, change orders and invoices of this project, read from Procore <Ago at={at} />
    </>
  );
}
