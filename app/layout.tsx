import './globals.css';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { StyledRegistry } from '@/components/ui/styled-registry';

/** Every page is rendered as it is asked for: its scripts carry a nonce of their own. */
export const dynamic = 'force-dynamic';

export const metadata: Metadata = { title: 'QuickBooks Connector', robots: { index: false, follow: false } };

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <StyledRegistry>{children}</StyledRegistry>
      </body>
    </html>
  );
}
