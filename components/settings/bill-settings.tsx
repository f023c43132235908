'use client';
import useSWR from 'swr';
import { useConnections } from '@/components/mappings/use-connections';
import { useCompany } from '@/components/shell/company-context';
import ui from '@/components/ui/ui.module.css';
import type { ListRow } from '@/lib/mappings/lists';
import type { CompanySettings } from '@/lib/tenancy';
import { DropDown, Group, type Options, Toggle } from './fields';
import styles from './settings.module.css';

interface BillSettingsProps {
  readonly values: CompanySettings;
  readonly change: (next: CompanySettings) => void;
}

const DUE: Options = [
  ['', 'By the vendor’s terms in QuickBooks'],
  ...[0, 7, 10, 14, 15, 21, 30, 45, 60, 90].map(
    days =>
      [String(days), days === 0 ? 'On the billing date' : `${days} days after the billing date`] as const,
  ),
];

/** How subcontractor invoices become bills. */
export function BillSettings({ values, change }: BillSettingsProps) {
  const { api } = useCompany();
  const { connections } = useConnections();
  const file = connections?.find(one => one.id === values.mainFile) ?? connections?.[0];
  const { data: items } = useSWR<ListRow[]>(file ? `${api}/items?connectionId=${file.id}` : null);
  const set = (patch: Partial<CompanySettings>): void => change({ ...values, ...patch });
  const services = (items ?? []).filter(item => item.qbType === 'ItemService');
  return (
    <Group
      title="Invoices become bills"
      text="What a bill is made of beside the lines of the invoice, and how it counts against its purchase order."
    >
      <DropDown
        label="Item for retainage"
        value={values.retainageItem ?? ''}
        options={itemOptions(services, values.retainageItem)}
        pick={next => set({ retainageItem: next === '' ? null : next })}
      />
      <DropDown
        label="Bills are due"
        value={values.billDueDays === null ? '' : String(values.billDueDays)}
        options={dueOptions(values.billDueDays)}
        pick={next => set({ billDueDays: next === '' ? null : Number.parseInt(next, 10) })}
      />
      <DropDown
        label="Item for tax"
        value={values.taxItem ?? ''}
        options={itemOptions(items ?? [], values.taxItem)}
        pick={next => set({ taxItem: next === '' ? null : next })}
      />
      <Toggle
        label="Link bills to their purchase orders"
        text="Each line of a bill counts against the line of the purchase order it bills. Without that the order stays open, and QuickBooks never refuses a bill because of it."
        isOn={values.linkBills}
        toggle={() => set({ linkBills: !values.linkBills })}
      />
      <Toggle
        label="Carry invoices to a Canadian edition too"
        text="Procore’s own connector carries invoices to US editions of QuickBooks alone."
        isOn={values.canadianBills}
        toggle={() => set({ canadianBills: !values.canadianBills })}
      />
      {values.canadianBills && (
        <label className={styles.field}>
          <span>Sales tax code of bills</span>
          <input
            className={ui.select}
            value={values.billTaxCode ?? ''}
            maxLength={3}
            onChange={event => set({ billTaxCode: event.target.value === '' ? null : event.target.value })}
          />
        </label>
      )}
    </Group>
  );
}

/** What is chosen is offered, though it may no longer be fit. */
function itemOptions(items: readonly ListRow[], chosen: string | null): Options {
  const offered = items.map(item => [item.qbId, item.fullName] as const);
  const isOffered = chosen === null || offered.some(([id]) => id === chosen);
  return [
    ['', 'None chosen'],
    ...(isOffered ? [] : [[chosen, 'An item that does not fit'] as const]),
    ...offered,
  ];
}

function dueOptions(days: number | null): Options {
  const isOffered = days === null || DUE.some(([value]) => value === String(days));
  return isOffered ? DUE : [...DUE, [String(days), `${days} days after the billing date`]];
}
