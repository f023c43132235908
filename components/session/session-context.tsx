'use client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { mutate, SWRConfig } from 'swr';
import { ApiProblem, callApi, getApi, keepBearer, onSignedOut, readsAreBack } from '@/components/ui/api';

export interface Person {
  readonly name: string;
  readonly login: string;
}

export type SessionState =
  | { readonly status: 'looking' }
  | { readonly status: 'out'; readonly wasIn: boolean }
  | { readonly status: 'in'; readonly person: Person; readonly byCookie: boolean }
  | { readonly status: 'away'; readonly problem: ApiProblem };

interface Session {
  readonly state: SessionState;
  /** How often somebody signed in while this page stood. */
  readonly signIns: number;
  /** Trades what the popup brought for a session of this frame. */
  redeem(ticket: string, verifier: string): Promise<void>;
  signOut(): Promise<void>;
  look(): Promise<void>;
}

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new TypeError('useSession belongs inside SessionProvider');
  return session;
}

/** Asks next-auth for the frame's cookie; false where the browser lets it have none. */
async function takeCookie(bearer: string): Promise<boolean> {
  const { signIn } = await import('next-auth/react');
  await signIn('frame', { bearer, redirect: false }).catch(() => undefined);
  keepBearer(null);
  return (await signedIn().catch(() => null)) !== null;
}

async function signedIn(): Promise<Person | null> {
  return (await getApi<{ person: Person | null }>('/api/session')).person;
}

async function whoAmI(byCookie: boolean): Promise<SessionState> {
  try {
    const person = await signedIn();
    return person === null ? { status: 'out', wasIn: false } : { status: 'in', person, byCookie };
  } catch (thrown) {
    if (thrown instanceof ApiProblem) return { status: 'away', problem: thrown };
    return { status: 'out', wasIn: false };
  }
}

const FETCHING = {
  fetcher: getApi,
  keepPreviousData: true,
  // A tab that is opened again is read again, however soon: a verb on another tab may have filled it.
  dedupingInterval: 0,
  shouldRetryOnError: (error: unknown) =>
    !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
};

/** Keeps who is signed in, for everything below; lets SWR fetch with it, and notices when it has run out. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<SessionState>({ status: 'looking' });
  const [signIns, setSignIns] = useState(0);
  const look = useCallback(async () => setState(await whoAmI(true)), []);
  useEffect(() => void look(), [look]);

  const redeem = useCallback(async (ticket: string, verifier: string) => {
    const { bearer } = await callApi<{ bearer: string }>('POST', '/api/session/redeem', { ticket, verifier });
    const byCookie = await takeCookie(bearer);
    if (byCookie) await callApi('DELETE', '/api/session/bearer', {}).catch(() => undefined);
    else keepBearer(bearer);
    setState(await whoAmI(byCookie));
    setSignIns(count => count + 1);
    // What failed meanwhile would not be asked for again by itself.
    await mutate(() => true);
  }, []);

  const signOut = useCallback(async () => {
    // The screens go first, and with them what they ask for: nothing is to be asked by nobody.
    setState({ status: 'looking' });
    await readsAreBack();
    await callApi('POST', '/api/session/end', {}).catch(() => undefined);
    keepBearer(null);
    setState({ status: 'out', wasIn: false });
  }, []);

  useEffect(() => {
    onSignedOut(() => setState(now => (now.status === 'in' ? { status: 'out', wasIn: true } : now)));
  }, []);

  const session = useMemo(
    () => ({ state, signIns, redeem, signOut, look }),
    [state, signIns, redeem, signOut, look],
  );
  return (
    <SessionContext.Provider value={session}>
      <SWRConfig value={FETCHING}>{children}</SWRConfig>
    </SessionContext.Provider>
  );
}
