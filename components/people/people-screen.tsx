'use client';
import { Checkbox } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import ui from '@/components/ui/ui.module.css';
import { EXPORT_KIND_WORDS, EXPORT_KINDS, IMPORT_KIND_WORDS, IMPORT_KINDS } from '@/lib/core/kinds';
import type { PersonLine } from '@/lib/tenancy';

const titled = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;

/** Everything that is approved, by kind and by the way it goes. */
const GRANTS = [
  ...EXPORT_KINDS.map(kind => ({
    kind,
    direction: 'export' as const,
    label: `${titled(EXPORT_KIND_WORDS[kind].many)}: can export`,
  })),
  ...IMPORT_KINDS.map(kind => ({
    kind,
    direction: 'import' as const,
    label: `${titled(IMPORT_KIND_WORDS[kind].many)}: can import`,
  })),
];

/** Who may decide what, for people who have no privilege for it in Procore. */
export function PeopleScreen() {
  const { api } = useCompany();
  const { data, error, mutate } = useSWR<PersonLine[]>(`${api}/people`);
  const [problem, setProblem] = useState<unknown>(null);
  const grant = async (
    person: PersonLine,
    one: (typeof GRANTS)[number],
    isGranted: boolean,
  ): Promise<void> => {
    setProblem(null);
    await callApi('PUT', `${api}/people`, {
      userId: person.userId,
      kind: one.kind,
      direction: one.direction,
      isGranted,
    }).catch(setProblem);
    await mutate();
  };
  return (
    <Page
      title="People"
      sub="Approvers are people with “Can Push to Accounting” in Procore, and those given the right here. People appear once they have signed in."
    >
      {problem !== null && <ProblemBanner problem={problem} />}
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {!data && !error && <Loading what="people" />}
      {data?.length === 0 && <Empty title="Nobody has signed in yet" />}
      {data && data.length > 0 && (
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="People and what they may decide">
            <thead>
              <tr>
                <th>Name</th>
                <th>Login</th>
                <th>In Procore</th>
                {GRANTS.map(one => (
                  <th key={one.label}>{one.label}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map(person => (
                <tr key={person.userId}>
                  <td>{person.name}</td>
                  <td>{person.login}</td>
                  <td>{person.isAdmin ? 'Company administrator' : ''}</td>
                  {GRANTS.map(one => {
                    const isGranted = person.granted.includes(`${one.kind}:${one.direction}`);
                    if (person.mayApproveInProcore && !isGranted)
                      return <td key={one.label}>Yes, by “Can Push to Accounting”</td>;
                    return (
                      <td key={one.label}>
                        <Checkbox
                          checked={isGranted}
                          onChange={() => void grant(person, one, !isGranted)}
                          aria-label={`${person.name}: ${one.label}`}
                        />
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}
