'use client';
import Link from 'next/link';
import useSWR from 'swr';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { Page } from './page-head';

/** Opened without a company: the ones the person belongs to. */
export function ChooseCompany() {
  const { data, error, mutate } = useSWR<{ id: string; name: string }[]>('/api/companies');
  return (
    <Page title="Choose a company">
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {!data && !error && <Loading what="companies" />}
      {data?.length === 0 && (
        <Empty title="No companies">
          Procore shows you no companies in which the connector is installed.
        </Empty>
      )}
      <ul>
        {data?.map(company => (
          <li key={company.id}>
            <Link href={`/embed/${company.id}`}>{company.name}</Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
