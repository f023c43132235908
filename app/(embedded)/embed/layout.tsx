import type { ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';

/** What stands in Procore's frame. */
export default function EmbedLayout({ children }: { children: ReactNode }) {
  return <Providers>{children}</Providers>;
}
