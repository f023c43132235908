'use client';
import { type ReactNode, useEffect, useRef } from 'react';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import styles from './session.module.css';
import { SessionProvider, useSession } from './session-context';
import { SignIn } from './sign-in';

function Gate({ children }: { children: ReactNode }) {
  const { state, look } = useSession();
  if (state.status === 'looking') {
    return (
      <div className={styles.centre}>
        <Loading what="the connector" />
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
      {state.status === 'out' && <SignInOver />}
    </>
  );
}

/** In the browser's top layer, over whatever dialog stands open: it keeps what was typed, and cannot be used meanwhile. */
function SignInOver() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={styles.over}
      aria-labelledby="sign-in-title"
      onCancel={event => event.preventDefault()}
      onClose={event => event.currentTarget.isConnected && event.currentTarget.showModal()}
    >
      <SignIn isAgain />
    </dialog>
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
