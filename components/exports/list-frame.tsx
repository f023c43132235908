'use client';
import { Button, Search } from '@procore/core-react';
import type { ReactNode } from 'react';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import { TabRow } from '@/components/ui/tab-row';
import type { Filter } from '@/lib/lifecycle/states';
import styles from './exports.module.css';
import { FILTER_WORDS } from './filters';
import type { ExportList } from './use-list';

/** What a list shows of all there is. */
export interface Shown {
  readonly filter: Filter;
  readonly search: string;
}

interface ListFrameProps {
  readonly list: ExportList;
  readonly shown: Shown;
  readonly show: (shown: Shown) => void;
  readonly filters: readonly Filter[];
  /** What stands in the list while nothing is searched for: a title and a sentence. */
  readonly empty: readonly [title: string, text: string];
  readonly what: string;
  /** What can be done with the rows that are chosen. */
  readonly actions?: ReactNode;
  /** The rows; drawn when there are any. */
  readonly children: ReactNode;
}

/** A list of records under its states and a search, with what stands there while it loads, fails or is empty. */
export function ListFrame({ list, shown, show, filters, empty, what, actions, children }: ListFrameProps) {
  const { filter, search } = shown;
  const [title, text] = search === '' ? empty : ['No matches', 'No record here matches the search.'];
  const isKnown = !list.isLoading && list.error === undefined;
  return (
    <>
      <TabRow
        label="State"
        active={filter}
        onChange={next => show({ filter: next, search })}
        tabs={filters.map(key => ({
          key,
          label: FILTER_WORDS[key],
          ...(list.counts ? { count: list.counts[key] } : {}),
        }))}
      />
      <div className={styles.bar}>
        <div className={styles.search}>
          <Search
            placeholder="Search number, title, company"
            value={search}
            onChange={event => show({ filter, search: event.target.value })}
            onClear={() => show({ filter, search: '' })}
            aria-label="Search"
          />
        </div>
        {actions}
      </div>
      {list.error !== undefined && <ProblemBanner problem={list.error} retry={() => void list.reload()} />}
      {list.isLoading && <Loading what={what} />}
      {isKnown && list.items.length === 0 && <Empty title={title}>{text}</Empty>}
      {list.items.length > 0 && children}
      {list.hasMore && (
        <div className={styles.more}>
          <Button variant="secondary" onClick={list.loadMore}>
            Show more
          </Button>
        </div>
      )}
    </>
  );
}
