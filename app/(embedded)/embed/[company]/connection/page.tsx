import { ConnectionScreen } from '@/components/connection/connection-screen';

export default function ConnectionPage() {
  return <ConnectionScreen />;
}
