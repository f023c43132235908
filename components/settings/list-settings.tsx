'use client';
import useSWR from 'swr';
import { useConnections } from '@/components/mappings/use-connections';
import { useCompany } from '@/components/shell/company-context';
import ui from '@/components/ui/ui.module.css';
import type { ListRow } from '@/lib/mappings/lists';
import type { CompanySettings } from '@/lib/tenancy';
import styles from './settings.module.css';

interface ListSettingsProps {
  readonly values: CompanySettings;
  readonly change: (next: CompanySettings) => void;
}

type Options = readonly (readonly [value: string, label: string])[];

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
        <DropDown
          label="Company file for cost codes, projects and companies"
          value={values.mainFile ?? ''}
          options={[['', 'None chosen'], ...files]}
          pick={next => set({ mainFile: next === '' ? null : next })}
        />
      )}
      <DropDown
        label="Cost codes become items of type"
        value={values.itemType}
        options={ITEM_TYPES}
        pick={itemType => set({ itemType })}
      />
      <DropDown
        label="Items are called"
        value={values.itemNames}
        options={ITEM_NAMES}
        pick={itemNames => set({ itemNames })}
      />
      <DropDown
        label="Items stand"
        value={values.divisions}
        options={DIVISIONS}
        pick={divisions => set({ divisions })}
      />
      <DropDown
        label="Income account of new items"
        value={values.incomeAccount ?? ''}
        options={accountOptions(accounts, ['Income', 'OtherIncome'])}
        pick={next => set({ incomeAccount: next === '' ? null : next })}
      />
      <DropDown
        label="Expense account of new items"
        value={values.expenseAccount ?? ''}
        options={accountOptions(accounts, ['CostOfGoodsSold', 'Expense', 'OtherExpense'])}
        pick={next => set({ expenseAccount: next === '' ? null : next })}
      />
      <DropDown
        label="Projects become"
        value={values.projectsBecome}
        options={PROJECTS}
        pick={projectsBecome => set({ projectsBecome })}
      />
      <DropDown
        label="Jobs are called"
        value={values.jobNames}
        options={JOB_NAMES}
        pick={jobNames => set({ jobNames })}
      />
      <DropDown
        label="Changes of a budget become, on its estimate"
        value={values.budgetChanges}
        options={BUDGET_CHANGES}
        pick={budgetChanges => set({ budgetChanges })}
      />
    </div>
  );
}

function accountOptions(accounts: readonly ListRow[] | undefined, types: readonly string[]): Options {
  const fitting = (accounts ?? []).filter(row =>
    types.includes((row.fields as { type?: string | null }).type ?? ''),
  );
  return [['', 'None chosen'], ...fitting.map(row => [row.qbId, row.fullName] as const)];
}

interface DropDownProps {
  readonly label: string;
  readonly value: string;
  readonly options: Options;
  readonly pick: (value: string) => void;
}

function DropDown({ label, value, options, pick }: DropDownProps) {
  return (
    <section className={styles.choice}>
      <label>
        <span className={styles.title}>{label}</span>{' '}
        <select className={ui.select} value={value} onChange={event => pick(event.target.value)}>
          {options.map(([key, text]) => (
            <option key={key} value={key}>
              {text}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}
