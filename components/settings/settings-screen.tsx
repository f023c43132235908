'use client';
import { Button, Checkbox } from '@procore/core-react';
import { useEffect, useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { useToast } from '@/components/ui/toasts';
import type { CompanySettings } from '@/lib/tenancy';
import { BillSettings } from './bill-settings';
import { DirectRules } from './direct-rules';
import { Disconnect } from './disconnect';
import { ListSettings } from './list-settings';
import styles from './settings.module.css';

interface Stored {
  readonly values: CompanySettings;
  readonly version: number;
}

/** What is settled for the company: its switches are the administrator's, its direct export rules the approver's as well. */
export function SettingsScreen() {
  const { rights } = useCompany();
  if (rights.isCompanyAdmin) return <AllSettings />;
  return (
    <Page title="Settings" sub="Everything else is set by a company administrator.">
      <DirectRules />
    </Page>
  );
}

/** The company's switches, each with what it means for the books. */
function AllSettings() {
  const { api } = useCompany();
  const say = useToast();
  const { data, error, mutate } = useSWR<Stored>(`${api}/settings`, {
    revalidateOnFocus: false,
    refreshInterval: 0,
  });
  const [values, setValues] = useState<CompanySettings | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (data) setValues(now => now ?? data.values);
  }, [data]);
  const save = async (): Promise<void> => {
    if (!data || !values) return;
    setBusy(true);
    setProblem(null);
    try {
      await mutate(await callApi<Stored>('PUT', `${api}/settings`, { values, version: data.version }), {
        revalidate: false,
      });
      say({ variant: 'success', text: 'Settings saved.' });
    } catch (thrown) {
      setProblem(thrown);
    }
    setBusy(false);
  };
  if (error && !data)
    return (
      <Page title="Settings">
        <ProblemBanner problem={error} retry={() => void mutate()} />
      </Page>
    );
  if (!values) return <Loading what="settings" />;
  return (
    <Page
      title="Settings"
      actions={
        <Button onClick={() => void save()} loading={isBusy} aria-label="Save" data-qa="save-settings">
          Save
        </Button>
      }
    >
      {problem !== null && <ProblemBanner problem={problem} />}
      <div className={styles.list}>
        <Switches values={values} change={setValues} />
        <DirectRules />
        <ListSettings values={values} change={setValues} />
        <BillSettings values={values} change={setValues} />
        <Disconnect />
      </div>
    </Page>
  );
}

function Switches({ values, change }: { values: CompanySettings; change: (next: CompanySettings) => void }) {
  return (
    <div className={styles.list}>
      <Choice
        title="Separation of duties"
        text="Whoever sends a record may not accept it. Cost codes, projects and companies, which approvers send themselves, are exempt, and so is what a direct export rule accepts."
        isOn={values.separationOfDuties}
        toggle={() => change({ ...values, separationOfDuties: !values.separationOfDuties })}
        label="A second person decides"
      />
      <Choice
        title="New companies, jobs and items"
        text="A commitment may be sent before its company, job and items are in QuickBooks. Whoever accepts it accepts them with it, in one decision; without this they are linked or exported first."
        isOn={values.mayGoTogether}
        toggle={() => change({ ...values, mayGoTogether: !values.mayGoTogether })}
        label="Accept them together with what needs them"
      />
      <Choice
        title="Long numbers"
        text="A purchase order of QuickBooks has room for 11 characters, a bill for 20. Longer numbers stop a commitment or an invoice, unless their end may stand for the whole; the full number of a commitment is always in the memo."
        isOn={values.longNumbers === 'keep_end'}
        toggle={() =>
          change({ ...values, longNumbers: values.longNumbers === 'keep_end' ? 'refuse' : 'keep_end' })
        }
        label="Keep the last characters of long numbers"
      />
      <Choice
        title="Units of measure"
        text="Only when units of measure are switched on in QuickBooks."
        isOn={values.sendUnits}
        toggle={() => change({ ...values, sendUnits: !values.sendUnits })}
        label="Send units with quantities"
      />
    </div>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly text: string;
  readonly label: string;
  readonly isOn: boolean;
  readonly toggle: () => void;
}

function Choice({ title, text, label, isOn, toggle }: ChoiceProps) {
  return (
    <section className={styles.choice}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.soft}>{text}</p>
      <Checkbox checked={isOn} onChange={toggle}>
        {label}
      </Checkbox>
    </section>
  );
}
