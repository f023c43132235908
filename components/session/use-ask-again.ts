'use client';
import { useEffect, useRef } from 'react';
import { useSession } from './session-context';

/** A new sign-in has everything asked for again; SWR leaves lists of pages out of that. `ask` must stay the same function. */
export function useAskAgain(ask: () => unknown): void {
  const { signIns } = useSession();
  const askedUnder = useRef(signIns);
  useEffect(() => {
    if (askedUnder.current !== signIns) ask();
    askedUnder.current = signIns;
  }, [signIns, ask]);
}
