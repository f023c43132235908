'use client';
import { Button } from '@procore/core-react';
import { useState } from 'react';
import { ConsentDialog } from '@/components/exports/consent-dialog';
import { isSendable, sendWord } from '@/components/exports/exports-table';
import type { useVerb, VerbOutcome } from '@/components/exports/verbs';
import type { ExportDetail } from '@/lib/exports';
import { DECIDABLE_STATES, type ExportState } from '@/lib/lifecycle/states';
import styles from './record.module.css';
import { RejectDialog } from './reject-dialog';
import { TakingBack } from './taking-back';
import { Together } from './together-dialog';

interface DecisionsProps {
  readonly record: ExportDetail;
  readonly projectId: string | null;
  /** The proposal changed under the viewer: he looks first, then decides. */
  readonly isChanged: boolean;
  readonly verb: ReturnType<typeof useVerb>;
  readonly settled: (outcome: VerbOutcome | null) => void;
}

const ARCHIVABLE: readonly ExportState[] = [
  'not_sendable',
  'ready_to_send',
  'retrieved',
  'rejected',
  'failed',
  'needs_attention',
  'unlinked',
];

/** What this person may do with the record now. */
export function Decisions(props: DecisionsProps) {
  const { record, verb, settled } = props;
  const [isRejecting, setRejecting] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const run = async (...args: Parameters<typeof verb.run>): Promise<boolean> => {
    const outcome = await verb.run(...args);
    settled(outcome);
    return outcome !== null;
  };
  const startRejecting = (): void => {
    verb.clear();
    setRejecting(true);
  };
  const reject = async (comment: string): Promise<void> => {
    if (await run('reject', { items: one, comment })) setRejecting(false);
  };
  const project = record.projectId === null ? {} : { projectId: record.projectId };
  const one = [{ id: record.id }];
  const send = (consents: readonly string[]): void => {
    setAsking(false);
    void run('send', { ...project, items: [{ id: record.id, consents }] });
  };
  const asks = record.blockers.some(blocker => blocker.severity === 'asks');
  return (
    <div className={styles.decide}>
      {record.cannotDecide !== null && <span className={styles.soft}>{record.cannotDecide}</span>}
      <Approve {...props} run={run} startRejecting={startRejecting} />
      <Together record={record} isBusy={verb.isBusy} problem={verb.problem} run={run} />
      <TakingBack record={record} isBusy={verb.isBusy} problem={verb.problem} run={run} />
      {record.can.send && isSendable(record) && (
        <Button disabled={verb.isBusy} onClick={() => (asks ? setAsking(true) : send([]))} data-qa="send">
          {sendWord(record)}
        </Button>
      )}
      {record.can.send && record.state === 'awaiting_approval' && (
        <Button
          variant="secondary"
          disabled={verb.isBusy}
          onClick={() => void run('retrieve', { ...project, items: one })}
        >
          Retrieve from ERP
        </Button>
      )}
      {record.can.archive && ARCHIVABLE.includes(record.state) && (
        <Button
          variant="tertiary"
          disabled={verb.isBusy}
          onClick={() => void run('archive', { ...project, items: one })}
        >
          Archive
        </Button>
      )}
      {record.can.archive && record.state === 'archived' && (
        <Button
          variant="tertiary"
          disabled={verb.isBusy}
          onClick={() => void run('restore', { ...project, items: one })}
        >
          Restore
        </Button>
      )}
      {isRejecting && (
        <RejectDialog
          count={1}
          isBusy={verb.isBusy}
          problem={verb.problem}
          cancel={() => setRejecting(false)}
          confirm={comment => void reject(comment)}
        />
      )}
      {isAsking && <ConsentDialog items={[record]} cancel={() => setAsking(false)} confirm={send} />}
    </div>
  );
}

interface ApproveProps extends DecisionsProps {
  readonly run: (...args: Parameters<ReturnType<typeof useVerb>['run']>) => Promise<boolean>;
  readonly startRejecting: () => void;
}

function Approve({ record, isChanged, verb, run, startRejecting }: ApproveProps) {
  if (!record.can.decide || !DECIDABLE_STATES.includes(record.state)) return null;
  const isAgain = record.state !== 'awaiting_approval';
  const hash = record.proposal?.hash;
  return (
    <>
      <Button
        disabled={verb.isBusy || hash === undefined || isChanged}
        onClick={() => void run(isAgain ? 'retry' : 'accept', { items: [{ id: record.id, hash }] })}
        data-qa="accept"
      >
        {isAgain ? 'Retry' : 'Accept'}
      </Button>
      <Button variant="secondary" disabled={verb.isBusy} onClick={startRejecting} data-qa="reject">
        Reject…
      </Button>
    </>
  );
}
