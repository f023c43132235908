'use client';
import { Button, Modal, TextArea } from '@procore/core-react';
import { useState } from 'react';
import { plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import { TEXT } from '@/lib/core/limits';
import styles from './record.module.css';

interface RejectDialogProps {
  readonly count: number;
  readonly isBusy: boolean;
  /** Why the last try did not arrive. */
  readonly problem: unknown;
  readonly cancel: () => void;
  readonly confirm: (comment: string) => void;
}

/** A rejection always carries a comment; what was typed stays until it has been sent. */
export function RejectDialog({ count, isBusy, problem, cancel, confirm }: RejectDialogProps) {
  const [comment, setComment] = useState('');
  const title = `Reject ${plural(count, 'record')}`;
  const isReady = comment.trim() !== '';
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
        <label htmlFor="reject-comment" className={styles.soft}>
          Comment for the sender
        </label>
        <TextArea
          id="reject-comment"
          value={comment}
          rows={5}
          maxLength={TEXT.comment}
          onChange={event => setComment(event.target.value)}
          placeholder="What should be changed before it is sent again?"
          data-qa="reject-comment"
          style={{ width: '100%' }}
        />
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button
            disabled={!isReady}
            loading={isBusy}
            aria-label="Reject"
            onClick={() => confirm(comment.trim())}
            data-qa="reject-confirm"
          >
            Reject
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
