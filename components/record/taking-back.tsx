'use client';
import { Button, Modal } from '@procore/core-react';
import { useState } from 'react';
import type { Verb, VerbBody } from '@/components/exports/verbs';
import { ProblemBanner } from '@/components/ui/problem';
import type { ExportDetail } from '@/lib/exports';

interface TakingBackProps {
  readonly record: ExportDetail;
  readonly isBusy: boolean;
  readonly problem: unknown;
  readonly run: (verb: Verb, body: VerbBody) => Promise<boolean>;
}

/** Taking an accepted record back before it leaves, and unlinking one that is in QuickBooks no more. */
export function TakingBack({ record, isBusy, problem, run }: TakingBackProps) {
  const [isAsking, setAsking] = useState(false);
  const items = [{ id: record.id }];
  const unlink = async (): Promise<void> => {
    if (await run('unlink', { items })) setAsking(false);
  };
  return (
    <>
      {record.can.cancel && (
        <Button
          variant="secondary"
          disabled={isBusy}
          onClick={() => void run('cancel', { items })}
          data-qa="cancel"
        >
          Take back
        </Button>
      )}
      {record.can.unlink && (
        <Button
          variant="tertiary"
          disabled={isBusy || record.presence?.is === 'asked'}
          onClick={() => setAsking(true)}
          data-qa="unlink"
        >
          Unlink…
        </Button>
      )}
      {isAsking && (
        <UnlinkDialog
          record={record}
          isBusy={isBusy}
          problem={problem}
          cancel={() => setAsking(false)}
          confirm={() => void unlink()}
        />
      )}
    </>
  );
}

interface UnlinkDialogProps {
  readonly record: ExportDetail;
  readonly isBusy: boolean;
  readonly problem: unknown;
  readonly cancel: () => void;
  readonly confirm: () => void;
}

const TOLD = ['P.O. No.', 'Ref. No.', 'Vendor', 'Date', 'Customer:Job', 'Item name', 'Name'];

/** What unlinking means, and by what the record is found in QuickBooks. */
function UnlinkDialog({ record, isBusy, problem, cancel, confirm }: UnlinkDialogProps) {
  const name = record.refNumber ?? (record.number || record.title);
  const facts = (record.accepted?.header ?? []).filter(field => TOLD.includes(field.label));
  return (
    <Modal
      open
      role="dialog"
      aria-label={`Unlink ${name}`}
      onClose={cancel}
      howToClose={['x', 'footer-button']}
      width="md"
    >
      <Modal.Header>Unlink {name}</Modal.Header>
      <Modal.Body>
        {problem !== null && <ProblemBanner problem={problem} />}
        <p>
          The next run of the Web Connector asks QuickBooks whether the record is still there. Only if it is
          gone is it unlinked; then it can be sent to ERP and accepted again, which makes a new record. While
          it is there nothing changes: delete it in QuickBooks first.
        </p>
        {facts.length > 0 && (
          <p data-qa="unlink-facts">{facts.map(field => `${field.label} ${field.value}`).join(' · ')}</p>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button
            loading={isBusy}
            aria-label="Ask QuickBooks and unlink"
            onClick={confirm}
            data-qa="unlink-confirm"
          >
            Ask QuickBooks and unlink
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
