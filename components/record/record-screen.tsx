'use client';
import { Banner, Button } from '@procore/core-react';
import Link from 'next/link';
import { useState } from 'react';
import { Blockers } from '@/components/exports/blockers';
import { Refusals } from '@/components/exports/refusals';
import { StatePill } from '@/components/exports/state-pill';
import { useVerb, type VerbOutcome } from '@/components/exports/verbs';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { Ago } from '@/components/ui/ago';
import { formWord } from '@/components/ui/list-words';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { DIRECTORY_KINDS, type ExportKind } from '@/lib/core/kinds';
import type { ExportDetail } from '@/lib/exports';
import { CommentBox } from './comment-box';
import { CustomerChoice } from './customer-choice';
import { Decisions } from './decisions';
import { DirectoryView } from './directory-view';
import { ExchangedView } from './exchanged';
import { InvoiceView } from './invoice-view';
import { ItemChoice } from './item-choice';
import { Notices } from './notices';
import { ProcoreView } from './procore-view';
import { ProposalView } from './proposal-view';
import styles from './record.module.css';
import { Timeline } from './timeline';
import { useRecord } from './use-record';

/** One record: what Procore has, what QuickBooks will have, who decided what, and what was exchanged. */
export function RecordScreen({ id, projectId }: { id: string; projectId: string | null }) {
  const { home } = useCompany();
  const { record, error, reload, changed, isChanged, acknowledge } = useRecord(id, projectId);
  const verb = useVerb(reload);
  const [outcome, setOutcome] = useState<VerbOutcome | null>(null);
  const look = (): void => {
    setOutcome(null);
    acknowledge();
  };
  const back = listAround(home, projectId, record?.kind);
  if (error !== undefined && !record) {
    return (
      <Page title="Record" sub={<Link href={back}>Back to the list</Link>}>
        <ProblemBanner problem={error} retry={() => void reload()} />
      </Page>
    );
  }
  if (!record) return <Loading what="the record" />;
  return (
    <Page
      title={`${record.number || (record.kind === 'vendor' ? '' : 'No number')} ${record.title}`.trim()}
      sub={<SubLine record={record} back={back} />}
      actions={
        <Decisions
          record={record}
          projectId={projectId}
          isChanged={isChanged}
          verb={verb}
          settled={setOutcome}
        />
      }
    >
      {verb.problem !== null && <ProblemBanner problem={verb.problem} />}
      {outcome && <Refusals outcome={outcome} items={[record]} close={() => setOutcome(null)} />}
      {isChanged && <ChangedBanner count={changed.length} acknowledge={look} />}
      <StateBanner record={record} />
      <Notices record={record} />
      <CustomerChoice record={record} reload={reload} />
      <ItemChoice record={record} reload={reload} />
      <Blockers blockers={record.state === 'synced' ? [] : record.blockers} />
      <div className={styles.side}>
        {isInDirectory(record.kind) ? (
          <DirectoryView record={record} />
        ) : record.kind === 'invoice' ? (
          <InvoiceView record={record} />
        ) : (
          <ProcoreView kind={record.kind} record={record.record} url={record.procoreUrl} />
        )}
        <QuickBooksSide record={record} changed={changed} />
      </div>
      <Timeline entries={record.timeline}>
        {record.can.archive && <CommentBox record={record} reload={reload} />}
      </Timeline>
      <ExchangedView exchanged={record.exchanged} />
    </Page>
  );
}

function isInDirectory(kind: ExportKind): boolean {
  return DIRECTORY_KINDS.some(one => one === kind);
}

/** Where records of a kind are met: those of the lists beside their twins. */
function listAround(home: string, projectId: string | null, kind: ExportKind | undefined): string {
  if (projectId !== null) return `${home}/projects/${projectId}/exports`;
  return kind !== undefined && isInDirectory(kind) ? `${home}/mappings` : `${home}/inbox`;
}

function SubLine({ record, back }: { record: ExportDetail; back: string }) {
  return (
    <>
      <Link href={back}>Back to the list</Link>
      {' · '}
      <StatePill state={record.state} word={record.stateWord} />
      {record.sentBy !== null && record.sentAt !== null && (
        <>
          {' '}
          sent by {record.sentBy} <Ago at={record.sentAt} />
        </>
      )}
    </>
  );
}

