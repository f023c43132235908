'use client';
import { Button, H1 } from '@procore/core-react';
import { useState } from 'react';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import styles from './shell.module.css';

export interface TurnedAway {
  readonly isSetUp: true;
  readonly isDisconnected: true;
  readonly company: { readonly id: string; readonly name: string };
  readonly reason: string;
  /** By an administrator of the company, who has to connect it again. */
  readonly isDisconnectedHere: boolean;
  readonly canConnect: boolean;
}

interface DisconnectedProps {
  readonly api: string;
  readonly about: TurnedAway;
  readonly look: () => void;
}

/** The company is not connected to Procore: why, what is kept, and what to do. */
export function Disconnected({ api, about, look }: DisconnectedProps) {
  const { name } = about.company;
  return (
    <main className={styles.narrow} data-qa="disconnected">
      <H1>The connector is disconnected from {name}</H1>
      <p>{about.reason} Until it is connected again, the connector asks Procore nothing for this company.</p>
      <p>
        Nothing is lost: records, mappings and their history are kept, and what was accepted before still goes
        to QuickBooks.
      </p>
      {about.isDisconnectedHere ? (
        <ConnectAgain api={api} about={about} look={look} />
      ) : (
        <WaitForProcore name={name} look={look} />
      )}
    </main>
  );
}

function ConnectAgain({ api, about, look }: DisconnectedProps) {
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const connect = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await callApi('PUT', `${api}/procore`, { isConnected: true }).then(look, setProblem);
    setBusy(false);
  };
  if (!about.canConnect) return <p>A company administrator of {about.company.name} can connect it again.</p>;
  return (
    <>
      {problem !== null && <ProblemBanner problem={problem} />}
      <div>
        <Button
          onClick={() => void connect()}
          loading={isBusy}
          aria-label="Connect again"
          data-qa="connect-again"
        >
          Connect again
        </Button>
      </div>
    </>
  );
}

function WaitForProcore({ name, look }: { name: string; look: () => void }) {
  return (
    <>
      <h2>What to do</h2>
      <ol>
        <li>
          A company administrator of {name} opens App Management in Procore and installs the app, or checks
          that it is installed.
        </li>
        <li>There, the projects that the app may work for are permitted again.</li>
        <li>Then anybody of {name} opens this page. The work goes on by itself, within a minute.</li>
      </ol>
      <div>
        <Button onClick={look} aria-label="Look again" data-qa="look-again">
          Look again
        </Button>
      </div>
    </>
  );
}
