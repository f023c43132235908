'use client';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { useToast } from '@/components/ui/toasts';
import type { ConnectionHealth } from '@/lib/connections';
import type { ShownPassword } from './shown-password';

/** What can be done with a connection, each with its word of success and its problem. */
export function useConnectionActions(
  connection: ConnectionHealth,
  reload: () => Promise<void>,
  showPassword: (shown: ShownPassword) => void,
) {
  const { api } = useCompany();
  const say = useToast();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const path = `${api}/connections/${connection.id}`;
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    await work().catch(setProblem);
    setBusy(false);
  };
  return {
    isBusy,
    problem,
    run: (action: string, body: Record<string, unknown>, text: string) =>
      guarded(async () => {
        await callApi('POST', `${path}/${action}`, body);
        say({ variant: 'success', text });
        await reload();
      }),
    renew: () =>
      guarded(async () => {
        const { password } = await callApi<{ password: string }>('POST', `${path}/password`, {});
        showPassword({ connectionName: connection.name, userName: connection.userName, password });
        await reload();
      }),
    /** A new tab has no cookie of the frame: it is given a link that works once. */
    download: () =>
      guarded(async () => {
        const { url } = await callApi<{ url: string }>('POST', `${path}/qwc-link`, {});
        const link = document.createElement('a');
        link.href = url;
        link.download = '';
        link.rel = 'noopener';
        document.body.append(link);
        link.click();
        link.remove();
      }),
  };
}
