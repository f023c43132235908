import { MappingsScreen } from '@/components/mappings/mappings-screen';

export default function MappingsPage() {
  return <MappingsScreen />;
}
