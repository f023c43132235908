import { dayOrText } from '@/components/ui/format';
import ui from '@/components/ui/ui.module.css';
import type { ExportDetail } from '@/lib/exports';
import type { CostCodeRecord } from '@/lib/flows/cost-code';
import type { ProjectRecord } from '@/lib/flows/project';
import type { CompanyRecord } from '@/lib/flows/vendor';
import styles from './record.module.css';

type Facts = readonly (readonly [label: string, value: string])[];

interface Shown {
  readonly title: string;
  readonly facts: Facts;
}

function addressOf(record: ProjectRecord | CompanyRecord): string {
  const place = [record.city, record.stateCode, record.zip, record.countryCode].filter(text => text !== '');
  return [record.address, place.join(', ')].filter(text => text !== '').join('\n');
}

const standing = (isActive: boolean): string => (isActive ? 'Active' : 'Inactive');

function costCode(record: CostCodeRecord): Shown {
  return {
    title: 'Cost code in Procore',
    facts: [
      ['Code', record.fullCode],
      ['Description', record.name],
      ['Division', record.division?.fullCode ?? 'None'],
      ['Status', record.isActive ? 'On the standard list' : 'No longer on the standard list'],
      ['ERP id', record.originId ?? 'Not set'],
    ],
  };
}

function project(record: ProjectRecord): Shown {
  return {
    title: 'Project in Procore',
    facts: [
      ['Name', record.name],
      ['Number', record.number],
      ['Status', standing(record.isActive)],
      ['Address', addressOf(record)],
      ['Start date', dayOrText(record.startDate ?? 'None')],
      ['Completion date', dayOrText(record.completionDate ?? 'None')],
      ['ERP id', record.originId ?? 'Not set'],
    ],
  };
}

function company(record: CompanyRecord): Shown {
  return {
    title: 'Company in Procore',
    facts: [
      ['Name', record.name],
      ['Legal name', record.legalName],
      ['Status', standing(record.isActive)],
      ['Address', addressOf(record)],
      ['Phone', record.phone],
      ['Fax', record.fax],
      ['E-mail', record.email],
      ['ERP id', record.originId ?? 'Not set'],
    ],
  };
}

function shownOf({ kind, record }: Pick<ExportDetail, 'kind' | 'record'>): Shown | null {
  switch (kind) {
    case 'cost_code':
      return costCode(record as CostCodeRecord);
    case 'project':
      return project(record as ProjectRecord);
    case 'vendor':
      return company(record as CompanyRecord);
    default:
      return null;
  }
}

/** A record of a directory as Procore has it; nothing for other kinds. */
export function DirectoryView({ record }: { record: Pick<ExportDetail, 'kind' | 'record'> }) {
  const shown = shownOf(record);
  if (shown === null) return null;
  return (
    <section className={styles.panel} aria-labelledby="procore-title" data-qa="procore-record">
      <div className={styles.panelHead}>
        <h2 id="procore-title">{shown.title}</h2>
      </div>
      <div className={styles.body}>
        <dl className={ui.facts}>
          {shown.facts.map(([label, value]) => (
            <Fact key={label} label={label} value={value} />
          ))}
        </dl>
      </div>
    </section>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd className={styles.text}>{value}</dd>
    </>
  );
}
