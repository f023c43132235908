'use client';
import { Button, Modal, Search } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import styles from '@/components/exports/exports.module.css';
import { Ago } from '@/components/ui/ago';
import { ProblemBanner } from '@/components/ui/problem';
import type { ListRow } from '@/lib/mappings/lists';
import type { Pair } from '@/lib/mappings/pairs';
import own from './mappings.module.css';

interface LinkDialogProps {
  readonly pair: Pair;
  readonly path: string;
  readonly connectionId: string;
  readonly twin: string;
  /** How old the list is that is searched. */
  readonly asOf: string | null;
  /** Why the last link was not made. */
  readonly problem: unknown;
  readonly close: () => void;
  readonly link: (procoreId: string, qbId: string) => Promise<boolean>;
}

/** Finds a QuickBooks record by any of its words, and links it. */
export function LinkDialog({ pair, path, connectionId, twin, asOf, ...act }: LinkDialogProps) {
  const { problem, close, link } = act;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const query = new URLSearchParams({ connectionId, search });
  const { data, error } = useSWR<ListRow[]>(`${path}/search?${query}`);
  const confirm = async (): Promise<void> => {
    if (chosen !== null && (await link(pair.procoreId, chosen))) close();
  };
  return (
    <Modal
      open
      role="dialog"
      aria-label={`Choose a QuickBooks ${twin} for ${pair.code} ${pair.name}`}
      onClose={close}
      howToClose={['x', 'scrim', 'footer-button']}
      width="md"
    >
      <Modal.Header>Choose a QuickBooks {twin}</Modal.Header>
      <Modal.Body>
        <p className={styles.soft}>
          for {pair.code} {pair.name}, from the {twin}s as of <Ago at={asOf} />
        </p>
        <Search
          value={search}
          onChange={event => setSearch(event.target.value)}
          onClear={() => setSearch('')}
          placeholder={`Search ${twin}s`}
          aria-label={`Search ${twin}s`}
          data-qa="link-search"
        />
        {problem !== null && <ProblemBanner problem={problem} />}
        {error && <ProblemBanner problem={error} />}
        <div className={own.options} role="radiogroup" aria-label={`QuickBooks ${twin}s`}>
          {data?.map(row => (
            <Option
              key={row.qbId}
              row={row}
              isChosen={row.qbId === chosen}
              choose={() => setChosen(row.qbId)}
            />
          ))}
          {data?.length === 0 && (
            <p className={styles.soft}>
              No {twin} matches. It may be new: read the lists from QuickBooks again.
            </p>
          )}
        </div>
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button disabled={chosen === null} onClick={() => void confirm()} data-qa="link-confirm">
            Link
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}

function Option({ row, isChosen, choose }: { row: ListRow; isChosen: boolean; choose: () => void }) {
  const { description } = row.fields as { description?: string | null };
  return (
    <label className={own.option}>
      <input type="radio" name="qb-record" checked={isChosen} disabled={!row.isActive} onChange={choose} />
      <span>
        {row.fullName} {!row.isActive && <em className={styles.soft}>inactive</em>}
        {description ? <span className={styles.soft}> {description}</span> : null}
      </span>
    </label>
  );
}
