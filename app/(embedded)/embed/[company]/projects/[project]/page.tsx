import { redirect } from 'next/navigation';

export default async function ProjectPage({
  params,
}: {
  params: Promise<{ company: string; project: string }>;
}) {
  const { company, project } = await params;
  redirect(`/embed/${encodeURIComponent(company)}/projects/${encodeURIComponent(project)}/exports`);
}
