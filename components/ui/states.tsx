'use client';
import { Spinner } from '@procore/core-react';
import type { ReactNode } from 'react';
import styles from './ui.module.css';

/** Nothing here, why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.emptyTitle}>{title}</p>
      {children}
    </div>
  );
}

export function Loading({ what }: { what: string }) {
  return (
    <div className={styles.loading}>
      <span aria-hidden="true">
        <Spinner />
      </span>
      <span className={styles.heardOnly}>Loading {what}…</span>
    </div>
  );
}
