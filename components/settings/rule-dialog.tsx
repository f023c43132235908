'use client';
import { Button, Input, Modal } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { money, plural } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import ui from '@/components/ui/ui.module.css';
import { EXPORT_KIND_WORDS, EXPORT_KINDS, type ExportKind } from '@/lib/core/kinds';
import type { RulePreview } from '@/lib/exports';
import styles from './settings.module.css';

interface Named {
  readonly procoreId: string;
  readonly name: string;
}

/** A rule while it is being made or changed. */
export interface RuleDraft {
  /** Null for a new one. */
  readonly id: string | null;
  readonly version: number;
  readonly name: string;
  readonly kind: ExportKind;
  /** As typed; empty for any. */
  readonly amountUpTo: string;
  readonly vendor: Named | null;
  readonly project: Named | null;
  readonly isOn: boolean;
}

/** Kinds that others than approvers send. */
const KINDS = EXPORT_KINDS.filter(kind => !['cost_code', 'project', 'vendor'].includes(kind));

const AMOUNT = /^\d{1,12}(\.\d{1,2})?$/;

interface RuleDialogProps {
  readonly rule: RuleDraft;
  readonly problem: unknown;
  readonly close: () => void;
  readonly keep: (rule: RuleDraft) => Promise<void>;
}

/** A rule with what it would accept, looked at before it is kept. */
export function RuleDialog({ rule: given, problem, close, keep }: RuleDialogProps) {
  const [rule, setRule] = useState(given);
  const [isBusy, setBusy] = useState(false);
  const set = (patch: Partial<RuleDraft>): void => setRule(now => ({ ...now, ...patch }));
  const title = given.id === null ? 'New direct export rule' : `Change ${given.name}`;
  const isAmount = rule.amountUpTo.trim() === '' || AMOUNT.test(rule.amountUpTo.trim());
  const save = async (): Promise<void> => {
    setBusy(true);
    await keep(rule);
    setBusy(false);
  };
  return (
    <Modal
      open
      role="dialog"
      aria-label={title}
      onClose={close}
      howToClose={['x', 'footer-button']}
      width="md"
    >
      <Modal.Header>{title}</Modal.Header>
      <Modal.Body>
        {problem !== null && <ProblemBanner problem={problem} />}
        <div className={styles.form}>
          <label htmlFor="rule-name">Name, as histories tell it</label>
          <Input
            id="rule-name"
            value={rule.name}
            maxLength={80}
            onChange={event => set({ name: event.target.value })}
            data-qa="rule-name"
          />
          <label htmlFor="rule-kind">Accepts</label>
          <select
            id="rule-kind"
            className={ui.select}
            value={rule.kind}
            onChange={event => set({ kind: event.target.value as ExportKind })}
          >
            {KINDS.map(kind => (
              <option key={kind} value={kind}>
                {EXPORT_KIND_WORDS[kind].many}
              </option>
            ))}
          </select>
          <label htmlFor="rule-amount">Amount up to, added or deducted; empty for any</label>
          <Input
            id="rule-amount"
            value={rule.amountUpTo}
            error={!isAmount}
            placeholder="5000.00"
            onChange={event => set({ amountUpTo: event.target.value })}
            data-qa="rule-amount"
          />
          <Choice kind="vendor" label="Company" chosen={rule.vendor} choose={vendor => set({ vendor })} />
          <Choice kind="project" label="Project" chosen={rule.project} choose={project => set({ project })} />
        </div>
        {isAmount && <WouldAccept rule={rule} />}
      </Modal.Body>
      <Modal.Footer>
        <Modal.FooterButtons>
          <Button
            disabled={rule.name.trim() === '' || !isAmount}
            loading={isBusy}
            aria-label="Save rule"
            onClick={() => void save()}
            data-qa="rule-save"
          >
            Save rule
          </Button>
        </Modal.FooterButtons>
      </Modal.Footer>
    </Modal>
  );
}

interface ChoiceProps {
  readonly kind: 'vendor' | 'project';
  readonly label: string;
  readonly chosen: Named | null;
  readonly choose: (chosen: Named | null) => void;
}

/** A company or a project, found by a part of its name. */
function Choice({ kind, label, chosen, choose }: ChoiceProps) {
  const { api } = useCompany();
  const [search, setSearch] = useState('');
  const query = new URLSearchParams({ kind, search });
  const { data } = useSWR<Named[]>(`${api}/direct-rules/choices?${query}`, { keepPreviousData: true });
  const found = data ?? [];
  const options =
    chosen === null || found.some(one => one.procoreId === chosen.procoreId) ? found : [chosen, ...found];
  return (
    <>
      <label htmlFor={`rule-${kind}`}>{label}</label>
      <span className={styles.pair}>
        <Input
          value={search}
          placeholder="Search"
          aria-label={`Search ${label.toLowerCase()}`}
          onChange={event => setSearch(event.target.value)}
        />
        <select
          id={`rule-${kind}`}
          className={ui.select}
          value={chosen?.procoreId ?? ''}
          onChange={event => choose(options.find(one => one.procoreId === event.target.value) ?? null)}
        >
          <option value="">Any</option>
          {options.map(one => (
            <option key={one.procoreId} value={one.procoreId}>
              {one.name}
            </option>
          ))}
        </select>
      </span>
    </>
  );
}

/** What the rule would have accepted, and would accept of what can be sent. */
function WouldAccept({ rule }: { rule: RuleDraft }) {
  const { api } = useCompany();
  const query = new URLSearchParams({ kind: rule.kind });
  if (rule.amountUpTo.trim() !== '') query.set('amountUpTo', rule.amountUpTo.trim());
  if (rule.vendor !== null) query.set('vendorId', rule.vendor.procoreId);
  if (rule.project !== null) query.set('projectId', rule.project.procoreId);
  const { data, error } = useSWR<RulePreview>(`${api}/direct-rules/preview?${query}`, {
    keepPreviousData: true,
  });
  if (error) return <ProblemBanner problem={error} />;
  if (!data) return null;
  return (
    <div data-qa="rule-preview">
      <p className={styles.soft}>
        {data.count === 0
          ? `Nothing that can be sent now, or was sent in the last ${data.days} days, is like this.`
          : `Of what can be sent now, or was sent in the last ${data.days} days, it is for ${plural(data.count, 'record')} of ${money(data.total)} in all:`}
      </p>
      {data.examples.length > 0 && (
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="What the rule would accept">
            <tbody>
              {data.examples.map(one => (
                <tr key={one.id}>
                  <td>{one.number}</td>
                  <td>{one.title}</td>
                  <td>{one.vendorName}</td>
                  <td className={ui.amount}>{money(one.amount)}</td>
                  <td>{one.stateWord}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
