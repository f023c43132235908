'use client';
import '@/components/ui/ssr-window';
import { I18nProvider } from '@procore/core-react';
import type { ReactNode } from 'react';
import { SessionGate } from '@/components/session/session-gate';

/** Language and sign-in, around everything in the frame. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <I18nProvider locale="en">
      <SessionGate>{children}</SessionGate>
    </I18nProvider>
  );
}
