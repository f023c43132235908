'use client';
import { signIn } from 'next-auth/react';
import { useEffect } from 'react';
import styles from './session.module.css';

/** Hands over to Procore's sign-in page; it comes back to /auth/done, whatever happens there. */
export function StartSignIn({ challenge }: { challenge: string | null }) {
  useEffect(() => {
    const back = challenge === null ? '/auth/done' : `/auth/done?challenge=${challenge}`;
    void signIn('procore', { callbackUrl: back });
  }, [challenge]);
  return (
    <main className={styles.centre}>
      <p>Going to Procore…</p>
    </main>
  );
}
