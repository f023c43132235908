'use client';
import { useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { useToast } from '@/components/ui/toasts';
import type { ListKind } from '@/lib/core/kinds';

interface UseMapping {
  readonly path: string;
  readonly connectionId: string;
  readonly done: () => void;
}

/** Linking, unlinking and reading again, each with its word of success and its problem. */
export function useMapping({ path, connectionId, done }: UseMapping) {
  const { api, home } = useCompany();
  const say = useToast();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const run = async (text: string, work: () => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await work();
      say({ variant: 'success', text });
      done();
      return true;
    } catch (thrown) {
      setProblem(thrown);
      return false;
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    problem,
    clear: () => setProblem(null),
    link: (procoreId: string, qbId: string) =>
      run('Linked.', () => callApi('PUT', path, { connectionId, procoreId, qbId })),
    unlink: (procoreId: string) =>
      run('Unlinked.', () => callApi('DELETE', path, { connectionId, procoreId })),
    /** Every record that has one twin of its name. */
    linkExact: () =>
      run('Records of the same name are linked.', () => callApi('POST', `${path}/exact`, { connectionId })),
    /** Gives the address of the record's own page, where it is sent and decided; null when it could not be proposed. */
    propose: async (procoreId: string): Promise<string | null> => {
      let id: string | undefined;
      await run('Read from Procore. Nothing is sent yet.', async () => {
        const { ids } = await callApi<{ ids: string[] }>('POST', `${path}/exports`, {
          procoreIds: [procoreId],
        });
        id = ids[0];
      });
      return id === undefined ? null : `${home}/inbox/${id}`;
    },
    readProcore: (directory: string) =>
      run('Read from Procore.', () => callApi('POST', `${api}/refresh`, { directory })),
    readQuickBooks: (list: ListKind, words: string) =>
      run(`The next run of the Web Connector reads the ${words}.`, () =>
        callApi('POST', `${api}/connections/${connectionId}/read-lists`, { list }),
      ),
  };
}
