'use client';
import { Button, Modal } from '@procore/core-react';
import Link from 'next/link';
import { useState } from 'react';
import type { Verb, VerbBody } from '@/components/exports/verbs';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import ui from '@/components/ui/ui.module.css';
import { EXPORT_KIND_WORDS } from '@/lib/core/kinds';
import type { ExportDetail, TogetherItem } from '@/lib/exports';

interface TogetherProps {
  readonly record: ExportDetail;
  readonly isBusy: boolean;
  readonly problem: unknown;
  readonly run: (verb: Verb, body: VerbBody) => Promise<boolean>;
}

/** Accepting a record with all that it needs in QuickBooks, in one decision. Nothing where it needs nothing. */
export function Together({ record, isBusy, problem, run }: TogetherProps) {
  const { api } = useCompany();
  const [items, setItems] = useState<readonly TogetherItem[] | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const isWaiting = record.can.decide && record.state === 'awaiting_approval';
  if (!isWaiting || record.needs.length === 0) return null;
  const prepare = async (): Promise<void> => {
    setRefusal(null);
    try {
      setItems(await callApi<TogetherItem[]>('POST', `${api}/exports/${record.id}/together`, {}));
    } catch (thrown) {
      setRefusal(thrown);
    }
  };
  const accept = async (): Promise<void> => {
    const decided = (items ?? []).map(({ id, proposal }) => ({ id, hash: proposal?.hash }));
    if (await run('accept', { items: decided })) setItems(null);
  };
  return (
    <>
      {refusal !== null && <ProblemBanner problem={refusal} />}
      <Button disabled={isBusy} onClick={() => void prepare()} data-qa="accept-together">
        Accept with what it needs…
      </Button>
      {items !== null && (
        <TogetherDialog
          items={items}
          isBusy={isBusy}
          problem={problem}
          cancel={() => setItems(null)}
          confirm={() => void accept()}
        />
      )}
    </>
  );
}

interface TogetherDialogProps {
  readonly items: readonly TogetherItem[];
  readonly isBusy: boolean;
  readonly problem: unknown;
  readonly cancel: () => void;
  readonly confirm: () => void;
}

function TogetherDialog({ items, isBusy, problem, cancel, confirm }: TogetherDialogProps) {
  const isClear = items.every(item => item.proposal !== null);
  const title = `Accept ${plural(items.length, 'record')} together`;
  return (
    <Modal
      open
      role="dialog"
      aria-label={title}
      onClose={cancel}
      howToClose={['x', 'footer-button']}
      width="lg"
    >
      <Modal.Header>{title}</Modal.Header>
      <Modal.Body>
        {problem !== null && <ProblemBanner problem={problem} />}
        <p>They go to QuickBooks in this order. What fails keeps what needs it from going.</p>
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="What is accepted together" data-qa="together">
            <thead>
              <tr>
                <th>In Procore</th>
                <th>In QuickBooks</th>
              </tr>
            </thead>
            <tbody>
              {items.map(item => (
                <Row key={item.id} item={item} />
              ))}
            </tbody>
          </table>
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button
            disabled={!isClear}
            loading={isBusy}
            aria-label={title}
            onClick={confirm}
            data-qa="together-confirm"
          >
            {title}
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}

function Row({ item }: { item: TogetherItem }) {
  const { home } = useCompany();
  return (
    <tr>
      <td>
        <Link href={`${home}/inbox/${item.id}`} prefetch={false}>
          {EXPORT_KIND_WORDS[item.kind].one} {item.number} {item.title}
        </Link>
      </td>
      <td>
        {item.proposal === null
          ? `${item.obstacle?.message ?? ''} ${item.obstacle?.remedy ?? ''}`
          : `${item.proposal.form} ${item.proposal.name}`}
      </td>
    </tr>
  );
}
