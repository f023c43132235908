'use client';
import { Spinner } from '@procore/core-react';
import type { ReactNode } from 'react';
import { ProblemBanner } from '@/components/ui/problem';
import styles from './session.module.css';
import { SessionProvider, useSession } from './session-context';
import { SignIn } from './sign-in';

function Gate({ children }: { children: ReactNode }) {
  const { state, look } = useSession();
  if (state.status === 'looking') {
    return (
      <div className={styles.centre}>
        <Spinner aria-label="Loading" />
      </div>
    );
  }
  if (state.status === 'away') {
    return (
      <div className={styles.centre}>
        <div className={styles.card}>
          <ProblemBanner problem={state.problem} retry={look} />
        </div>
      </div>
    );
  }
  if (state.status === 'out' && !state.wasIn) {
    return (
      <main className={styles.centre}>
        <SignIn isAgain={false} />
      </main>
    );
  }
  return (
    <>
      {children}
      {state.status === 'out' && (
        <div className={styles.over} role="dialog" aria-modal="true" aria-labelledby="sign-in-title">
          <SignIn isAgain />
        </div>
      )}
    </>
  );
}

/** Everything in the frame stands behind this: first who you are, then what you see. */
export function SessionGate({ children }: { children: ReactNode }) {
  return (
    <SessionProvider>
      <Gate>{children}</Gate>
    </SessionProvider>
  );
}
