'use client';
import { Button } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toasts';
import ui from '@/components/ui/ui.module.css';
import type { ExportDetail } from '@/lib/exports';
import { DECIDABLE_STATES, SENDABLE_STATES } from '@/lib/lifecycle/states';
import type { ListRow } from '@/lib/mappings/lists';
import styles from './record.module.css';

interface ItemChoiceProps {
  readonly record: ExportDetail;
  readonly reload: () => Promise<void>;
}

type Choices = ExportDetail['choices'];

/** The accounts and the type of a cost code's item, where they are not as the settings have them. */
export function ItemChoice({ record, reload }: ItemChoiceProps) {
  const isOpen = [...DECIDABLE_STATES, ...SENDABLE_STATES, 'not_sendable'].includes(record.state);
  if (record.kind !== 'cost_code' || !isOpen || !record.can.decide || record.connectionId === null)
    return null;
  return <Chooser record={record} reload={reload} connectionId={record.connectionId} />;
}

const TYPES = [
  ['service', 'Service'],
  ['non_inventory', 'Non-inventory part'],
  ['other_charge', 'Other charge'],
] as const;

function Chooser({ record, reload, connectionId }: ItemChoiceProps & { readonly connectionId: string }) {
  const { api } = useCompany();
  const say = useToast();
  const [chosen, setChosen] = useState<Choices>(record.choices);
  const [problem, setProblem] = useState<unknown>(null);
  const { data, error } = useSWR<ListRow[]>(`${api}/accounts?connectionId=${connectionId}`);
  const set = (key: 'incomeAccount' | 'expenseAccount' | 'itemType', value: string): void => {
    const { [key]: _before, ...others } = chosen;
    setChosen(value === '' ? others : ({ ...others, [key]: value } as Choices));
  };
  const choose = async (): Promise<void> => {
    setProblem(null);
    try {
      await callApi('PUT', `${api}/exports/${record.id}/choices`, { choices: chosen });
      say({ variant: 'success', text: 'Chosen for this cost code.' });
      await reload();
    } catch (thrown) {
      setProblem(thrown);
    }
  };
  return (
    <section className={styles.panel} aria-labelledby="item-title" data-qa="item-choice">
      <div className={styles.panelHead}>
        <h2 id="item-title">Posting of this item</h2>
        <span className={styles.soft}>Where it is not as under Settings</span>
      </div>
      <div className={styles.body}>
        <AccountSelect
          label="Expense account"
          types={['CostOfGoodsSold', 'Expense', 'OtherExpense']}
          accounts={data ?? []}
          value={chosen.expenseAccount ?? ''}
          pick={value => set('expenseAccount', value)}
        />
        <AccountSelect
          label="Income account"
          types={['Income', 'OtherIncome']}
          accounts={data ?? []}
          value={chosen.incomeAccount ?? ''}
          pick={value => set('incomeAccount', value)}
        />
        <label>
          Item type{' '}
          <select
            className={ui.select}
            value={chosen.itemType ?? ''}
            onChange={event => set('itemType', event.target.value)}
          >
            <option value="">As under Settings</option>
            {TYPES.map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <div>
          <Button onClick={() => void choose()} data-qa="choose-posting">
            Choose
          </Button>
        </div>
        {problem !== null && <ProblemBanner problem={problem} />}
        {error && <ProblemBanner problem={error} />}
      </div>
    </section>
  );
}

interface AccountSelectProps {
  readonly label: string;
  readonly types: readonly string[];
  readonly accounts: readonly ListRow[];
  readonly value: string;
  readonly pick: (value: string) => void;
}

function AccountSelect({ label, types, accounts, value, pick }: AccountSelectProps) {
  const fitting = accounts.filter(row => types.includes((row.fields as { type?: string | null }).type ?? ''));
  return (
    <label>
      {label}{' '}
      <select className={ui.select} value={value} onChange={event => pick(event.target.value)}>
        <option value="">As under Settings</option>
        {fitting.map(row => (
          <option key={row.qbId} value={row.qbId}>
            {row.fullName}
          </option>
        ))}
      </select>
    </label>
  );
}
