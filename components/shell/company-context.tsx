'use client';
import { createContext, type ReactNode, useContext } from 'react';
import useSWR from 'swr';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { SetUp } from './set-up';
import styles from './shell.module.css';

export interface Overview {
  readonly isSetUp: true;
  readonly company: {
    readonly id: string;
    readonly name: string;
    readonly status: string;
    readonly statusReason: string | null;
  };
  readonly person: { readonly name: string; readonly login: string };
  readonly rights: {
    readonly isCompanyAdmin: boolean;
    readonly isApprover: boolean;
    readonly approvals: readonly string[];
    readonly project: { readonly canView: boolean; readonly canSend: readonly string[] } | null;
  };
  readonly settings: { readonly separationOfDuties: boolean };
  readonly heard: {
    readonly lastContactAt: string | null;
    readonly isPaused: boolean;
    readonly connections: number;
    /** The oldest of the lists of QuickBooks that records are judged by. */
    readonly listsAsOf: string | null;
  };
  readonly procoreUrl: string | null;
}

interface NotSetUp {
  readonly isSetUp: false;
  readonly canSetUp: boolean;
  readonly company: { readonly id: string; readonly name: string };
  readonly person: { readonly name: string };
}

interface CompanyValue extends Overview {
  /** The address of this company's JSON. */
  readonly api: string;
  /** The address of this company's screens. */
  readonly home: string;
  readonly projectId: string | null;
  readonly reload: () => void;
}

const CompanyContext = createContext<CompanyValue | null>(null);

export function useCompany(): CompanyValue {
  const value = useContext(CompanyContext);
  if (value === null) throw new TypeError('useCompany belongs inside CompanyProvider');
  return value;
}

const REFRESH_MS = 30_000;

interface CompanyProviderProps {
  readonly companyId: string;
  readonly projectId: string | null;
  readonly children: ReactNode;
}

/** Loads the company around a screen, and shows its set-up instead while there is none. */
export function CompanyProvider({ companyId, projectId, children }: CompanyProviderProps) {
  const api = `/api/companies/${companyId}`;
  const path = projectId === null ? api : `${api}?projectId=${projectId}`;
  const { data, error, mutate } = useSWR<Overview | NotSetUp>(path, { refreshInterval: REFRESH_MS });
  if (error && !data) {
    return (
      <main className={styles.page}>
        <ProblemBanner problem={error} retry={() => void mutate()} />
      </main>
    );
  }
  if (!data) return <Loading what="the company" />;
  if (!data.isSetUp)
    return <SetUp api={api} name={data.company.name} canSetUp={data.canSetUp} done={() => void mutate()} />;
  const value = { ...data, api, home: `/embed/${companyId}`, projectId, reload: () => void mutate() };
  return <CompanyContext.Provider value={value}>{children}</CompanyContext.Provider>;
}
