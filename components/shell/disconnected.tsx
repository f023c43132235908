'use client';
import { Button, H1 } from '@procore/core-react';
import styles from './shell.module.css';

interface DisconnectedProps {
  readonly name: string;
  readonly reason: string;
  readonly look: () => void;
}

/** Procore does not let the app into the company: why, what is kept, and what to do. */
export function Disconnected({ name, reason, look }: DisconnectedProps) {
  return (
    <main className={styles.narrow} data-qa="disconnected">
      <H1>The connector is disconnected from {name}</H1>
      <p>{reason} Until it is let in again, the connector asks Procore nothing for this company.</p>
      <p>
        Nothing is lost: records, mappings and their history are kept, and what was accepted before still goes
        to QuickBooks.
      </p>
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
    </main>
  );
}
