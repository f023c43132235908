'use client';
import { Banner, Checkbox } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import styles from '@/components/settings/settings.module.css';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { callApi } from '@/components/ui/api';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import type { MailKind } from '@/lib/core/kinds';
import type { MailChoices } from '@/lib/messages';

interface MyMessages extends MailChoices {
  readonly address: string;
  readonly isSending: boolean;
}

const WORDS: Readonly<Record<MailKind, readonly [title: string, text: string]>> = {
  rejection: ['Rejections', 'At once, when an approver rejects what you sent to ERP, with the comment.'],
  failure: [
    'Failures',
    'At once, when QuickBooks refuses what you sent or accepted, or a person has to look at it.',
  ],
  digest: ['Daily summary', 'Once a day, what waits for you in the inbox, if anything does.'],
};

/** What one gets by e-mail: everybody chooses for themselves. */
export function MessagesScreen() {
  const { api } = useCompany();
  const { data, error, mutate } = useSWR<MyMessages>(`${api}/messages`, { refreshInterval: 0 });
  const [problem, setProblem] = useState<unknown>(null);
  const toggle = async (kind: MailKind): Promise<void> => {
    if (!data) return;
    setProblem(null);
    const isWanted = data.wanted.includes(kind);
    const wanted = isWanted ? data.wanted.filter(one => one !== kind) : [...data.wanted, kind];
    try {
      await mutate(await callApi<MyMessages>('PUT', `${api}/messages`, { wanted }), { revalidate: false });
    } catch (thrown) {
      setProblem(thrown);
    }
  };
  return (
    <Page title="My messages" sub={data ? `By e-mail to ${data.address}` : 'By e-mail'}>
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {problem !== null && <ProblemBanner problem={problem} />}
      {!data && !error && <Loading what="messages" />}
      {data && !data.isSending && <NotSending />}
      {data && (
        <div className={styles.list}>
          {data.offered.map(kind => (
            <section key={kind} className={styles.choice}>
              <h2 className={styles.title}>{WORDS[kind][0]}</h2>
              <p className={styles.soft}>{WORDS[kind][1]}</p>
              <Checkbox
                checked={data.wanted.includes(kind)}
                onChange={() => void toggle(kind)}
                data-qa={`message-${kind}`}
              >
                Send me {WORDS[kind][0].toLowerCase()}
              </Checkbox>
            </section>
          ))}
        </div>
      )}
    </Page>
  );
}

function NotSending() {
  return (
    <Banner variant="info" data-qa="no-mail">
      <Banner.Content>
        <Banner.Title>No e-mail is sent</Banner.Title>
        <Banner.Body>
          This connector has no mail server. Everything is in the inbox, on the records and under History;
          whoever runs it can name a server in its environment.
        </Banner.Body>
      </Banner.Content>
    </Banner>
  );
}
