'use client';
import { useEffect, useState } from 'react';
import { every, systemClock } from '@/lib/core/system';
import { ago, dateAndTime } from './format';

const TICK_MS = 30_000;

/** A moment as people say it, kept true while the page stands open; the exact time on hover. */
export function Ago({ at, never = 'never' }: { at: string | null; never?: string }) {
  const [now, setNow] = useState<Date | null>(null);
  useEffect(() => {
    setNow(systemClock());
    return every(TICK_MS, () => setNow(systemClock()));
  }, []);
  if (at === null) return <>{never}</>;
  return (
    <time dateTime={at} title={dateAndTime(at)} suppressHydrationWarning>
      {now === null ? dateAndTime(at) : ago(at, now)}
    </time>
  );
}
