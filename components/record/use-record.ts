'use client';
import { useEffect, useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import type { ExportDetail } from '@/lib/exports';
import type { ExportState } from '@/lib/lifecycle/states';
import { type Difference, differences } from './difference';

const MOVING: readonly ExportState[] = ['queued', 'sent', 'outcome_unknown'];
const MOVING_MS = 2000;
const RESTING_MS = 15_000;

type Proposal = NonNullable<ExportDetail['proposal']>;

/** A record kept live, and what of its proposal changed since the viewer first saw it. */
export function useRecord(id: string, projectId: string | null) {
  const { api } = useCompany();
  const query = projectId === null ? '' : `?projectId=${projectId}`;
  const swr = useSWR<ExportDetail>(`${api}/exports/${id}${query}`, {
    refreshInterval: (data: ExportDetail | undefined) =>
      data && (MOVING.includes(data.state) || data.writeBack === 'pending') ? MOVING_MS : RESTING_MS,
  });
  const current = swr.data?.proposal ?? null;
  const [seen, setSeen] = useState<Proposal | null>(null);
  useEffect(() => {
    if (seen === null && current !== null) setSeen(current);
  }, [seen, current]);
  const changed: readonly Difference[] =
    seen && current && seen.hash !== current.hash ? differences(seen.preview, current.preview) : [];
  const isChanged = seen !== null && current !== null && seen.hash !== current.hash;
  return {
    record: swr.data,
    error: swr.error as unknown,
    reload: async () => void (await swr.mutate()),
    changed,
    isChanged,
    /** The viewer has looked at the change. */
    acknowledge: () => setSeen(current),
  };
}
