'use client';
import { useCallback } from 'react';
import useSWRInfinite from 'swr/infinite';
import { useAskAgain } from '@/components/session/use-ask-again';
import { useCompany } from '@/components/shell/company-context';
import { useKept } from '@/components/ui/use-kept';
import type { ExportPage } from '@/lib/exports';
import type { Filter } from '@/lib/lifecycle/states';

export interface ListQuery {
  readonly filter: Filter;
  readonly projectId: string | null;
  readonly search: string;
}

/** While something is on its way the list is looked at often; otherwise now and then. */
const BUSY_MS = 3000;
const QUIET_MS = 15_000;

export type ExportList = ReturnType<typeof useExportList>;

/** The rows of one tab, page by page, kept live. */
export function useExportList(query: ListQuery) {
  const { api } = useCompany();
  const search = new URLSearchParams({ filter: query.filter, search: query.search });
  if (query.projectId !== null) search.set('projectId', query.projectId);
  const swr = useSWRInfinite<ExportPage>(
    (index, before: ExportPage | null) => {
      if (before !== null && before.next === null) return null;
      const cursor = before?.next ? `&cursor=${before.next}` : '';
      return `${api}/exports?${search}${index === 0 ? '' : cursor}`;
    },
    {
      refreshInterval: (pages: ExportPage[] | undefined) =>
        (pages?.[0]?.counts.exporting ?? 0) > 0 ? BUSY_MS : QUIET_MS,
      revalidateAll: true,
      revalidateFirstPage: true,
      // While somebody types, the rows found last stay in sight.
      keepPreviousData: true,
    },
  );
  const { mutate } = swr;
  const reload = useCallback(async () => void (await mutate()), [mutate]);
  useAskAgain(reload);
  const kept = useKept(query.filter, swr);
  const pages = kept ?? [];
  return {
    items: pages.flatMap(page => page.items),
    counts: swr.data?.[0]?.counts ?? null,
    hasMore: pages.at(-1)?.next !== null && pages.length > 0,
    loadMore: () => void swr.setSize(swr.size + 1),
    isLoading: kept === undefined && swr.error === undefined,
    error: swr.error as unknown,
    reload,
  };
}
