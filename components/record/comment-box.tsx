'use client';
import { Button, TextArea } from '@procore/core-react';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { TEXT } from '@/lib/core/limits';
import type { ExportDetail } from '@/lib/exports';
import styles from './record.module.css';

interface CommentBoxProps {
  readonly record: Pick<ExportDetail, 'id' | 'projectId'>;
  readonly reload: () => Promise<void>;
}

/** A person's words for the timeline; what was typed stays until it has been kept. */
export function CommentBox({ record, reload }: CommentBoxProps) {
  const { api } = useCompany();
  const [comment, setComment] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const keep = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const project = record.projectId === null ? {} : { projectId: record.projectId };
      await callApi('POST', `${api}/exports/${record.id}/comments`, { ...project, comment: comment.trim() });
      setComment('');
      await reload();
    } catch (thrown) {
      setProblem(thrown);
    }
    setBusy(false);
  };
  return (
    <div className={styles.commentBox}>
      {problem !== null && <ProblemBanner problem={problem} />}
      <label htmlFor="comment" className={styles.soft}>
        Comment, for everybody who sees this record
      </label>
      <TextArea
        id="comment"
        value={comment}
        rows={2}
        maxLength={TEXT.comment}
        onChange={event => setComment(event.target.value)}
        data-qa="comment-text"
        style={{ width: '100%' }}
      />
      <div>
        <Button
          variant="secondary"
          size="sm"
          disabled={comment.trim() === ''}
          loading={isBusy}
          aria-label="Comment"
          onClick={() => void keep()}
          data-qa="comment-keep"
        >
          Comment
        </Button>
      </div>
    </div>
  );
}
