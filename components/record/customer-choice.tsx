'use client';
import { Button, Search } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toasts';
import ui from '@/components/ui/ui.module.css';
import type { ExportDetail } from '@/lib/exports';
import type { ExportState } from '@/lib/lifecycle/states';
import type { ListRow } from '@/lib/mappings/lists';
import styles from './record.module.css';

const DECIDED: readonly ExportState[] = [
  'queued',
  'sent',
  'outcome_unknown',
  'synced',
  'archived',
  'unlinked',
];

interface CustomerChoiceProps {
  readonly record: ExportDetail;
  readonly reload: () => Promise<void>;
}

/** The customer that a project's job stands under: nobody but the approver chooses it. Nothing for other records. */
export function CustomerChoice({ record, reload }: CustomerChoiceProps) {
  const isOpen = record.kind === 'project' && record.can.decide && !DECIDED.includes(record.state);
  if (!isOpen || record.connectionId === null) return null;
  return <Chooser record={record} reload={reload} connectionId={record.connectionId} />;
}

function Chooser({ record, reload, connectionId }: CustomerChoiceProps & { connectionId: string }) {
  const { api } = useCompany();
  const say = useToast();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(record.choices.customer ?? '');
  const [problem, setProblem] = useState<unknown>(null);
  const query = new URLSearchParams({ connectionId, search, parents: 'true' });
  const { data, error } = useSWR<ListRow[]>(`${api}/mappings/project/search?${query}`);
  const choose = async (): Promise<void> => {
    setProblem(null);
    try {
      const choices = { ...record.choices, customer: chosen };
      await callApi('PUT', `${api}/exports/${record.id}/choices`, { choices });
      say({ variant: 'success', text: 'Customer chosen.' });
      await reload();
    } catch (thrown) {
      setProblem(thrown);
    }
  };
  return (
    <section className={styles.panel} aria-labelledby="customer-title" data-qa="customer-choice">
      <div className={styles.panelHead}>
        <h2 id="customer-title">Customer in QuickBooks</h2>
        <span className={styles.soft}>
          One that is missing here is made in QuickBooks, and read under Mappings.
        </span>
      </div>
      <div className={styles.inline}>
        <Search
          value={search}
          onChange={event => setSearch(event.target.value)}
          onClear={() => setSearch('')}
          placeholder="Search customers"
          aria-label="Search customers"
        />
        <select
          className={ui.select}
          aria-label="Customer"
          value={chosen}
          onChange={event => setChosen(event.target.value)}
        >
          <option value="">None chosen</option>
          {data?.map(row => (
            <option key={row.qbId} value={row.qbId} disabled={!row.isActive}>
              {row.fullName}
            </option>
          ))}
        </select>
        <Button
          disabled={chosen === '' || chosen === record.choices.customer}
          onClick={() => void choose()}
          data-qa="choose-customer"
        >
          Choose
        </Button>
      </div>
      {problem !== null && <ProblemBanner problem={problem} />}
      {error && <ProblemBanner problem={error} />}
    </section>
  );
}
