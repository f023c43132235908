'use client';
import { useCallback, useState } from 'react';
import { useCompany } from '@/components/shell/company-context';
import { ApiProblem, callApi } from '@/components/ui/api';
import { plural } from '@/components/ui/format';
import { useToast } from '@/components/ui/toasts';
import { JSON_BODY } from '@/lib/core/limits';
import type { EachResult } from '@/lib/exports';

export type Verb =
  | 'send'
  | 'retrieve'
  | 'accept'
  | 'reject'
  | 'retry'
  | 'archive'
  | 'restore'
  | 'cancel'
  | 'unlink';

const DONE: Readonly<Record<Verb, string>> = {
  send: 'sent to ERP',
  retrieve: 'retrieved',
  accept: 'accepted',
  reject: 'rejected',
  retry: 'queued again',
  archive: 'archived',
  restore: 'restored',
  cancel: 'taken back',
  unlink: 'looked for in the next run of the Web Connector',
};

/** One call for as many records as one takes; a call that fails keeps the rest from being asked. */
async function callInTurns(path: string, body: VerbBody): Promise<EachResult[]> {
  const { items, ...rest } = body;
  const results: EachResult[] = [];
  for (let from = 0; from < items.length; from += JSON_BODY.maxIdsPerVerb) {
    const some = items.slice(from, from + JSON_BODY.maxIdsPerVerb);
    results.push(...(await callApi<EachResult[]>('POST', path, { ...rest, items: some })));
  }
  return results;
}

/** What rules did beside it. */
function byRules(results: readonly EachResult[]): string {
  const accepted = results.filter(one => one.ok && one.rule !== undefined).length;
  return accepted === 0 ? '' : ` ${plural(accepted, 'was', 'were')} accepted by a direct export rule.`;
}

/** The records, and what is said of all of them. */
export type VerbBody = Readonly<Record<string, unknown>> & { readonly items: readonly unknown[] };

export interface VerbOutcome {
  /** What was not done with the refused ones. */
  readonly wanted: string;
  readonly refused: readonly Extract<EachResult, { ok: false }>[];
}

/**
 * Carries out a verb on records, says what was done and what was refused, and has what is on the page read again.
 * `problem` is set when the whole call failed.
 */
export function useVerb(reload: () => Promise<void>) {
  const { api } = useCompany();
  const say = useToast();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const run = useCallback(
    async (verb: Verb, body: VerbBody): Promise<VerbOutcome | null> => {
      setBusy(true);
      setProblem(null);
      try {
        const results = await callInTurns(`${api}/exports/${verb}`, body);
        const refused = results.filter(one => !one.ok);
        const done = results.length - refused.length;
        if (done > 0)
          say({ variant: 'success', text: `${plural(done, 'record')} ${DONE[verb]}.${byRules(results)}` });
        return { wanted: DONE[verb], refused };
      } catch (thrown) {
        setProblem(
          thrown instanceof ApiProblem
            ? thrown
            : new ApiProblem(0, { title: 'Something went wrong', detail: String(thrown) }),
        );
        return null;
      } finally {
        await reload();
        setBusy(false);
      }
    },
    [api, reload, say],
  );
  return { run, isBusy, problem, clear: () => setProblem(null) };
}
