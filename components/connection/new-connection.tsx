'use client';
import { Button, Input } from '@procore/core-react';
import { type FormEvent, useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import type { CreatedConnection } from '@/lib/connections';
import styles from './connection.module.css';
import type { ShownPassword } from './shown-password';

interface NewConnectionProps {
  readonly isFirst: boolean;
  readonly reload: () => Promise<void>;
  readonly showPassword: (shown: ShownPassword) => void;
}

/** Connecting a company file, in the order it is done on the PC. */
export function NewConnection({ isFirst, reload, showPassword }: NewConnectionProps) {
  const { api, company } = useCompany();
  const [name, setName] = useState(isFirst ? company.name : '');
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const create = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const created = await callApi<CreatedConnection>('POST', `${api}/connections`, { name });
      showPassword({ connectionName: name, userName: created.userName, password: created.password });
      setName('');
      await reload();
    } catch (thrown) {
      setProblem(thrown);
    }
    setBusy(false);
  };
  return (
    <section className={styles.card} aria-labelledby="new-connection">
      <h2 id="new-connection" className={styles.sub}>
        {isFirst ? 'Connect QuickBooks' : 'Connect another company file'}
      </h2>
      <ol className={styles.steps}>
        <li>Name the company file here. A password is made and shown once.</li>
        <li>
          Download the .qwc file on the PC that has QuickBooks, and open it: the Web Connector adds the
          connector.
        </li>
        <li>Put the password into the Web Connector, tick its line and Auto-Run.</li>
        <li>
          QuickBooks asks once, as Admin in single-user mode, whether the connector may read and change this
          company file: allow it always.
        </li>
        <li>Run the update. The first contact appears here, and the lists of QuickBooks are read.</li>
      </ol>
      {problem !== null && <ProblemBanner problem={problem} />}
      <form className={styles.form} onSubmit={event => void create(event)}>
        <label className={styles.field} htmlFor="connection-name">
          Name of the company file
          <Input
            id="connection-name"
            value={name}
            maxLength={60}
            onChange={event => setName(event.target.value)}
          />
        </label>
        <Button
          type="submit"
          loading={isBusy}
          aria-label="Create connection"
          disabled={name.trim() === ''}
          data-qa="create-connection"
        >
          Create connection
        </Button>
      </form>
    </section>
  );
}
