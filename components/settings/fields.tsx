'use client';
import { Checkbox } from '@procore/core-react';
import type { ReactNode } from 'react';
import ui from '@/components/ui/ui.module.css';
import styles from './settings.module.css';

export type Options = readonly (readonly [value: string, label: string])[];

/** Settings that belong together, with what they are about. */
export function Group({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={styles.choice}>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.soft}>{text}</p>
      <div className={styles.fields}>{children}</div>
    </section>
  );
}

interface DropDownProps {
  readonly label: string;
  readonly value: string;
  readonly options: Options;
  readonly pick: (value: string) => void;
}

/** One of several values, chosen by name. */
/** One of several. */
export function DropDown({ label, value, options, pick }: DropDownProps) {
  return (
    <label className={styles.field}>
      <span>{label}</span>
      <select className={ui.select} value={value} onChange={event => pick(event.target.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ToggleProps {
  readonly label: string;
  /** What it means for the books. */
  readonly text: string;
  readonly isOn: boolean;
  readonly toggle: () => void;
}

/** One of two. */
export function Toggle({ label, text, isOn, toggle }: ToggleProps) {
  return (
    <div>
      <Checkbox checked={isOn} onChange={toggle}>
        {label}
      </Checkbox>
      <p className={styles.under}>{text}</p>
    </div>
  );
}
