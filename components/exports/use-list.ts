'use client';
import { useCompany } from '@/components/shell/company-context';
import { useKept } from '@/components/ui/use-kept';
import { usePages } from '@/components/ui/use-pages';
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
  const { swr, ...list } = usePages<ExportPage>(`${api}/exports?${search}`, {
    refreshInterval: (pages: ExportPage[] | undefined) =>
      (pages?.[0]?.counts.exporting ?? 0) > 0 ? BUSY_MS : QUIET_MS,
    revalidateAll: true,
    revalidateFirstPage: true,
  });
  const kept = useKept(query.filter, swr);
  return {
    ...list,
    hasMore: kept !== undefined && list.hasMore,
    items: kept?.flatMap(page => page.items) ?? [],
    counts: swr.data?.[0]?.counts ?? null,
    isLoading: kept === undefined && swr.error === undefined,
  };
}
