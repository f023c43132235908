import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppShell } from '@/components/shell/app-shell';
import { Providers } from '@/components/shell/providers';
import { isProcoreId } from '@/lib/core/encoding';

interface LayoutProps {
  readonly children: ReactNode;
  readonly params: Promise<{ company: string }>;
}

export default async function CompanyLayout({ children, params }: LayoutProps) {
  const { company } = await params;
  if (!isProcoreId(company)) notFound();
  return (
    <Providers>
      <AppShell companyId={company}>{children}</AppShell>
    </Providers>
  );
}
