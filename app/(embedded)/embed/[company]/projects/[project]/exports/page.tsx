import { notFound } from 'next/navigation';
import { ExportsScreen } from '@/components/exports/exports-screen';
import { isProcoreId } from '@/lib/core/encoding';

export default async function ProjectExportsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  if (!isProcoreId(project)) notFound();
  return <ExportsScreen projectId={project} />;
}
