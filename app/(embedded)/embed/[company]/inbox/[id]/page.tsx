import { RecordScreen } from '@/components/record/record-screen';

export default async function InboxRecordPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <RecordScreen id={id} projectId={null} />;
}
