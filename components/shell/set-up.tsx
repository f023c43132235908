'use client';
import { Button, H1 } from '@procore/core-react';
import { useState } from 'react';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import styles from './shell.module.css';

interface SetUpProps {
  readonly api: string;
  readonly name: string;
  readonly canSetUp: boolean;
  readonly done: () => void;
}

/** The first time a company opens the app. */
export function SetUp({ api, name, canSetUp, done }: SetUpProps) {
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const start = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await callApi('POST', api, {}).then(done, setProblem);
    setBusy(false);
  };
  return (
    <main className={styles.narrow}>
      <H1>Set up the connector for {name}</H1>
      <p>
        The connector carries approved commitments from Procore to QuickBooks Desktop. Nothing reaches the
        books that an accounting approver has not accepted.
      </p>
      {problem !== null && <ProblemBanner problem={problem} />}
      {canSetUp ? (
        <div>
          <Button onClick={start} loading={isBusy} aria-label="Set up the connector" data-qa="set-up">
            Set up the connector
          </Button>
        </div>
      ) : (
        <p>A company administrator of {name} in Procore has to set it up first.</p>
      )}
    </main>
  );
}
