'use client';
import { useCallback } from 'react';
import useSWRInfinite, { type SWRInfiniteConfiguration } from 'swr/infinite';
import { useAskAgain } from '@/components/session/use-ask-again';

interface CursorPage {
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

/** A list read page by page, each from where the one before ended. `path` has a query already. */
export function usePages<P extends CursorPage>(path: string, options: SWRInfiniteConfiguration<P>) {
  const swr = useSWRInfinite<P>(
    (index, before: P | null) => {
      if (before !== null && before.next === null) return null;
      return index > 0 && before?.next ? `${path}&cursor=${before.next}` : path;
    },
    // While somebody types, the rows found last stay in sight.
    { keepPreviousData: true, ...options },
  );
  const { mutate } = swr;
  const reload = useCallback(async () => void (await mutate()), [mutate]);
  useAskAgain(reload);
  return {
    /** What was read, and whether it is still that of the request before. */
    swr,
    hasMore: (swr.data?.at(-1)?.next ?? null) !== null,
    loadMore: () => void swr.setSize(swr.size + 1),
    error: swr.error as unknown,
    reload,
  };
}