function QuickBooksSide({
  record,
  changed,
}: {
  record: ExportDetail;
  changed: Parameters<typeof ProposalView>[0]['changed'];
}) {
  const { proposal, accepted, companyFile, state } = record;
  if (accepted !== null) {
    const title = `${accepted.form} ${state === 'synced' ? 'in' : 'on its way to'} QuickBooks`;
    return <ProposalView title={title} preview={accepted} companyFile={companyFile} changed={[]} />;
  }
  if (proposal !== null) {
    const title = `${proposal.preview.form} for QuickBooks`;
    return (
      <ProposalView
        title={title}
        preview={proposal.preview}
        companyFile={companyFile}
        listsAsOf={record.listsAsOf}
        changed={changed}
      />
    );
  }
  return (
    <section className={styles.panel}>
      <div className={styles.panelHead}>
        <h2>For QuickBooks</h2>
      </div>
      <div className={styles.body}>
        <p className={styles.soft}>
          {record.blockers.length === 0 && record.obstacle
            ? record.obstacle.message
            : 'What QuickBooks will receive is shown here as soon as nothing stands in the way.'}
        </p>
      </div>
    </section>
  );
}

function ChangedBanner({ count, acknowledge }: { count: number; acknowledge: () => void }) {
  return (
    <Banner variant="attention" role="alert" data-qa="changed">
      <Banner.Content>
        <Banner.Title>This record has changed since it was shown</Banner.Title>
        <Banner.Body>
          {count === 0
            ? 'What would be sent is no longer the same.'
            : 'What is different is marked below. Look at it before you decide.'}
        </Banner.Body>
      </Banner.Content>
      <Banner.Action>
        <Button variant="secondary" size="sm" onClick={acknowledge}>
          I have looked at the change
        </Button>
      </Banner.Action>
    </Banner>
  );
}

function bannerFor(
  record: ExportDetail,
): { variant: 'error' | 'attention' | 'success' | 'info'; title: string; body: string } | null {
  if ((record.state === 'failed' || record.state === 'needs_attention') && record.error !== null) {
    const details = record.error.raw === '' ? record.error.code : `${record.error.code}: ${record.error.raw}`;
    return {
      variant: 'error',
      title: record.error.cause,
      body: `${record.error.remedy} Details: ${details}`,
    };
  }
  if (record.state === 'rejected' && record.comment !== null) {
    return {
      variant: 'attention',
      title: `Rejected by ${record.decidedBy ?? 'the approver'}`,
      body: record.comment,
    };
  }
  if (record.state === 'awaiting_approval' && record.changedAfterSync !== null) {
    const title = `Sent again, to bring ${formWord(record.kind)} ${record.refNumber ?? ''} up to date`;
    const body = 'What is not as it was when it went to QuickBooks last:';
    return { variant: 'info', title, body };
  }
  if (record.state === 'outcome_unknown') {
    const body =
      'The answer of QuickBooks was lost. The next run of the Web Connector looks whether the record is there before anything else is written.';
    return { variant: 'attention', title: 'Checking in QuickBooks', body };
  }
  if (record.state === 'synced') {
    const number = record.refNumber ?? '';
    const written = {
      none: '',
      pending: ' Writing its QuickBooks id to Procore.',
      done: ' Procore carries its QuickBooks id.',
      failed: ` Not written to Procore: ${record.writeBackError ?? ''}`,
    };
    const extra = [record.warning, record.changedAfterSync].filter(text => text !== null).join(' ');
    const body = `${written[record.writeBack]} ${extra}`.trim();
    return {
      variant: extra === '' ? 'success' : 'attention',
      title: number === '' ? 'In QuickBooks' : `In QuickBooks as ${formWord(record.kind)} ${number}`,
      body,
    };
  }
  return null;
}

/** What is not as it was sent. */
function Differences({ of }: { of: ExportDetail['differences'] }) {
  return (
    <ul data-qa="differences">
      {of.map(one => (
        <li key={one.field}>
          {one.field}: {one.before ?? 'nothing'} → {one.after ?? 'nothing'}
        </li>
      ))}
    </ul>
  );
}

function StateBanner({ record }: { record: ExportDetail }) {
  const banner = bannerFor(record);
  if (banner === null) return null;
  return (
    <Banner variant={banner.variant} data-qa="state-banner">
      <Banner.Content>
        <Banner.Title>{banner.title}</Banner.Title>
        <Banner.Body>{banner.body}</Banner.Body>
        {record.changedAfterSync !== null && <Differences of={record.differences} />}
      </Banner.Content>
    </Banner>
  );
}
