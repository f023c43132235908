'use client';
import { useCompany } from '@/components/shell/company-context';
import { usePages } from '@/components/ui/use-pages';

/** What a list of what happened shows. */
export interface Shown {
  readonly search: string;
  readonly only: boolean;
  readonly days: number;
}

interface HistoryPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

const EVERY_MS = 15_000;

/** One of the lists of what happened, newest first, page by page. */
export function useHistory<T>(what: 'runs' | 'events', { search, only, days }: Shown) {
  const { api } = useCompany();
  const query = new URLSearchParams({ search, only: String(only), days: String(days) });
  const { swr, ...list } = usePages<HistoryPage<T>>(`${api}/history/${what}?${query}`, {
    refreshInterval: EVERY_MS,
  });
  return {
    ...list,
    items: swr.data?.flatMap(page => page.items) ?? [],
    isLoading: swr.data === undefined && swr.error === undefined,
  };
}
