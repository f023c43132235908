'use client';
import { useRef } from 'react';

/**
 * What stood on the screen may stay while a search is refined, never while another tab is opened: its rows would be taken
 * for those of the new one. `isLoading` says that `data` is still that of the request before.
 */
export function useKept<T>(tab: string, { data, isLoading }: { data: T; isLoading: boolean }): T | undefined {
  const last = useRef(tab);
  if (!isLoading) last.current = tab;
  return last.current === tab ? data : undefined;
}
