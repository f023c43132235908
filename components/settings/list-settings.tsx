'use client';
import useSWR from 'swr';
import { useConnections } from '@/components/mappings/use-connections';
import { useCompany } from '@/components/shell/company-context';
import type { ListRow } from '@/lib/mappings/lists';
import type { CompanySettings } from '@/lib/tenancy';
import { DropDown, Group, type Options } from './fields';
import styles from './settings.module.css';

interface ListSettingsProps {
  readonly values: CompanySettings;
  readonly change: (next: CompanySettings) => void;
}

const ITEM_TYPES: Options = [
  ['service', 'Service'],
  ['non_inventory', 'Non-inventory part'],
  ['other_charge', 'Other charge'],
];
const ITEM_NAMES: Options = [
  ['code', '03-300'],
  ['code_and_text', '03-300 Cast-in-Place Concrete'],
];
const DIVISIONS: Options = [
  ['parents', 'Below their division'],
  ['none', 'All on one level'],
];
const PROJECTS: Options = [
  ['jobs', 'Jobs under a customer'],
  ['customers', 'Customers'],
];
const JOB_NAMES: Options = [
  ['name', 'Riverside Clinic Addition'],
  ['number_and_name', '24-017 Riverside Clinic Addition'],
];

const BUDGET_CHANGES: Options = [
  ['added_lines', 'Lines of their own'],
  ['revised_amounts', 'Revised amounts of the lines'],
];

/** How cost codes, projects, companies and budgets become items, jobs, vendors and estimates. */
export function ListSettings({ values, change }: ListSettingsProps) {
  const { api } = useCompany();
  const { connections } = useConnections();
  const file = connections?.find(one => one.id === values.mainFile) ?? connections?.[0];
  const { data: accounts } = useSWR<ListRow[]>(file ? `${api}/accounts?connectionId=${file.id}` : null);
  const set = (patch: Record<string, string | null>): void =>
    change({ ...values, ...patch } as CompanySettings);
  const files: Options = (connections ?? []).map(one => [one.id, one.companyFileName ?? one.name]);
  return (
    <div className={styles.list}>
      {files.length > 1 && (
        <Group title="Company file of the lists" text="New items, jobs and vendors go to this file.">
          <DropDown
            label="Company file"
            value={values.mainFile ?? ''}
            options={[['', 'None chosen'], ...files]}
            pick={next => set({ mainFile: next === '' ? null : next })}
          />
        </Group>
      )}
      <Group
        title="Cost codes become items"
        text="What a new item is made of. Items that are there already stay as they are."
      >
        <DropDown
          label="Item type"
          value={values.itemType}
          options={ITEM_TYPES}
          pick={itemType => set({ itemType })}
        />
        <DropDown
          label="Named like"
          value={values.itemNames}
          options={ITEM_NAMES}
          pick={itemNames => set({ itemNames })}
        />
        <DropDown
          label="Place in the list"
          value={values.divisions}
          options={DIVISIONS}
          pick={divisions => set({ divisions })}
        />
        <DropDown
          label="Income account"
          value={values.incomeAccount ?? ''}
          options={accountOptions(accounts, ['Income', 'OtherIncome'])}
          pick={next => set({ incomeAccount: next === '' ? null : next })}
        />
        <DropDown
          label="Expense account"
          value={values.expenseAccount ?? ''}
          options={accountOptions(accounts, ['CostOfGoodsSold', 'Expense', 'OtherExpense'])}
          pick={next => set({ expenseAccount: next === '' ? null : next })}
        />
      </Group>
      <Group
        title="Projects become jobs"
        text="A new job stands under the customer that is chosen with the record."
      >
        <DropDown
          label="Become"
          value={values.projectsBecome}
          options={PROJECTS}
          pick={projectsBecome => set({ projectsBecome })}
        />
        <DropDown
          label="Named like"
          value={values.jobNames}
          options={JOB_NAMES}
          pick={jobNames => set({ jobNames })}
        />
      </Group>
      <Group
        title="Budgets become estimates"
        text="What a later export does with what changed in the budget since the one before."
      >
        <DropDown
          label="Changes become"
          value={values.budgetChanges}
          options={BUDGET_CHANGES}
          pick={budgetChanges => set({ budgetChanges })}
        />
      </Group>
    </div>
  );
}

function accountOptions(accounts: readonly ListRow[] | undefined, types: readonly string[]): Options {
  const fitting = (accounts ?? []).filter(row =>
    types.includes((row.fields as { type?: string | null }).type ?? ''),
  );
  return [['', 'None chosen'], ...fitting.map(row => [row.qbId, row.fullName] as const)];
}
