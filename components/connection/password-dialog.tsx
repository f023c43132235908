'use client';
import { Button, Checkbox, Modal } from '@procore/core-react';
import { useState } from 'react';
import styles from './connection.module.css';
import type { ShownPassword } from './shown-password';

/** The one time the password is shown. It closes only once the person says it was kept. */
export function PasswordDialog({ shown, close }: { shown: ShownPassword; close: () => void }) {
  const [isKept, setKept] = useState(false);
  const title = `Password for ${shown.connectionName}`;
  // Without `onClose` it would be no dialog to a screen reader; Escape must not lose the password either.
  const leave = (): void => {
    if (isKept) close();
  };
  return (
    <Modal open role="dialog" aria-label={title} onClose={leave} howToClose={[]} width="md">
      <Modal.Header>{title}</Modal.Header>
      <Modal.Body>
        <p>
          The Web Connector asks for this password once, when its application is first run. It is shown now
          and never again; if it is lost, make a new one.
        </p>
        <p className={styles.soft}>User name {shown.userName}</p>
        <p className={styles.secret} data-qa="password">
          {shown.password}
        </p>
        <Checkbox checked={isKept} onChange={() => setKept(!isKept)} data-qa="kept">
          I have put it in the Web Connector or kept it safe
        </Checkbox>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button disabled={!isKept} onClick={close}>
            Close
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}
