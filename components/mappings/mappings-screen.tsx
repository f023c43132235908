'use client';
import { Button, Search } from '@procore/core-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import useSWR from 'swr';
import styles from '@/components/exports/exports.module.css';
import { useCompany } from '@/components/shell/company-context';
import { Page } from '@/components/shell/page-head';
import { Ago } from '@/components/ui/ago';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { TabRow } from '@/components/ui/tab-row';
import ui from '@/components/ui/ui.module.css';
import { useKept } from '@/components/ui/use-kept';
import type { ConnectionHealth } from '@/lib/connections';
import type { ListKind } from '@/lib/core/kinds';
import type { Pair, PairPage } from '@/lib/mappings/pairs';
import { LinkDialog } from './link-dialog';
import { PairsTable } from './pairs-table';
import { useConnections } from './use-connections';
import { useMapping } from './use-mapping';

export const KINDS = ['projects', 'companies', 'cost-codes'] as const;
export type Kind = (typeof KINDS)[number];

const WORDS: Readonly<Record<Kind, { tab: string; route: string; twin: string; list: ListKind }>> = {
  projects: { tab: 'Projects ↔ Jobs', route: 'project', twin: 'job', list: 'customer' },
  companies: { tab: 'Companies ↔ Vendors', route: 'vendor', twin: 'vendor', list: 'vendor' },
  'cost-codes': { tab: 'Cost codes ↔ Items', route: 'cost-code', twin: 'item', list: 'item' },
};

function kindIn(text: string | null): Kind {
  return KINDS.find(kind => kind === text) ?? 'projects';
}

/** Which QuickBooks record stands for which record of Procore. */
export function MappingsScreen() {
  const { home } = useCompany();
  const { connections, error, reload } = useConnections();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const connection = connections?.find(one => one.id === chosenId) ?? connections?.[0];
  if (error !== undefined && !connections) {
    return (
      <Page title="Mappings">
        <ProblemBanner problem={error} retry={() => void reload()} />
      </Page>
    );
  }
  if (!connections) return <Loading what="mappings" />;
  if (!connection) {
    return (
      <Page title="Mappings">
        <Empty title="No company file is connected yet">
          <span>
            <Link href={`${home}/connection`}>Connect QuickBooks</Link> first; its jobs, vendors and items can
            be linked then.
          </span>
        </Empty>
      </Page>
    );
  }
  return <ConnectionMappings connection={connection} others={connections} choose={setChosenId} />;
}

interface ConnectionMappingsProps {
  readonly connection: ConnectionHealth;
  readonly others: readonly ConnectionHealth[];
  readonly choose: (id: string) => void;
}

function ConnectionMappings({ connection, others, choose }: ConnectionMappingsProps) {
  const { api } = useCompany();
  const params = useSearchParams();
  const [kind, setKind] = useState<Kind>(kindIn(params.get('kind')));
  const [show, setShow] = useState<'all' | 'unlinked' | 'linked'>('all');
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const [linking, setLinking] = useState<Pair | null>(null);
  const path = `${api}/mappings/${WORDS[kind].route}`;
  const query = new URLSearchParams({ connectionId: connection.id, show, search, offset: String(offset) });
  const swr = useSWR<PairPage & { asOf: string | null }>(`${path}?${query}`);
  const { error, mutate } = swr;
  const data = useKept(kind, swr);
  const mapping = useMapping({ path, connectionId: connection.id, done: () => void mutate() });
  const startLinking = (pair: Pair): void => {
    mapping.clear();
    setLinking(pair);
  };
  const restart = (change: () => void): void => {
    change();
    setOffset(0);
  };
  return (
    <Page
      title="Mappings"
      sub={<AsOf connection={connection} asOf={data?.asOf ?? null} twin={WORDS[kind].twin} />}
      actions={<Refreshers kind={kind} mapping={mapping} />}
    >
      {others.length > 1 && (
        <label className={styles.bar}>
          Company file
          <select className={ui.select} value={connection.id} onChange={event => choose(event.target.value)}>
            {others.map(one => (
              <option key={one.id} value={one.id}>
                {one.companyFileName ?? one.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <TabRow
        label="Kind"
        active={kind}
        onChange={next => restart(() => setKind(next))}
        tabs={KINDS.map(key => ({ key, label: WORDS[key].tab }))}
      />
      <div className={styles.bar}>
        <div className={styles.search}>
          <Search
            placeholder="Search name or code"
            value={search}
            onChange={event => restart(() => setSearch(event.target.value))}
            onClear={() => restart(() => setSearch(''))}
            aria-label="Search"
          />
        </div>
        <label>
          Show{' '}
          <select
            className={ui.select}
            value={show}
            onChange={event => restart(() => setShow(event.target.value as typeof show))}
          >
            <option value="all">all</option>
            <option value="unlinked">not linked</option>
            <option value="linked">linked</option>
          </select>
        </label>
        <Button
          variant="secondary"
          disabled={mapping.isBusy}
          onClick={() => void mapping.linkExact()}
          data-qa="link-exact"
        >
          Link all of the same name
        </Button>
        {data && (
          <span className={styles.count}>
            {data.counts.linked} of {data.counts.all} linked
          </span>
        )}
      </div>
      {mapping.problem !== null && !linking && <ProblemBanner problem={mapping.problem} />}
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {!data && !error && <Loading what="mappings" />}
      {data?.pairs.length === 0 && (
        <Empty title={data.counts.all === 0 ? 'Nothing was read from Procore yet' : 'No matches'}>
          {data.counts.all === 0 ? 'Use “Read from Procore” above.' : 'Change the search or what is shown.'}
        </Empty>
      )}
      {data && data.pairs.length > 0 && (
        <PairsTable pairs={data.pairs} twin={WORDS[kind].twin} mapping={mapping} choose={startLinking} />
      )}
      {data && (offset > 0 || data.next !== null) && (
        <div className={styles.more}>
          <Button variant="tertiary" disabled={offset === 0} onClick={() => setOffset(0)}>
            First page
          </Button>
          <Button variant="secondary" disabled={data.next === null} onClick={() => setOffset(data.next ?? 0)}>
            Next page
          </Button>
        </div>
      )}
      {linking && (
        <LinkDialog
          pair={linking}
          path={path}
          connectionId={connection.id}
          twin={WORDS[kind].twin}
          asOf={data?.asOf ?? null}
          problem={mapping.problem}
          close={() => setLinking(null)}
          link={mapping.link}
        />
      )}
    </Page>
  );
}

function AsOf({
  connection,
  asOf,
  twin,
}: {
  connection: ConnectionHealth;
  asOf: string | null;
  twin: string;
}) {
  const name = connection.companyFileName ?? connection.name;
  if (asOf === null)
    return (
      <>
        The {twin}s of {name} have not been read yet: the next run of the Web Connector does it.
      </>
    );
  return (
    <>
      {twin[0]?.toUpperCase()}
      {twin.slice(1)}s of {name} as of <Ago at={asOf} />
    </>
  );
}

function Refreshers({ kind, mapping }: { kind: Kind; mapping: ReturnType<typeof useMapping> }) {
  return (
    <>
      <Button
        variant="secondary"
        loading={mapping.isBusy}
        aria-label="Read from Procore"
        onClick={() => void mapping.readProcore(WORDS[kind].route.replace('-', '_'))}
      >
        Read from Procore
      </Button>
      <Button
        variant="secondary"
        disabled={mapping.isBusy}
        onClick={() => void mapping.readQuickBooks(WORDS[kind].list, `${WORDS[kind].twin}s`)}
      >
        Read from QuickBooks
      </Button>
    </>
  );
}
