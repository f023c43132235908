'use client';
import { Button, Modal } from '@procore/core-react';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import styles from './settings.module.css';

/** Disconnecting the company from Procore, after asking. */
export function Disconnect() {
  const { api, company, reload } = useCompany();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const disconnect = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await callApi('PUT', `${api}/procore`, { isConnected: false }).then(reload, setProblem);
    setBusy(false);
    setAsking(false);
  };
  const title = `Disconnect ${company.name} from Procore?`;
  return (
    <section className={styles.choice}>
      <h2 className={styles.title}>Connection with Procore</h2>
      <p className={styles.soft}>
        Disconnecting takes our webhooks away, signs everybody else out, and reads nothing more from Procore
        until an administrator connects again. Records, mappings and history stay.
      </p>
      {problem !== null && <ProblemBanner problem={problem} />}
      <div>
        <Button
          variant="secondary"
          onClick={() => setAsking(true)}
          aria-label="Disconnect"
          data-qa="disconnect"
        >
          Disconnect
        </Button>
      </div>
      {isAsking && (
        <Modal
          open
          role="dialog"
          aria-label={title}
          onClose={() => setAsking(false)}
          howToClose={['x', 'footer-button']}
          width="sm"
        >
          <Modal.Header>{title}</Modal.Header>
          <Modal.Body>
            <p>
              What was accepted before still goes to QuickBooks. Nothing new is read or marked in Procore.
            </p>
          </Modal.Body>
          <Modal.Footer>
            <Modal.FooterButtons>
              <Button
                loading={isBusy}
                aria-label="Disconnect"
                onClick={() => void disconnect()}
                data-qa="disconnect-confirm"
              >
                Disconnect
              </Button>
            </Modal.FooterButtons>
          </Modal.Footer>
        </Modal>
      )}
    </section>
  );
}
