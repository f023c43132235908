'use client';
import { useCallback, useEffect, useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import type { ExportDetail } from '@/lib/exports';
import { DECIDABLE_STATES, type ExportState } from '@/lib/lifecycle/states';
import { type Difference, differences } from './difference';

const MOVING: readonly ExportState[] = ['queued', 'sent', 'outcome_unknown'];
const MOVING_MS = 2000;
const RESTING_MS = 15_000;

/** Whether something is under way that changes it soon. */
function isMoving(data: ExportDetail | undefined): boolean {
  if (data === undefined) return false;
  return MOVING.includes(data.state) || data.writeBack === 'pending' || data.presence?.is === 'asked';
}

type Proposal = NonNullable<ExportDetail['proposal']>;

/** A record kept live, and what of its proposal changed since the viewer first saw it. */
export function useRecord(id: string, projectId: string | null) {
  const { api } = useCompany();
  const query = projectId === null ? '' : `?projectId=${projectId}`;
  const swr = useSWR<ExportDetail>(`${api}/exports/${id}${query}`, {
    refreshInterval: (data: ExportDetail | undefined) => (isMoving(data) ? MOVING_MS : RESTING_MS),
  });
  const { mutate } = swr;
  const reload = useCallback(async () => void (await mutate()), [mutate]);
  const isOpen = swr.data !== undefined && DECIDABLE_STATES.includes(swr.data.state);
  const current = (isOpen && swr.data?.proposal) || null;
  const [seen, setSeen] = useState<Proposal | null>(null);
  useEffect(() => {
    if (!isOpen) setSeen(null);
    else if (current !== null) setSeen(before => before ?? current);
  }, [isOpen, current]);
  const changed: readonly Difference[] =
    seen && current && seen.hash !== current.hash ? differences(seen.preview, current.preview) : [];
  const isChanged = seen !== null && current !== null && seen.hash !== current.hash;
  return {
    record: swr.data,
    error: swr.error as unknown,
    reload,
    changed,
    isChanged,
    /** The viewer has looked at the change. */
    acknowledge: () => setSeen(current),
  };
}
