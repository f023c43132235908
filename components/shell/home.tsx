'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import useSWR from 'swr';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { useCompany } from './company-context';
import { Page } from './page-head';

interface ProjectLine {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

/** Company level: approvers go to their inbox, others choose a project. */
export function Home() {
  const { rights, home } = useCompany();
  const router = useRouter();
  const toInbox = rights.isApprover || rights.isCompanyAdmin;
  useEffect(() => {
    if (toInbox) router.replace(`${home}/inbox`);
  }, [toInbox, router, home]);
  return toInbox ? <Loading what="the inbox" /> : <ProjectPicker />;
}

function ProjectPicker() {
  const { api, home } = useCompany();
  const { data, error, mutate } = useSWR<ProjectLine[]>(`${api}/projects`);
  return (
    <Page title="Choose a project">
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {!data && !error && <Loading what="projects" />}
      {data?.length === 0 && (
        <Empty title="No projects">Procore shows you no active projects in this company.</Empty>
      )}
      <ul>
        {data?.map(project => (
          <li key={project.id}>
            <Link href={`${home}/projects/${project.id}/exports`}>
              {project.number} {project.name}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  );
}
