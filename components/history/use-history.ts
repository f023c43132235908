'use client';
import useSWRInfinite from 'swr/infinite';
import { useAskAgain } from '@/components/session/use-ask-again';
import { useCompany } from '@/components/shell/company-context';

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
export function useHistory<T>(what: 'runs' | 'events', shown: Shown) {
  const { api } = useCompany();
  const query = new URLSearchParams({
    search: shown.search,
    only: String(shown.only),
    days: String(shown.days),
  });
  const swr = useSWRInfinite<HistoryPage<T>>(
    (index, before: HistoryPage<T> | null) => {
      if (before !== null && before.next === null) return null;
      const cursor = index > 0 && before?.next ? `&cursor=${before.next}` : '';
      return `${api}/history/${what}?${query}${cursor}`;
    },
    { refreshInterval: EVERY_MS, keepPreviousData: true },
  );
  useAskAgain(swr.mutate);
  return {
    items: swr.data?.flatMap(page => page.items) ?? [],
    hasMore: (swr.data?.at(-1)?.next ?? null) !== null,
    loadMore: () => void swr.setSize(swr.size + 1),
    isLoading: swr.data === undefined && swr.error === undefined,
    error: swr.error as unknown,
    reload: () => void swr.mutate(),
  };
}
