'use client';
import Link from 'next/link';
import { useCompany } from '@/components/shell/company-context';
import type { Blocker, Fix } from '@/lib/flows/flow';
import styles from './exports.module.css';

const TABS = { project: 'projects', vendor: 'companies', cost_code: 'cost-codes' } as const;

/** Where a fix is made in this app; null when it is made elsewhere, or by somebody else. */
function hrefOf(fix: Fix, company: ReturnType<typeof useCompany>): string | null {
  const { home, rights } = company;
  const mayMap = rights.isApprover || rights.isCompanyAdmin;
  if (fix.where === 'mappings' && mayMap)
    return `${home}/mappings?kind=${TABS[fix.kind]}${fix.procoreId ? `&id=${fix.procoreId}` : ''}`;
  if (fix.where === 'settings' && rights.isCompanyAdmin) return `${home}/settings`;
  if (fix.where === 'connection' && mayMap) return `${home}/connection`;
  return null;
}

const ASK: Partial<Record<Fix['where'], string>> = {
  mappings: 'an accounting approver can do this under Mappings',
  settings: 'a company administrator can do this under Settings',
};

function FixLine({ fix }: { fix: Fix }) {
  const company = useCompany();
  const href = hrefOf(fix, company);
  if (href !== null) return <Link href={href}>{fix.label}</Link>;
  const who = ASK[fix.where];
  return (
    <span className={styles.soft}>
      {fix.label}
      {who ? ` (${who})` : ''}
    </span>
  );
}

const LOOK = { blocks: '', asks: styles.whyAsks, warns: styles.whyWarns } as const;

/** Complaints of one rule that are mended in one place, told together. */
function grouped(blockers: readonly Blocker[]): Blocker[][] {
  const groups = new Map<string, Blocker[]>();
  for (const blocker of blockers) {
    const key = JSON.stringify([blocker.ruleId, blocker.severity, blocker.fix]);
    groups.set(key, [...(groups.get(key) ?? []), blocker]);
  }
  return [...groups.values()];
}

/** Every rule a record fails, in words, each with its fix. */
export function Blockers({ blockers }: { blockers: readonly Blocker[] }) {
  if (blockers.length === 0) return null;
  return (
    <ul className={styles.why} data-qa="blockers">
      {grouped(blockers).map(([first, ...others]) =>
        first === undefined ? null : (
          <li
            key={`${first.ruleId}-${first.message}`}
            className={`${styles.whyItem} ${LOOK[first.severity]}`}
          >
            <div>
              {first.message} <span className={styles.rule}>{first.ruleId}</span>
            </div>
            {others.map(one => (
              <div key={one.message}>{one.message}</div>
            ))}
            <FixLine fix={first.fix} />
          </li>
        ),
      )}
    </ul>
  );
}
