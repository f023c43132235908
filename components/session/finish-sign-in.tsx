'use client';
import { useEffect } from 'react';
import styles from './session.module.css';

interface FinishSignInProps {
  readonly ticket: string | null;
  /** Why there is none. */
  readonly reason: string | null;
}

/** Tells the frame how it went, in the words of Procore's helper for embedded apps, and to our own origin only. */
export function FinishSignIn({ ticket, reason }: FinishSignInProps) {
  useEffect(() => {
    const opener = window.opener as Window | null;
    if (opener === null) return;
    const message =
      ticket !== null
        ? { type: 'authentication.success', payload: { ticket } }
        : {
            type: 'authentication.failure',
            payload: { reason: reason ?? 'The window was not opened by the app.' },
          };
    opener.postMessage(message, window.location.origin);
  }, [ticket, reason]);
  return (
    <main className={styles.centre}>
      <div className={styles.card}>
        <h1>{reason === null ? 'You are signed in' : 'You are not signed in'}</h1>
        <p>{reason ?? 'You can close this window.'}</p>
        {reason !== null && <p>Close this window and try again from the connector in Procore.</p>}
      </div>
    </main>
  );
}
