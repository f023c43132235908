import { RunScreen } from '@/components/history/run-screen';

export default async function RunPage({ params }: { params: Promise<{ run: string }> }) {
  const { run } = await params;
  return <RunScreen id={run} />;
}
