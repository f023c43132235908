'use client';
import { Button } from '@procore/core-react';
import { useState } from 'react';
import useSWR from 'swr';
import { useCompany } from '@/components/shell/company-context';
import { callApi } from '@/components/ui/api';
import { money } from '@/components/ui/format';
import { ProblemBanner } from '@/components/ui/problem';
import { useToast } from '@/components/ui/toasts';
import ui from '@/components/ui/ui.module.css';
import { EXPORT_KIND_WORDS } from '@/lib/core/kinds';
import type { RuleLine } from '@/lib/exports';
import { RuleDialog, type RuleDraft } from './rule-dialog';
import styles from './settings.module.css';

/** What a rule is for, on one line. */
export function termsInWords({ kind, amountUpTo, vendor, project }: RuleLine): string {
  return [
    EXPORT_KIND_WORDS[kind].many,
    amountUpTo === null ? '' : `up to ${money(amountUpTo)}`,
    vendor === null ? '' : `with ${vendor.name}`,
    project === null ? '' : `of ${project.name}`,
  ]
    .filter(part => part !== '')
    .join(' ');
}

function draftOf(rule: RuleLine): RuleDraft {
  const { id, version, name, kind, amountUpTo, vendor, project, isOn } = rule;
  return { id, version, name, kind, amountUpTo: amountUpTo ?? '', vendor, project, isOn };
}

const NEW: RuleDraft = {
  id: null,
  version: 0,
  name: '',
  kind: 'commitment',
  amountUpTo: '',
  vendor: null,
  project: null,
  isOn: true,
};

/** The body of a request that keeps a rule. */
function bodyOf({ id, version, amountUpTo, vendor, project, ...rest }: RuleDraft) {
  return {
    ...rest,
    amountUpTo: amountUpTo.trim() === '' ? null : amountUpTo.trim(),
    vendorId: vendor?.procoreId ?? null,
    projectId: project?.procoreId ?? null,
    ...(id === null ? {} : { version }),
  };
}

/** Records that are accepted as soon as they are sent: made, changed and switched off here. */
export function DirectRules() {
  const { api } = useCompany();
  const say = useToast();
  const { data, error, mutate } = useSWR<RuleLine[]>(`${api}/direct-rules`);
  const [draft, setDraft] = useState<RuleDraft | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const keep = async (rule: RuleDraft): Promise<void> => {
    setProblem(null);
    try {
      if (rule.id === null) await callApi('POST', `${api}/direct-rules`, bodyOf(rule));
      else await callApi('PUT', `${api}/direct-rules/${rule.id}`, bodyOf(rule));
      say({ variant: 'success', text: `Rule “${rule.name}” saved.` });
      setDraft(null);
    } catch (thrown) {
      setProblem(thrown);
    }
    await mutate();
  };
  const open = (next: RuleDraft | null): void => {
    setProblem(null);
    setDraft(next);
  };
  return (
    <section className={styles.choice} aria-labelledby="rules-title" data-qa="direct-rules">
      <h2 id="rules-title" className={styles.title}>
        Direct export
      </h2>
      <p className={styles.soft}>
        What a rule is for is accepted by itself as soon as it is sent to ERP, without an approver and also
        where a second person decides. Its history names the rule. What waits already is left to the approver.
      </p>
      {error && <ProblemBanner problem={error} retry={() => void mutate()} />}
      {problem !== null && draft === null && <ProblemBanner problem={problem} />}
      {data && data.length > 0 && (
        <div className={ui.scroll}>
          <table className={ui.table} aria-label="Direct export rules">
            <tbody>
              {data.map(rule => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  change={() => open(draftOf(rule))}
                  toggle={() => void keep({ ...draftOf(rule), isOn: !rule.isOn })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div>
        <Button variant="secondary" onClick={() => open(NEW)} data-qa="new-rule">
          New rule
        </Button>
      </div>
      {draft !== null && (
        <RuleDialog
          key={draft.id ?? 'new'}
          rule={draft}
          problem={problem}
          close={() => open(null)}
          keep={keep}
        />
      )}
    </section>
  );
}

interface RuleRowProps {
  readonly rule: RuleLine;
  readonly change: () => void;
  readonly toggle: () => void;
}

function RuleRow({ rule, change, toggle }: RuleRowProps) {
  return (
    <tr data-qa={`rule-${rule.name}`}>
      <td>
        <strong>{rule.name}</strong>
        <div className={styles.soft}>{termsInWords(rule)}</div>
      </td>
      <td>{rule.isOn ? 'On' : 'Off'}</td>
      <td>
        {rule.canChange && (
          <span className={styles.ruleActions}>
            <Button size="sm" variant="tertiary" onClick={change} aria-label={`Change ${rule.name}`}>
              Change
            </Button>
            <Button
              size="sm"
              variant="tertiary"
              onClick={toggle}
              aria-label={`Switch ${rule.name} ${rule.isOn ? 'off' : 'on'}`}
            >
              {rule.isOn ? 'Switch off' : 'Switch on'}
            </Button>
          </span>
        )}
      </td>
    </tr>
  );
}
