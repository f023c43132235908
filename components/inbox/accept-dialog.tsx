'use client';
import { Button, Modal } from '@procore/core-react';
import { money, plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import ui from '@/components/ui/ui.module.css';
import type { ExportItem } from '@/lib/exports';
import { totalsOf } from './totals';

interface AcceptDialogProps {
  readonly items: readonly ExportItem[];
  /** `Accept`, or `Retry`. */
  readonly verb: string;
  readonly isBusy: boolean;
  /** Why the last try did not arrive. */
  readonly problem: unknown;
  readonly cancel: () => void;
  readonly confirm: () => void;
}

/** What several records come to, before they are accepted in one go. */
export function AcceptDialog({ items, verb, isBusy, problem, cancel, confirm }: AcceptDialogProps) {
  const acceptable = items.filter(item => item.proposalHash !== null);
  const left = items.length - acceptable.length;
  const title = `${verb} ${plural(acceptable.length, 'record')}`;
  return (
    <Modal
      open
      role="dialog"
      aria-label={title}
      onClose={cancel}
      howToClose={['x', 'footer-button']}
      width="md"
    >
      <Modal.Header>{title}</Modal.Header>
      <Modal.Body>
        {problem !== null && <ProblemBanner problem={problem} />}
        <table className={ui.table} aria-label="What is accepted" data-qa="accept-totals">
          <tbody>
            {totalsOf(acceptable).map(one => (
              <tr key={one.kind}>
                <td>{one.words}</td>
                <td className={ui.amount}>{one.total === null ? '' : money(one.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>The next run of the Web Connector writes them to QuickBooks, each exactly as it is shown now.</p>
        {left > 0 && (
          <p data-qa="accept-left">
            {plural(left, 'record')} chosen cannot be accepted yet and {left === 1 ? 'stays' : 'stay'} here.
            Each says why.
          </p>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button loading={isBusy} aria-label={title} onClick={confirm} data-qa="accept-confirm">
            {title}
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
