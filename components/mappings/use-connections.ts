'use client';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import type { ConnectionHealth } from '@/lib/connections';

const LIVE_MS = 4000;
const QUIET_MS = 20_000;

function isMoving(connections: readonly ConnectionHealth[] | undefined): boolean {
  return (
    connections?.some(
      one => one.status === 'new' || one.waiting.reads + one.waiting.writes + one.waiting.unknown > 0,
    ) ?? true
  );
}

/** The company's connections, looked at often while something moves. */
export function useConnections() {
  const { api } = useCompany();
  const swr = useSWR<ConnectionHealth[]>(`${api}/connections`, {
    refreshInterval: (data: ConnectionHealth[] | undefined) => (isMoving(data) ? LIVE_MS : QUIET_MS),
  });
  return {
    connections: swr.data,
    error: swr.error as unknown,
    reload: async () => void (await swr.mutate()),
  };
}
