'use client';
import { Button, Checkbox, Modal } from '@procore/core-react';
import { useState } from 'react';
import type { ExportItem } from '@/lib/exports';
import styles from './exports.module.css';

interface ConsentDialogProps {
  readonly items: readonly ExportItem[];
  readonly cancel: () => void;
  readonly confirm: (consents: readonly string[]) => void;
}

/** Shows what QuickBooks cannot hold and what would stand in for it; nothing is replaced unless the sender says so. */
export function ConsentDialog({ items, cancel, confirm }: ConsentDialogProps) {
  const [isAgreed, setAgreed] = useState(false);
  const asked = items.flatMap(item =>
    item.blockers.filter(one => one.severity === 'asks').map(blocker => ({ item, blocker })),
  );
  const rules = [...new Set(asked.map(one => one.blocker.ruleId))];
  return (
    <Modal
      open
      role="dialog"
      aria-label="Some text will change"
      onClose={cancel}
      howToClose={['x', 'scrim', 'footer-button']}
      width="md"
    >
      <Modal.Header>Some text will change</Modal.Header>
      <Modal.Body>
        <p className={styles.soft}>QuickBooks cannot hold these characters:</p>
        <ul className={styles.why}>
          {asked.map(({ item, blocker }) => (
            <li key={`${item.id}-${blocker.field}`} className={`${styles.whyItem} ${styles.whyAsks}`}>
              <strong>{item.number}</strong> {blocker.message}
            </li>
          ))}
        </ul>
        <div className={styles.agree}>
          <Checkbox checked={isAgreed} onChange={() => setAgreed(!isAgreed)} data-qa="agree">
            Send with these replacements
          </Checkbox>
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button disabled={!isAgreed} onClick={() => confirm(rules)} data-qa="send-agreed">
            Send to ERP
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
