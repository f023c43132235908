'use client';
import { useState } from 'react';
import { Page } from '@/components/shell/page-head';
import { TabRow } from '@/components/ui/tab-row';
import { EventsList } from './events-list';
import { RunsList } from './runs-list';

const TABS = [
  { key: 'runs', label: 'Web Connector' },
  { key: 'events', label: 'Decisions and changes' },
] as const;

/** What went to QuickBooks and came back, and who did what in the company. */
export function HistoryScreen() {
  const [tab, setTab] = useState<(typeof TABS)[number]['key']>('runs');
  return (
    <Page title="History" sub="What went to QuickBooks and came back, and who did what; nobody can edit it">
      <TabRow label="What" tabs={TABS} active={tab} onChange={setTab} />
      {tab === 'runs' ? <RunsList /> : <EventsList />}
    </Page>
  );
}
