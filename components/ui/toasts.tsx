'use client';
import { Toast } from '@procore/core-react';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { after } from '@/lib/core/system';
import styles from './ui.module.css';

interface Said {
  readonly variant: 'success' | 'error';
  readonly text: string;
}

const ToastContext = createContext<(said: Said) => void>(() => undefined);

const SHOWN_MS = 6000;

/** Says briefly that something was done. What needs doing is said on the page, not here. */
export function useToast(): (said: Said) => void {
  return useContext(ToastContext);
}

export function Toasts({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said | null>(null);
  const say = useCallback((next: Said) => setSaid(next), []);
  useEffect(() => (said === null ? undefined : after(SHOWN_MS, () => setSaid(null))), [said]);
  return (
    <ToastContext.Provider value={say}>
      {children}
      <div className={styles.toasts} role="status" aria-live="polite">
        {said && (
          <Toast variant={said.variant}>
            <Toast.Text>{said.text}</Toast.Text>
            <Toast.Dismiss onClick={() => setSaid(null)} aria-label="Dismiss" />
          </Toast>
        )}
      </div>
    </ToastContext.Provider>
  );
}
