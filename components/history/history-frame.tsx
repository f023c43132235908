'use client';
import { Button, Checkbox, Search } from '@procore/core-react';
import type { ReactNode } from 'react';
import { ProblemBanner } from '@/components/ui/problem';
import { Empty, Loading } from '@/components/ui/states';
import ui from '@/components/ui/ui.module.css';
import styles from './history.module.css';
import type { Shown, useHistory } from './use-history';

const PERIODS = [
  [1, 'Today and yesterday'],
  [7, 'Last 7 days'],
  [30, 'Last 30 days'],
  [366, 'Last 12 months'],
] as const;

interface HistoryFrameProps {
  readonly list: Pick<
    ReturnType<typeof useHistory>,
    'hasMore' | 'loadMore' | 'isLoading' | 'error' | 'reload'
  >;
  readonly shown: Shown;
  readonly show: (shown: Shown) => void;
  readonly placeholder: string;
  /** What `only` narrows the list to. */
  readonly only: string;
  readonly isEmpty: boolean;
  readonly empty: readonly [title: string, text: string];
  readonly children: ReactNode;
}

/** A list of what happened, with its search and its period. */
export function HistoryFrame(props: HistoryFrameProps) {
  const { list, shown, show, placeholder, only, isEmpty, empty, children } = props;
  const isNarrowed = shown.search !== '' || shown.only;
  return (
    <>
      <div className={styles.bar}>
        <div className={styles.search}>
          <Search
            placeholder={placeholder}
            value={shown.search}
            onChange={event => show({ ...shown, search: event.target.value })}
            onClear={() => show({ ...shown, search: '' })}
            aria-label="Search"
          />
        </div>
        <select
          className={ui.select}
          aria-label="Period"
          value={shown.days}
          onChange={event => show({ ...shown, days: Number(event.target.value) })}
        >
          {PERIODS.map(([days, label]) => (
            <option key={days} value={days}>
              {label}
            </option>
          ))}
        </select>
        <Checkbox checked={shown.only} onChange={() => show({ ...shown, only: !shown.only })}>
          {only}
        </Checkbox>
      </div>
      {list.error !== undefined && <ProblemBanner problem={list.error} retry={list.reload} />}
      {list.isLoading && <Loading what="history" />}
      {!list.isLoading && list.error === undefined && isEmpty && (
        <Empty title={isNarrowed ? 'No matches' : empty[0]}>
          {isNarrowed ? 'Nothing in this period matches. Try a longer one.' : empty[1]}
        </Empty>
      )}
      {!isEmpty && children}
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
