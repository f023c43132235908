import { RecordScreen } from '@/components/record/record-screen';

export default async function ProjectRecordPage({
  params,
}: {
  params: Promise<{ id: string; project: string }>;
}) {
  const { id, project } = await params;
  return <RecordScreen id={id} projectId={project} />;
}
