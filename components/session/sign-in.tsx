'use client';
import { Banner, Button, H1 } from '@procore/core-react';
import { useEffect, useState } from 'react';
import { ApiProblem } from '@/components/ui/api';
import { type Attempt, openPopup, prepareAttempt } from './popup';
import styles from './session.module.css';
import { useSession } from './session-context';

interface SignInProps {
  /** The session ran out while somebody worked: what is on the screen stays behind this. */
  readonly isAgain: boolean;
}

const REASONS = {
  blocked: 'Your browser blocked the sign-in window. Allow pop-ups for this page, then try again.',
  closed: 'The sign-in window was closed before you had signed in.',
} as const;

function useAttempt(): [Attempt | null, () => void] {
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const renew = (): void => void prepareAttempt().then(setAttempt);
  useEffect(renew, []);
  return [attempt, renew];
}

/** Says why to sign in, opens Procore's window, and says what went wrong when it did. */
export function SignIn({ isAgain }: SignInProps) {
  const { redeem } = useSession();
  const [attempt, renew] = useAttempt();
  const [isWaiting, setWaiting] = useState(false);
  const [trouble, setTrouble] = useState('');

  const start = async (): Promise<void> => {
    if (attempt === null) return;
    const popup = openPopup(attempt);
    setWaiting(true);
    setTrouble('');
    const result = await popup;
    renew();
    try {
      if (result.outcome === 'ticket') await redeem(result.ticket, attempt.verifier);
      else
        setTrouble(
          result.outcome === 'refused'
            ? `Procore did not sign you in. ${result.reason}`.trim()
            : REASONS[result.outcome],
        );
    } catch (thrown) {
      setTrouble(thrown instanceof ApiProblem ? thrown.message : 'The sign-in did not work. Try again.');
    }
    setWaiting(false);
  };

  return (
    <section className={styles.card} aria-labelledby="sign-in-title">
      <H1 id="sign-in-title">{isAgain ? 'Sign in again' : 'QuickBooks Connector'}</H1>
      <p>
        {isAgain
          ? 'Your sign-in has run out. What you were doing is still here.'
          : 'Send commitments to QuickBooks Desktop, and see what became of them. Sign in with your Procore account to go on.'}
      </p>
      {trouble !== '' && (
        <Banner variant="error" role="alert">
          <Banner.Content>
            <Banner.Body>{trouble}</Banner.Body>
          </Banner.Content>
        </Banner>
      )}
      <div>
        <Button
          size="lg"
          onClick={start}
          disabled={attempt === null}
          loading={isWaiting}
          aria-label="Sign in with Procore"
          data-qa="sign-in"
        >
          Sign in with Procore
        </Button>
      </div>
      <p className={styles.soft}>
        A window of Procore opens. If it does not, <OpenInTab />.
      </p>
    </section>
  );
}

function OpenInTab() {
  const [href, setHref] = useState('');
  useEffect(() => setHref(window.location.href), []);
  return (
    <a href={href} target="_blank" rel="noopener">
      open the connector in a new tab
    </a>
  );
}
