import { MessagesScreen } from '@/components/messages/messages-screen';

export default function MessagesPage() {
  return <MessagesScreen />;
}
