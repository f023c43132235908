'use client';
import Link from 'next/link';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { dateAndTime, plural } from '@/components/ui/format';
import { listWord } from '@/components/ui/list-words';
import { ProblemBanner } from '@/components/ui/problem';
import { Loading } from '@/components/ui/states';
import { XmlText } from '@/components/ui/xml-text';
import type { CodeInWords, ExchangeLine, ExchangeTexts, RequestLine } from '@/lib/sync';
import styles from './history.module.css';

const PURPOSES: Readonly<Record<ExchangeLine['purpose'], string>> = {
  verify: 'Asked which company file is open',
  read_back: 'Looked whether what was exported is still there',
  read: 'Read lists',
  write: 'Wrote records',
  prepare: 'Read a record that is about to be changed',
  ask: 'Asked for the answer that was lost',
  lookup: 'Looked for records whose answer was lost',
  clear: 'Let QuickBooks forget old answers',
};

const STATES: Readonly<Record<ExchangeLine['state'], string>> = {
  in_flight: 'waiting for the answer',
  answered: 'answered',
  unknown: 'answer lost',
  asked: 'answer lost, and not kept by QuickBooks',
  recovered: 'answer lost, then cleared up',
  abandoned: 'answer never came; asked again',
};

/** One message set: why it was sent, what each request came to, and the texts on demand. */
export function Exchange({ runId, one }: { runId: string; one: ExchangeLine }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className={styles.exchange} data-qa={`exchange-${one.purpose}`}>
      <p>
        <strong>{PURPOSES[one.purpose]}</strong>{' '}
        <span className={styles.soft}>
          {dateAndTime(one.sentAt)} · {plural(one.requests.length, 'request')} · {STATES[one.state]}
        </span>
      </p>
      {one.error !== null && <Words said={one.error} />}
      {one.requests.some(request => request.record !== null || request.said !== null) && (
        <ul className={styles.requests}>
          {one.requests.map(request => (
            <Request key={request.requestID} request={request} />
          ))}
        </ul>
      )}
      <details onToggle={event => setOpen(event.currentTarget.open)}>
        <summary>qbXML sent and answered</summary>
        {isOpen && <Texts runId={runId} id={one.id} />}
      </details>
    </li>
  );
}

function Request({ request }: { request: RequestLine }) {
  const { home } = useCompany();
  const name = request.record ?? listWord(request.message ?? '') ?? request.message ?? 'Question';
  return (
    <li>
      {request.exportId === null ? (
        name
      ) : (
        <Link href={`${home}/inbox/${request.exportId}`} prefetch={false}>
          {name}
        </Link>
      )}{' '}
      <span className={styles.soft}>
        {request.exportId === null ? '' : `${request.message} · `}
        {request.statusCode === null ? 'no answer' : `status ${request.statusCode}`}
      </span>
      {request.said !== null && <Words said={request.said} />}
    </li>
  );
}

/** A code in words: why, what to do, and what QuickBooks said. */
function Words({ said }: { said: CodeInWords }) {
  return (
    <div className={styles.said}>
      <p>
        {said.cause} {said.remedy}
      </p>
      <p className={styles.soft}>
        {said.code}
        {said.raw === '' ? '' : ` · “${said.raw}”`}
      </p>
    </div>
  );
}

const KEPT = 'The texts are kept for 30 days, and for 90 where something went wrong.';

function Texts({ runId, id }: { runId: string; id: string }) {
  const { api } = useCompany();
  const { data, error, mutate } = useSWR<ExchangeTexts>(`${api}/history/runs/${runId}/exchanges/${id}`);
  if (error !== undefined) return <ProblemBanner problem={error} retry={() => void mutate()} />;
  if (!data) return <Loading what="the texts" />;
  if (data.xml === '') return <p className={styles.soft}>{KEPT}</p>;
  return (
    <>
      <XmlText label="Sent" text={data.xml} />
      <XmlText label="Answered" text={data.answer ?? ''} />
    </>
  );
}
