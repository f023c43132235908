'use client';
import { useState } from 'react';
import { useConnections } from '@/components/mappings/use-connections';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { ConnectionCard } from './connection-card';
import { NewConnection } from './new-connection';
import { PasswordDialog } from './password-dialog';
import type { ShownPassword } from './shown-password';

/** The company files of the company, how each is doing, and how a new one is connected. */
export function ConnectionScreen() {
  const { rights } = useCompany();
  const { connections, error, reload } = useConnections();
  const [shown, setShown] = useState<ShownPassword | null>(null);
  return (
    <Page title="Connection" sub="The company files of QuickBooks Desktop that records are carried to">
      {error !== undefined && <ProblemBanner problem={error} retry={() => void reload()} />}
      {!connections && error === undefined && <Loading what="the connection" />}
      {connections?.length === 0 && !rights.isCompanyAdmin && (
        <Empty title="No company file is connected yet">A company administrator can connect one here.</Empty>
      )}
      {connections?.map(connection => (
        <ConnectionCard
          key={connection.id}
          connection={connection}
          isAdmin={rights.isCompanyAdmin}
          reload={reload}
          showPassword={setShown}
        />
      ))}
      {connections && rights.isCompanyAdmin && (
        <NewConnection isFirst={connections.length === 0} reload={reload} showPassword={setShown} />
      )}
      {shown && <PasswordDialog shown={shown} close={() => setShown(null)} />}
    </Page>
  );
}
