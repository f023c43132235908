'use client';
import { type KeyboardEvent, useRef } from 'react';
import styles from './ui.module.css';

export interface TabItem<K extends string> {
  readonly key: K;
  readonly label: string;
  readonly count?: number;
}

interface TabRowProps<K extends string> {
  readonly label: string;
  readonly tabs: readonly TabItem<K>[];
  readonly active: K;
  readonly onChange: (key: K) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Procore's filters as tabs: arrows move between them, each says how many rows it holds. */
export function TabRow<K extends string>({ label, tabs, active, onChange }: TabRowProps<K>) {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const index = tabs.findIndex(tab => tab.key === active);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.key);
    row.current?.querySelector<HTMLButtonElement>(`[data-tab="${next.key}"]`)?.focus();
  };
  return (
    <div ref={row} className={styles.tabs} role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(tab => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          data-tab={tab.key}
          className={styles.tab}
          aria-selected={tab.key === active}
          tabIndex={tab.key === active ? 0 : -1}
          onClick={() => onChange(tab.key)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
